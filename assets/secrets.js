// Secrets that a page shows once. It fetches them by itself, so that no page's state on the server
// ever holds them: [data-text-from] is filled with what an address answers, a list by the line.
// An `a` leads to what is answered, where that is an app's address.
// [data-copy] copies what an element says, [data-print] prints the page.
"use strict";
(() => {
  const LOST = "This could not be loaded. Load the page again.";
  const asked = new WeakSet();

  async function fetched(address) {
    try {
      const answer = await fetch(address);
      return answer.ok ? (await answer.text()).trim() : LOST;
    } catch {
      return LOST;
    }
  }

  async function fill(place) {
    const text = await fetched(place.dataset.textFrom);
    if (place.matches("a")) {
      if (text.startsWith("otpauth://totp/")) place.href = text;
      return;
    }
    if (!place.matches("ul")) {
      place.textContent = text;
      return;
    }
    const items = text.split("\n").map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    });
    place.replaceChildren(...items);
  }

  function look() {
    for (const place of document.querySelectorAll("[data-text-from]")) {
      if (asked.has(place)) continue;
      asked.add(place);
      fill(place);
    }
  }

  const said = (place) =>
    place.matches("ul") ? [...place.children].map((item) => item.textContent).join("\n") : place.textContent;

  async function copy(name) {
    const place = document.getElementById(name);
    const note = document.getElementById(`${name}-copied`);
    getSelection().selectAllChildren(place);
    try {
      await navigator.clipboard.writeText(said(place));
      note.textContent = "Copied.";
    } catch {
      note.textContent = "Selected; copy it with your keyboard."; // browsers copy over https alone
    }
  }

  document.addEventListener("click", ({ target }) => {
    const copies = target.closest?.("[data-copy]");
    if (copies) copy(copies.dataset.copy);
    if (target.closest?.("[data-print]")) print();
  });

  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  look();
})();
