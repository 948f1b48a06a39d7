// The phone's keys for an amount, and names that are put into a field by a press.
"use strict";
(() => {
  const phone = matchMedia("(pointer: coarse) and (max-width: 640px)");
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");

  // The page's own code has to hear of it as of typing.
  function type(field, value, caret) {
    set.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus({ preventScroll: true });
    field.setSelectionRange(caret, caret);
  }

  function press(key) {
    const field = key.closest("form").querySelector("[data-padded]");
    let [start, end] = [field.selectionStart, field.selectionEnd];
    const erase = key.dataset.pad === "erase";
    if (erase && start === end) start = Math.max(0, start - 1);
    const typed = erase ? "" : key.dataset.pad;
    const value = field.value.slice(0, start) + typed + field.value.slice(end);
    if (value.length <= field.maxLength) type(field, value, start + typed.length);
  }

  function put(chip) {
    const group = chip.closest("[data-puts]");
    const field = chip.closest("form").elements[group.dataset.puts];
    set.call(field, chip.dataset.put);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("click", ({ target }) => {
    const key = target.closest("[data-pad]");
    const chip = target.closest("[data-put]");
    if (key) press(key);
    if (chip) put(chip);
  });

  // Where these keys are shown, the system's own would cover them.
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches("[data-padded]")) target.inputMode = phone.matches ? "none" : "decimal";
  });
})();
