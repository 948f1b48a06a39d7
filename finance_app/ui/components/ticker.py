"""Has an event happen again and again while the page is seen, for what changes by itself."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportDict, ImportVar

_SCRIPT = """
const FinanceTicker = ({ onTick, seconds }) => {
  const tick = useRef(onTick);
  useEffect(() => { tick.current = onTick; });
  useEffect(() => {
    const timer = setInterval(() => document.hidden || tick.current(), seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return null;
};
"""


class Ticker(rx.Component):
    """Draws nothing; `on_tick` should be a quiet handler."""

    tag = "FinanceTicker"

    seconds: rx.Var[float]
    """Between two events."""

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """Return the events that it knows."""
        return {**super().get_event_triggers(), "on_tick": rx.event.no_args_event_spec}

    def add_imports(self) -> ImportDict:
        """Return what the script uses."""
        return {"react": [ImportVar(tag="useEffect"), ImportVar(tag="useRef")]}

    def add_custom_code(self) -> list[str]:
        """Return the script."""
        return [_SCRIPT]
