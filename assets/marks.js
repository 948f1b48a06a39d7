// A form that proves which page it comes from waits for the mark that it does so with: that comes
// with the page's first data, and fast fingers are there before it.
"use strict";
(() => {
  const AGAIN = 50; // milliseconds
  const waiting = new WeakSet();

  function sendLater(form, mark, button) {
    if (!form.isConnected) return;
    if (!mark.value) return setTimeout(sendLater, AGAIN, form, mark, button);
    waiting.delete(form);
    form.requestSubmit(button);
  }

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const mark = form.elements.form_mark;
      if (!mark || mark.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!waiting.has(form)) sendLater(form, mark, event.submitter);
      waiting.add(form);
    },
    true,
  );
})();
