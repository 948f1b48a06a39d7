// What was typed stays when the connection is lost: a server that was started anew knows no open
// form, so the page closes them. Once it is back, they are opened and filled again.
// `[data-away]` is there while the connection is lost (finance_app/ui/wraps.py).
"use strict";
(() => {
  const REOPEN = 1500; // milliseconds: by then a page that opens its form by itself has done so
  const SETTLED = 2000;
  const PATIENCE = 20000;
  const UNKEPT = ["file", "hidden", "password"];

  const typed = new WeakMap(); // a form → what was typed in it, by the fields' names
  let opener = null;
  let lost = [];
  let away = false;

  function note({ target }) {
    const { form, name, type } = target;
    if (!form || !name || UNKEPT.includes(type)) return;
    if (!typed.has(form)) typed.set(form, new Map());
    typed.get(form).set(name, type === "checkbox" ? target.checked : target.value);
  }
  document.addEventListener("input", note, true);
  document.addEventListener("change", note, true);

  document.addEventListener("submit", ({ target }) => {
    if (!away && !target.closest("dialog")) typed.delete(target);
  });

  document.addEventListener(
    "click",
    ({ target }) => {
      if (target.closest("[data-close]")) lost = [];
      if (!target.closest("dialog")) opener = target.closest("button, a") ?? opener;
    },
    true,
  );

  const title = (form) => form.closest("dialog")?.getAttribute("aria-label") ?? "";
  const names = (form) => [...new Set([...form.elements].map(({ name }) => name))].sort().join();
  const words = (element) => element.getAttribute("aria-label") ?? element.textContent.trim();
  const place = (element) => element.closest(".row, tr, li")?.textContent ?? "";

  function remember() {
    lost = [...document.forms]
      .filter((form) => typed.get(form)?.size)
      .map((form) => ({
        path: location.pathname,
        title: title(form),
        names: names(form),
        said: typed.get(form),
        opener: opener && { element: opener, words: words(opener), place: place(opener) },
        since: performance.now(),
        begun: performance.now(),
      }));
    if (lost.length) setTimeout(bringBack, 100);
  }

  function bringBack() {
    lost = lost.filter((one) => one.path === location.pathname && !isDone(one));
    lost.forEach(fill);
    if (lost.length && !away) setTimeout(bringBack, 100);
  }

  const isDone = ({ since, begun, shown }) =>
    performance.now() - begun > PATIENCE || (shown && performance.now() - since > SETTLED);

  function fill(one) {
    const same = (form) => title(form) === one.title && names(form) === one.names;
    const form = [...document.forms].find(same);
    if (!form) {
      if (one.title && !one.reopened && performance.now() - one.begun > REOPEN) reopen(one);
      return;
    }
    typed.set(form, one.said);
    one.shown = true;
    for (const [name, value] of one.said) {
      const field = form.elements.namedItem(name);
      if (field && write(field, value)) one.since = performance.now();
    }
  }

  // Only where it is certain which element that was: the same words in the same row, once.
  function reopen(one) {
    one.reopened = true;
    if (!one.opener) return;
    const { element, ...known } = one.opener;
    const same = (each) => words(each) === known.words && place(each) === known.place;
    const found = [...document.querySelectorAll("button, a")].filter(same);
    if (element.isConnected) element.click();
    else if (found.length === 1) found[0].click();
  }

  function write(field, value) {
    if (field instanceof RadioNodeList) {
      const chosen = [...field].find((each) => each.value === value);
      if (!chosen || chosen.checked) return false;
      chosen.click();
      return true;
    }
    if (field.type === "checkbox") {
      if (field.checked === value) return false;
      field.click();
      return true;
    }
    if (field.value === value) return false;
    const kind = Object.getPrototypeOf(field);
    Object.getOwnPropertyDescriptor(kind, "value").set.call(field, value); // past React's own
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
    return field.value === value;
  }

  new MutationObserver(() => {
    const before = away;
    away = document.querySelector("[data-away]") !== null;
    if (before && !away) remember();
  }).observe(document, { childList: true, subtree: true });
})();
