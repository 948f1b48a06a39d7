// Registers worker.js, which answers without a connection. Over plain http from another machine
// browsers have no service workers; the app works without.
"use strict";
addEventListener("load", () => {
  navigator.serviceWorker
    ?.register("/worker.js", { updateViaCache: "none" })
    .catch((error) => console.info("No page for when the server is out of reach:", error.message));
});
