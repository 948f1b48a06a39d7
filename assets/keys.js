// Keys: an element with data-key="n" or data-key="g d" is clicked, a field is focused.
"use strict";
(() => {
  const PATIENCE = 5000; // milliseconds: a key is kept until the page can answer it
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

  // A page is there before it listens: React leaves its mark on what it has taken over.
  const listens = (element) => Object.keys(element).some((name) => name.startsWith("__react"));

  function keyed(key) {
    const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
    const seen = all.filter((element) => element.checkVisibility());
    return seen.find((element) => element.closest("main, dialog")) ?? seen[0];
  }

  function press(key, until = performance.now() + PATIENCE) {
    const element = keyed(key);
    if (!element) return false;
    if (typing(element)) element.focus();
    else if (listens(element) || performance.now() > until) element.click();
    else requestAnimationFrame(() => press(key, until));
    return true;
  }

  let prefix = "";
  let forget = 0;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (press(prefix + event.key)) event.preventDefault();
    clearTimeout(forget);
    prefix = event.key === "g" && !prefix ? "g " : "";
    forget = setTimeout(() => (prefix = ""), 1000);
  });
})();
