// Keys: an element with data-key="n" or data-key="g d" is clicked, a field is focused.
"use strict";
(() => {
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

  // A page is drawn before it listens; ui/components/awake.py says when it does. Until then the last
  // key is kept.
  const listens = () => "awake" in document.documentElement.dataset;

  function keyed(key) {
    const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
    const seen = all.filter((element) => element.checkVisibility());
    return seen.find((element) => element.closest("main, dialog")) ?? seen[0];
  }

  let early = "";

  function press(key) {
    const element = keyed(key);
    if (!listens()) early = key;
    else if (element && typing(element)) element.focus();
    else element?.click();
    return element !== undefined;
  }

  document.addEventListener("awake", () => {
    if (early) press(early);
    early = "";
  });

  let prefix = "";
  let forget = 0;

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "k") {
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) press("mod+k");
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key.length > 1) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (press(prefix + event.key)) event.preventDefault();
    clearTimeout(forget);
    prefix = event.key === "g" && !prefix ? "g " : "";
    forget = setTimeout(() => (prefix = ""), 1000);
  });
})();
