// The page without a connection, or of a server without its database: looks as its reader chose,
// and tries again by itself once what [data-asks] names answers.
"use strict";
(() => {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.style.colorScheme = chosen;

  const asked = document.currentScript.dataset.asks ?? "/healthz";
  const again = async () => {
    const answer = await fetch(asked, { cache: "no-store" }).catch(() => null);
    if (answer?.ok) location.reload();
  };
  addEventListener("online", again);
  setInterval(again, 5000);
})();
