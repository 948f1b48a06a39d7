// Dragging: a [data-drag] is taken by its [data-grip] and dropped beside or into a [data-drop], or
// moved by Alt and an arrow key, or by a [data-way] in it. What was done is sent by the form [data-dropped] of the same
// [data-drags], so that the state stays the only owner of what stands where.
"use strict";
(() => {
  const STEPS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };
  const SLACK = 4; // pixels: less is a click
  const EDGE = 64; // pixels of the window's edge in which it scrolls
  const PATIENCE = 5000; // milliseconds in which a moved thing gets its focus back
  const ANSWER = 1000; // milliseconds in which the next key waits for what the last one did

  let held = null;
  let moved = null;

  function send(item, way, target = "") {
    const form = item.closest("[data-drags]")?.querySelector("form[data-dropped]");
    if (!form) return;
    const { drag: key, version } = item.dataset;
    for (const [name, value] of Object.entries({ key, version, target, way })) {
      form.elements.namedItem(name).value = value;
    }
    form.requestSubmit();
  }

  // data-drop="leaf:into group:beside" says what may be dropped there, by its data-drag-kind, and how.

  function place(x, y, item) {
    let spot = document.elementFromPoint(x, y)?.closest("[data-drop]");
    for (; spot; spot = spot.parentElement.closest("[data-drop]")) {
      const rules = spot.dataset.drop.split(" ").map((rule) => rule.split(":"));
      const how = new Map(rules).get(item.dataset.dragKind);
      if (!how) continue;
      if (spot === item) return null;
      const { top, left, height, width } = spot.getBoundingClientRect();
      const across = how === "along" && width < spot.parentElement.clientWidth / 1.5;
      const early = across ? x < left + width / 2 : y < top + height / 2;
      return { spot, across, way: how === "into" ? how : early ? "before" : "after" };
    }
    return null;
  }

  function mark(found) {
    if (held.found) delete held.found.spot.dataset.over;
    held.found = found;
    if (found) found.spot.dataset.over = found.across ? `${found.way}-across` : found.way;
  }

  function lift() {
    held.ghost = document.createElement("div");
    held.ghost.className = "ghost";
    held.ghost.textContent = held.item.dataset.label;
    document.body.append(held.ghost);
    held.item.dataset.held = "";
    requestAnimationFrame(scroll);
  }

  function follow(x, y) {
    Object.assign(held, { x, y });
    held.ghost.style.transform = `translate(${x + 12}px, ${y + 8}px)`;
    mark(place(x, y, held.item));
  }

  function scroll() {
    if (!held?.ghost) return;
    const [above, below] = [EDGE - held.y, held.y - (innerHeight - EDGE)];
    const by = above > 0 ? -above : Math.max(below, 0);
    if (by) {
      scrollBy(0, by / 5);
      mark(place(held.x, held.y, held.item));
    }
    requestAnimationFrame(scroll);
  }

  function release(dropped) {
    const { item, ghost, found } = held;
    mark(null);
    ghost?.remove();
    delete item.dataset.held;
    held = null;
    if (dropped && found && item.isConnected) send(item, found.way, found.spot.dataset.target);
  }

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button !== 0 || held) return;
    const { clientX: x0, clientY: y0, pointerId: id } = event;
    held = { item: grip.closest("[data-drag]"), id, x0, y0 };
    grip.setPointerCapture(event.pointerId);
  });

  document.addEventListener("pointermove", (event) => {
    if (event.pointerId !== held?.id) return;
    const way = Math.hypot(event.clientX - held.x0, event.clientY - held.y0);
    if (!held.ghost && way < SLACK) return;
    if (!held.ghost) lift();
    follow(event.clientX, event.clientY);
  });

  for (const kind of ["pointerup", "pointercancel"]) {
    document.addEventListener(kind, (event) => {
      if (event.pointerId === held?.id) release(kind === "pointerup");
    });
  }

  document.addEventListener("keydown", (event) => {
    if (held && event.key === "Escape") {
      event.preventDefault();
      release(false);
    }
    const item = event.altKey && event.key in STEPS && event.target.closest?.("[data-drag]");
    if (!item || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); // Alt and an arrow to the left goes back a page
    step(item, STEPS[event.key], "[data-grip]");
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-way]");
    if (!button || button.ariaDisabled === "true") return;
    const { way } = button.dataset;
    step(button.closest("[data-drag]"), way, `[data-way="${way}"]`);
  });

  function step(item, way, pressed) {
    const [now, { drag: key, version }] = [performance.now(), item.dataset];
    if (moved?.key === key && moved.version === version && now < moved.sent + ANSWER) return;
    moved = { key, version, pressed, sent: now };
    send(item, way);
  }

  // What is put elsewhere on the page loses its focus: what was pressed in it gets it back.

  new MutationObserver(() => {
    if (!moved || document.activeElement !== document.body) return;
    const item = document.querySelector(`[data-drag="${CSS.escape(moved.key)}"]`);
    if (performance.now() > moved.sent + PATIENCE) moved = null;
    else (item?.querySelector(moved.pressed) ?? item?.querySelector("[data-way]"))?.focus();
  }).observe(document, { childList: true, subtree: true });
})();
