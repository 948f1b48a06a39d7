"""The audit log as administrators look into it and take it along."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, Any

from finance_app.domain.audit import AuditFilter, What
from finance_app.domain.cells import harmless
from finance_app.errors import InvalidInputError, NotFoundError
from finance_app.queries import users as user_queries
from finance_app.services import activity, server_changes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.audit import AuditEvent

ASKED = ("person", "what", "since", "until")
COLUMNS = (
    "number",
    "at",
    "by",
    "by_id",
    "what",
    "about",
    "about_id",
    "network",
    "subject",
    "before",
    "after",
)
AT_ONCE = 1000  # events in memory while they are taken along


def wanted(session: Session, actor: Actor, asked: Mapping[str, str]) -> AuditFilter:
    """Return what is looked for; what is no kind, day or person of this server is refused.

    Args:
        asked: `person` by address or key, `what` by name, `since` and `until` as days where the
            actor lives, both included; what is left out or empty is not looked for.

    Raises:
        InvalidInputError: one of them is none.
        NotFoundError: nobody has that address, or the actor is no administrator.
    """
    server_changes.by(session, actor)
    name, zone = asked.get("what", ""), actor.time_zone
    if name and name not in set(What):
        raise InvalidInputError("There is no such kind of event.", field="what")
    since, until = (_day(asked.get(field, ""), field) for field in ("since", "until"))
    return AuditFilter(
        _person(session, asked.get("person", "")),
        What(name) if name else None,
        activity.begins(since, zone),
        activity.begins(until + timedelta(days=1) if until else None, zone),
    )


def csv_rows(rows: Sequence[Sequence[object]]) -> str:
    """Return rows as CSV in which no spreadsheet computes anything."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([harmless(each) if isinstance(each, str) else each for each in row])
    return text.getvalue()


def json_lines(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return rows as JSON, one a line."""
    lines = (dict(zip(columns, row, strict=True)) for row in rows)
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)


def cells(found: Sequence[AuditEvent]) -> list[tuple[object, ...]]:
    """Return events in the order of `COLUMNS`; keys as text, since spreadsheets round them."""
    return [
        (
            one.sequence,
            one.at.astimezone(UTC).isoformat(),
            one.by,
            _key(one.user_id),
            one.what,
            one.to,
            _key(one.target_id),
            one.network,
            one.subject,
            one.before,
            one.after,
        )
        for one in found
    ]


def _person(session: Session, text: str) -> int | None:
    said = text.strip().casefold()
    if not said:
        return None
    if said.isascii() and said.isdigit() and len(said) <= len(str(2**63)):
        return min(int(said), 2**63 - 1)
    found = user_queries.by_email(session, said)
    if found is None:
        raise NotFoundError("Nobody has that address. Of somebody who is gone, give the number.")
    return int(found.id)


def _day(text: str, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidInputError("Choose a day that exists.", field=field) from error


def _key(key: int | None) -> str:
    return "" if key is None else str(key)
