// A converted amount explains itself: `[data-how]`, on hover, focus or tap. Its text has a row a
// line: what, how much and at which rate with tabs between; it is put in as text alone. One that is
// a link leads where it does by mouse and key; a finger, which cannot hover, finds it below the text.
"use strict";
(() => {
  const HOVER = 180; // ms that a mouse rests before it asks
  const LEAVE = 250; // ms on the way from the amount to the explanation
  const GAP = 8; // px
  const HIGHEST = 440; // px
  const STEPS = { ArrowDown: 40, ArrowUp: -40, PageDown: 240, PageUp: -240 }; // px

  const mouse = matchMedia("(hover: hover) and (pointer: fine)");
  let box = null;
  let list = null; // what is scrolled where it is long
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
    const rows = document.createElement("dl");
    for (const line of text.split("\n")) {
      const row = document.createElement("div");
      for (const [index, said] of line.split("\t").entries()) {
        const cell = document.createElement(index ? "dd" : "dt");
        cell.textContent = said;
        row.append(cell);
      }
      rows.append(row);
    }
    list = document.createElement("div");
    list.append(rows);
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
    const below = innerHeight - at.bottom - 2 * GAP;
    const above = at.top - 2 * GAP;
    const whole = box.offsetHeight - list.clientHeight + list.scrollHeight;
    const isBelow = whole <= below || below >= above;
    const height = Math.min(whole, HIGHEST, Math.max(below, above));
    box.style.left = `${left}px`;
    box.style.maxHeight = `${height}px`;
    box.style.top = `${isBelow ? at.bottom + GAP : at.top - GAP - height}px`;
    const isLong = height < whole;
    list.tabIndex = isLong ? 0 : -1;
    for (const [name, said] of [["role", "group"], ["aria-label", "What it is made of"]]) {
      if (isLong) list.setAttribute(name, said);
      else list.removeAttribute(name);
    }
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
  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.target !== asker || list.scrollHeight <= list.clientHeight) return;
    event.preventDefault();
    list.scrollBy(0, step);
  });
  const moved = (event) => {
    if (event.target === list || !box?.matches(":popover-open")) return;
    const at = asker?.isConnected && asker.getBoundingClientRect();
    if (at && at.bottom > 0 && at.top < innerHeight) place();
    else close();
  };
  addEventListener("scroll", moved, { passive: true, capture: true });
  addEventListener("resize", moved, { passive: true });
})();
