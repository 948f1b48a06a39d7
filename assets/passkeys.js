// Passkeys: `form[data-passkey]` asks its [data-options] what the browser is to make or show, puts
// what the browser answers into its hidden `credential`, and is then sent like any form. The button
// in [data-beside] does the same for the form that it stands in, which is sent as ever. They are
// hidden where the browser knows no passkeys.
"use strict";
(() => {
  const SENTENCES = {
    NotAllowedError: "No passkey was used. Try again.",
    InvalidStateError: "This device has a passkey for this account already.",
    SecurityError: "Passkeys do not work at this address.",
  };
  const FAILED = "That did not work. Try again.";

  const bytes = (text) => {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replace(/=+$/, "");

  const named = (known = []) => known.map((one) => ({ ...one, id: bytes(one.id) }));

  async function options(form, address = form.dataset.options) {
    const mark = form.elements.namedItem("form_mark");
    const body = new URLSearchParams(mark ? { form_mark: mark.value } : {});
    const answer = await fetch(address, { method: "POST", body });
    const found = await answer.json();
    if (!answer.ok) throw new Error(found.error);
    return { ...found, challenge: bytes(found.challenge) };
  }

  async function made(asked) {
    const user = { ...asked.user, id: bytes(asked.user.id) };
    const excludeCredentials = named(asked.excludeCredentials);
    const { id, rawId, type, response } = await navigator.credentials.create({
      publicKey: { ...asked, user, excludeCredentials },
    });
    const { clientDataJSON, attestationObject } = response;
    return {
      id,
      rawId: text(rawId),
      type,
      response: { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) },
    };
  }

  async function shown(asked) {
    const allowCredentials = named(asked.allowCredentials);
    const { id, rawId, type, response } = await navigator.credentials.get({
      publicKey: { ...asked, allowCredentials },
    });
    const { clientDataJSON, authenticatorData, signature, userHandle } = response;
    return {
      id,
      rawId: text(rawId),
      type,
      response: {
        clientDataJSON: text(clientDataJSON),
        authenticatorData: text(authenticatorData),
        signature: text(signature),
        userHandle: userHandle?.byteLength ? text(userHandle) : null,
      },
    };
  }

  async function go(form) {
    const note = form.querySelector("[data-said]");
    const pressed = form.querySelector("[type=submit]");
    note.textContent = "";
    pressed.disabled = true;
    try {
      const answer = await (form.dataset.passkey === "make" ? made : shown)(await options(form));
      form.elements.namedItem("credential").value = JSON.stringify(answer);
      form.submit();
    } catch (error) {
      note.textContent = SENTENCES[error.name] ?? (error.message || FAILED);
      pressed.disabled = false;
    }
  }

  async function beside(place) {
    const note = place.querySelector("[data-said]");
    const pressed = place.querySelector("button");
    const kept = place.querySelector("[name=credential]");
    note.textContent = "";
    pressed.disabled = true;
    try {
      kept.value = JSON.stringify(await shown(await options(kept.form, place.dataset.beside)));
      note.textContent = "Your passkey was read. Go on below.";
      (kept.form.querySelector("input:invalid") ?? kept.form.querySelector("[type=submit]")).focus();
    } catch (error) {
      note.textContent = SENTENCES[error.name] ?? (error.message || FAILED);
      pressed.disabled = false;
    }
  }

  document.addEventListener("click", ({ target }) => {
    const place = target.closest?.("button")?.closest("[data-beside]");
    if (place) beside(place);
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-passkey]")) return;
    event.preventDefault();
    go(event.target);
  });

  function look() {
    if (!window.PublicKeyCredential) return;
    for (const offer of document.querySelectorAll("form[data-passkey][hidden], [data-beside][hidden]")) {
      offer.hidden = false;
    }
  }

  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  look();
})();
