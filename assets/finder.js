// Lists that are narrowed while one types: the field has data-narrows="ID", #ID its options.
"use strict";
(() => {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const list = (field) => document.getElementById(field.dataset.narrows);
  const options = (field) => [...list(field).querySelectorAll("[role=option]")];
  const offered = (field) => options(field).filter((option) => !option.hidden);

  function choose(field, chosen) {
    for (const option of options(field)) option.setAttribute("aria-selected", option === chosen);
    chosen.id ||= `${field.dataset.narrows}-${options(field).indexOf(chosen)}`;
    field.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  function narrow(field) {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    for (const option of options(field)) {
      const text = plain(option.textContent);
      option.hidden = !("always" in option.dataset || words.every((word) => text.includes(word)));
    }
    for (const group of list(field).querySelectorAll("[role=group]")) {
      group.hidden = !group.querySelector("[role=option]:not([hidden])");
    }
    const starts = (option) => words.length > 0 && plain(option.textContent).startsWith(words[0]);
    const left = offered(field);
    choose(field, left.find(starts) ?? left[0]);
  }

  const STEPS = { ArrowDown: 1, ArrowUp: -1 };

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-narrows]")) narrow(event.target);
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches?.("[data-narrows]") || event.isComposing) return;
    const left = offered(field);
    const at = left.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key in STEPS) {
      event.preventDefault();
      const from = at < 0 && event.key === "ArrowUp" ? 0 : at;
      choose(field, left.at((from + STEPS[event.key]) % left.length));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      left[at].click();
    }
  });
})();
