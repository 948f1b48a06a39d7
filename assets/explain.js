// A converted amount explains itself: `[data-how]`, on hover, focus or tap. Its text has a row a
// line, what and how much with a tab between; it is put in as text alone. One that is a link leads
// where it does by mouse and key; a finger, which cannot hover, finds the link below the text.
"use strict";
(() => {
  const HOVER = 180; // ms that a mouse rests before it asks
  const LEAVE = 250; // ms on the way from the amount to the explanation
  const GAP = 8; // px

  const mouse = matchMedia("(hover: hover) and (pointer: fine)");
  let box = null;
  let asker = null;
  let timer = 0;
  let closing = false; // focus goes back to the amount, which is no reason to open again

  function made() {
    if (box?.isConnected) return box;
    box = document.createElement("div");
    box.id = "explanation";
    box.className = "explanation";
    box.popover = "auto";
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", "Where this comes from");
    box.addEventListener("beforetoggle", (event) => {
      closing = event.newState === "closed";
    });
    box.addEventListener("toggle", (event) => {
      if (event.newState === "closed") forget();
      closing = false;
    });
    box.addEventListener("mouseenter", () => clearTimeout(timer));
    box.addEventListener("mouseleave", () => later(close, LEAVE));
    document.body.append(box);
    return box;
  }

  function filled(text) {
    const list = document.createElement("dl");
    for (const line of text.split("\n")) {
      const [what, much = ""] = line.split("\t");
      const row = document.createElement("div");
      for (const [tag, said] of [["dt", what], ["dd", much]]) {
        const cell = document.createElement(tag);
        cell.textContent = said;
        row.append(cell);
      }
      list.append(row);
    }
    const links = document.createElement("p");
    links.className = "buttons";
    if (asker.href && !mouse.matches) links.append(leading(asker.href, "Show"));
    links.append(leading("/rates", "Rates"));
    return [list, links];
  }

  function leading(href, text) {
    const link = document.createElement("a");
    Object.assign(link, { href, textContent: text, className: "link" });
    return link;
  }

  function place() {
    const at = asker.getBoundingClientRect();
    const width = Math.min(box.offsetWidth, innerWidth - 2 * GAP);
    const left = Math.min(Math.max(GAP, at.left), innerWidth - width - GAP);
    const below = at.bottom + GAP;
    const fits = below + box.offsetHeight <= innerHeight - GAP;
    box.style.left = `${left}px`;
    box.style.top = `${fits ? below : Math.max(GAP, at.top - GAP - box.offsetHeight)}px`;
  }

  function open(button) {
    clearTimeout(timer);
    if (asker === button && box?.matches(":popover-open")) return;
    close();
    asker = button;
    made().replaceChildren(...filled(button.dataset.how));
    box.showPopover({ source: button });
    button.setAttribute("aria-expanded", "true");
    place();
  }

  function close() {
    clearTimeout(timer);
    if (box?.matches(":popover-open")) box.hidePopover();
  }

  function forget() {
    asker?.removeAttribute("aria-expanded");
    asker = null;
  }

  function later(work, wait) {
    clearTimeout(timer);
    timer = setTimeout(work, wait);
  }

  const asked = (event) => event.target.closest?.("[data-how]");

  document.addEventListener("mouseover", (event) => {
    const button = mouse.matches && asked(event);
    if (button && button !== asker) later(() => button.isConnected && open(button), HOVER);
  });
  document.addEventListener("mouseout", (event) => {
    const button = mouse.matches && asked(event);
    if (button && !button.contains(event.relatedTarget)) later(close, LEAVE);
  });
  document.addEventListener("focusin", (event) => {
    const button = asked(event);
    if (closing) return;
    if (button?.matches(":focus-visible")) open(button);
    else if (box && !box.contains(event.target)) close();
  });
  document.addEventListener(
    "click",
    (event) => {
      const button = asked(event);
      if (!button || (button.href && (mouse.matches || !event.detail))) return;
      event.preventDefault();
      event.stopPropagation();
      open(button);
    },
    true,
  );
  const moved = () => {
    if (!box?.matches(":popover-open")) return;
    const at = asker?.isConnected && asker.getBoundingClientRect();
    if (at && at.bottom > 0 && at.top < innerHeight) place();
    else close();
  };
  addEventListener("scroll", moved, { passive: true, capture: true });
  addEventListener("resize", moved, { passive: true });
})();
