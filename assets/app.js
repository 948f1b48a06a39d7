// What Reflex cannot say: modal dialogs, menus, dropped files, notices that leave. Keys: keys.js.
"use strict";
(() => {
  // Dialogs: `dialog[data-modal]` opens when it appears; it closes by clicking its [data-close],
  // so that the state stays the only owner of what is open.

  const openers = new Map();
  const touch = matchMedia("(pointer: coarse)");

  function openDialogs() {
    for (const [dialog, opener] of openers) {
      if (dialog.isConnected) continue;
      openers.delete(dialog);
      if (opener.isConnected) opener.focus();
    }
    for (const dialog of document.querySelectorAll("dialog[data-modal]:not([open])")) {
      openers.set(dialog, document.activeElement);
      dialog.showModal();
      const thumb = touch.matches && dialog.querySelector("[data-first-touch]");
      (thumb || dialog.querySelector("[data-first]"))?.focus();
    }
  }

  const closeDialog = (dialog) => dialog.querySelector("[data-close]")?.click();

  function changed(dialog) {
    const fields = dialog.querySelectorAll(".form input:not([type=hidden]), .form textarea");
    return [...fields].some((field) =>
      field.type === "checkbox" || field.type === "radio"
        ? field.checked !== field.defaultChecked
        : field.value !== field.defaultValue,
    );
  }

  for (const kind of ["cancel", "close"]) {
    const closing = (event) => {
      if (!event.target.matches("dialog[data-modal]")) return;
      event.preventDefault();
      const hint = event.target.querySelector("[data-hint]");
      const asks = kind === "cancel" && changed(event.target) && hint.textContent === "";
      if (asks) hint.textContent = hint.dataset.hint;
      else closeDialog(event.target);
    };
    document.addEventListener(kind, closing, true);
  }

  let pressedOn = null;
  document.addEventListener("pointerdown", (event) => {
    pressedOn = event.target;
    if (event.target.closest("#explanation")) return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest("details.menu[open]");
    if (event.key !== "Escape" || !menu || document.querySelector("#explanation:popover-open")) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  document.addEventListener("click", (event) => {
    const { target } = event;
    if (target === pressedOn && target.matches("dialog[data-modal]") && !changed(target)) {
      closeDialog(target);
    }
    if (target.closest(".menu-item")) target.closest("details.menu").open = false;
    if (target.closest("[data-reveal]")) reveal(target.closest("[data-reveal]"));
  });

  // A password is shown by the [data-reveal] beside it, until the form is sent.

  function reveal(button) {
    const shown = button.getAttribute("aria-pressed") === "false";
    button.setAttribute("aria-pressed", shown);
    button.parentElement.querySelector("input").type = shown ? "text" : "password";
  }

  // Files: `.drop[data-action]` sends the bare file and goes where the answer says.

  function send(zone, file) {
    const bar = zone.querySelector("progress");
    const error = zone.querySelector("[data-error]");
    const input = zone.querySelector("input");
    const request = new XMLHttpRequest();
    const done = (message) => {
      error.textContent = message;
      bar.hidden = true;
      input.disabled = false;
      input.value = "";
    };
    if (file.size > zone.dataset.most) {
      const [size, most] = [file.size, zone.dataset.most].map((bytes) => Math.round(bytes / 2 ** 20));
      return done(`The file has ${size} MB, at most ${most} MB are read; choose a shorter period.`);
    }
    request.open("POST", zone.dataset.action);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-Filename", encodeURIComponent(file.name));
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
      if (lengthComputable && loaded < total) bar.value = loaded / total;
      else bar.removeAttribute("value");
    });
    request.addEventListener("load", () => {
      const answer = request.response ?? {};
      const reference = request.getResponseHeader("X-Request-Id");
      if (answer.location) location.assign(answer.location);
      else done(answer.error ?? `The file was not taken. Please try again (reference ${reference}).`);
    });
    request.addEventListener("error", () => done("The connection broke. Please try again."));
    error.textContent = "";
    bar.hidden = false;
    bar.value = 0;
    input.disabled = true;
    request.send(file);
  }

  document.addEventListener("change", (event) => {
    const zone = event.target.closest(".drop[data-action]");
    if (zone && event.target.files?.length) send(zone, event.target.files[0]);
  });

  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      const zone = event.target.closest?.(".drop[data-action]");
      zone?.toggleAttribute("data-over", kind === "dragenter" || kind === "dragover");
      if (kind !== "drop" || !zone || zone.querySelector("input").disabled) return;
      const [file, more] = event.dataTransfer.files;
      if (more) zone.querySelector("[data-error]").textContent = "One file at a time, please.";
      else if (file) send(zone, file);
    });
  }

  // Notices: [data-notice] leaves by clicking its [data-close] once nobody looks at it.

  const watched = new WeakSet();

  function watchNotices() {
    for (const notice of document.querySelectorAll("[data-notice]")) {
      if (watched.has(notice)) continue;
      watched.add(notice);
      const wait = () => setTimeout(leave, 1000 * Number(notice.dataset.notice));
      const leave = () => {
        if (!notice.isConnected) return;
        if (document.hidden) document.addEventListener("visibilitychange", wait, { once: true });
        else if (notice.matches(":hover, :focus-within")) setTimeout(leave, 2000);
        else notice.querySelector("[data-close]")?.click();
      };
      wait();
    }
  }

  // Forms that the browser sends itself: [data-fill] knows what only the browser knows, [data-keep]
  // keeps what was typed until the tab is closed, for the page that says what was wrong; with
  // [data-once] for no other page. The secret
  // of a link in a mail stands behind the #, and does not stay in the address.

  let secret = "";

  function followed() {
    if (location.hash.length > 1) {
      secret = location.hash.slice(1);
      history.replaceState(history.state, "", location.pathname + location.search);
    }
    return secret;
  }

  const known = {
    "time-zone": () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "",
    link: followed,
    next: () => new URLSearchParams(location.search).get("next")?.slice(0, 1000) ?? "",
  };

  function fillFields() {
    for (const field of document.querySelectorAll("[data-fill]")) {
      field.value ||= known[field.dataset.fill]();
    }
    for (const field of document.querySelectorAll("[data-keep]:not([data-kept])")) {
      field.dataset.kept = "";
      const again = location.search.includes("error=");
      const kept = again || !("once" in field.dataset) ? `kept-${field.dataset.keep}` : "";
      if (again || !field.value) field.value = sessionStorage.getItem(kept) ?? field.value;
    }
  }

  document.addEventListener("submit", (event) => {
    for (const field of event.target.querySelectorAll("[data-keep]")) {
      sessionStorage.setItem(`kept-${field.dataset.keep}`, field.value);
    }
    event.target.querySelectorAll("[data-reveal][aria-pressed=true]").forEach(reveal);
  });

  const look = () => [openDialogs, watchNotices, fillFields].forEach((step) => step());

  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  look();
})();
