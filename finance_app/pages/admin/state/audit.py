"""The audit log: what is looked for stands in the address."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

import reflex as rx
from pydantic import Field

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.audit import What
from finance_app.errors import InvalidInputError, NotFoundError
from finance_app.pages.admin.rows import audit as rows
from finance_app.pages.admin.rows.audit import EventRow, LookedText
from finance_app.services import audit, audit_views
from finance_app.ui import links
from finance_app.ui.arguments import LARGEST_KEY, LONGEST_KEY, Arguments, Line, day
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState

LONGEST = 254  # characters of an address


class Looked(Arguments):
    """What is looked for."""

    person: Line
    what: Annotated[What | None, Field(strict=False)]
    since: Line
    until: Line


class AuditState(SessionState):
    """A page of events; `looked` is what they are narrowed down to."""

    events: list[EventRow] = []
    looked: LookedText = LookedText()
    audit_older: str = ""
    audit_csv: str = ""
    audit_lines: str = ""
    audit_none: str = ""

    _fields = frozenset({"person", "since", "until"})

    @handler(Access.ADMIN)
    async def look(self, answers: dict[str, Any]) -> Any:
        """Show what is looked for."""
        given = {"what": "", **(answers if isinstance(answers, dict) else {})}
        wanted = Looked.of({**given, "what": given["what"] or None})
        for name in ("since", "until"):
            if text := getattr(wanted, name):
                day(text, name)
        asked = {
            "person": wanted.person.strip(),
            "what": str(wanted.what or ""),
            "since": wanted.since,
            "until": wanted.until,
        }
        return rx.redirect(links.admin("audit", **asked))

    async def _open(self, actor: Actor, query: dict[str, str]) -> None:
        """Show what the address asks for."""
        asked = {name: query.get(name, "")[:LONGEST] for name in audit_views.ASKED}
        self.looked = LookedText(**asked)
        before = query.get("before", "")
        known = before.isascii() and before.isdigit() and len(before) <= LONGEST_KEY
        older_than = min(int(before), LARGEST_KEY) if known else None
        try:
            wanted = await db.ask(audit_views.wanted, actor, asked)
        except (InvalidInputError, NotFoundError) as error:
            self.events, self.audit_older, self.audit_none = [], "", error.message
            return
        found = await db.ask(audit.page, actor, wanted, older_than)
        shown = found[: audit.AT_ONCE]
        self.events = rows.rows(shown, actor)
        more = len(found) > audit.AT_ONCE
        place = str(shown[-1].sequence) if more else ""
        self.audit_older = links.admin("audit", **asked, before=place) if more else ""
        self.audit_none = "Nothing of the kind." if any(asked.values()) else "Nothing yet."
        self.audit_csv, self.audit_lines = (
            f"/files/audit?{urlencode({**asked, 'form': form})}" for form in ("csv", "jsonl")
        )
