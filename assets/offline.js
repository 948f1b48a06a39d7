// The page without a connection: looks as its reader chose, and tries again by itself.
"use strict";
(() => {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.style.colorScheme = chosen;

  const again = async () => {
    const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
    if (answer?.ok) location.reload();
  };
  addEventListener("online", again);
  setInterval(again, 5000);
})();
