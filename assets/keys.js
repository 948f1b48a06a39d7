// Keys: an element with data-key="n" or data-key="g d" is clicked, a field is focused.
"use strict";
(() => {
  const PATIENCE = 5000; // milliseconds: a key is kept until the page can answer it
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

  // A page is drawn before it listens; ui/components/awake.py leaves this mark when it does.
  const listens = () => "awake" in document.documentElement.dataset;

  function keyed(key) {
    const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
    const seen = all.filter((element) => element.checkVisibility());
    return seen.find((element) => element.closest("main, dialog")) ?? seen[0];
  }

  function press(key, until = performance.now() + PATIENCE) {
    const element = keyed(key);
    if (!listens() && performance.now() < until) requestAnimationFrame(() => press(key, until));
    else if (element && typing(element)) element.focus();
    else element?.click();
    return element !== undefined;
  }

  let prefix = "";
  let forget = 0;

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "k") {
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) press("mod+k");
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (press(prefix + event.key)) event.preventDefault();
    clearTimeout(forget);
    prefix = event.key === "g" && !prefix ? "g " : "";
    forget = setTimeout(() => (prefix = ""), 1000);
  });
})();
