"""What the browser shows when something goes wrong: a sentence beside a field, or in the notice.

What a use case refuses is told in its own words by `ui.handlers`; everything else is told as a
number, under which the log has the reason. The log gets where it happened, never what was sent.
"""

from __future__ import annotations

import logging
import re
from typing import Any

import reflex as rx
from reflex.event import EventSpec
from reflex_base.event.context import EventContext

from finance_app import references
from finance_app.errors import whereabouts
from finance_app.ui.session import SessionState

KIND = re.compile(r"\b([A-Z][A-Za-z]{2,40}Error)\b", re.ASCII)

log = logging.getLogger(__name__)


def field_error(name: str) -> rx.Var[str]:
    """Return what is wrong with a field: `text_field(…, error=field_error("payee"))`."""
    wrong: Any = SessionState.errors
    return rx.cond(wrong.contains(name), wrong[name], "")


def unexpected(exception: Exception) -> EventSpec | None:
    """Log what nobody foresaw and have the user told its number."""
    number = EventContext.get().txid
    references.from_now(event_id=number)
    log.error("unexpected error %s: %s", number, whereabouts(exception))
    return SessionState.report(number)


def in_browser(exception: Exception) -> None:
    """Log that a page failed in the browser; what it says may hold what the page showed."""
    found = KIND.search(str(exception))
    log.error("a page failed in the browser: %s", found[1] if found else "unknown")
