// A small file goes into a text field, to be looked at before it is sent.
"use strict";
(() => {
  const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");

  async function paste(input) {
    const [file] = input.files;
    if (!file) return;
    const note = document.getElementById(input.getAttribute("aria-describedby"));
    note.textContent = "";
    if (file.size > Number(input.dataset.most)) {
      note.textContent = "That file is too large; add it in parts.";
      input.value = "";
      return;
    }
    const field = document.getElementById(input.dataset.pastes);
    set.call(field, await file.text());
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("change", ({ target }) => {
    if (target.matches?.("input[data-pastes]")) paste(target);
  });
})();
