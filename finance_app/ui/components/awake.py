"""A mark on the document once the page listens: it is drawn before that, and keys come early."""

from __future__ import annotations

import reflex as rx
from reflex_base.utils.imports import ImportDict, ImportVar

_SCRIPT = """
const FinanceAwake = () => {
  useEffect(() => {
    document.documentElement.dataset.awake = "";
    document.dispatchEvent(new Event("awake"));
  }, []);
  return null;
};
"""


class Awake(rx.Component):
    """Draws nothing; `assets/keys.js` waits for its mark."""

    tag = "FinanceAwake"

    def add_imports(self) -> ImportDict:
        """Return what the script uses."""
        return {"react": [ImportVar(tag="useEffect")]}

    def add_custom_code(self) -> list[str]:
        """Return the script."""
        return [_SCRIPT]
