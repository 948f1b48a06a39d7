"""A book's activity: what of it is looked for, and taking it along with before and after."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from finance_app.domain.change_kinds import Topic
from finance_app.domain.changes import ChangeFilter
from finance_app.domain.periods import EARLIEST, LATEST
from finance_app.errors import InvalidInputError
from finance_app.queries import changes as queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

COLUMNS: tuple[str, ...] = (
    *("at", "by", "by_name", "kind", "summary", "change_set"),
    *("table", "verb", "row", "before", "after"),
)
SETS_AT_ONCE = 50  # a large one has very many rows
LONGEST_KEY = 19  # digits


def wanted(asked: Mapping[str, str], zone: str) -> ChangeFilter:
    """Return what is looked for; what is nothing of the kind is not looked for.

    Args:
        asked: `by` as a key, `topic` by name, `since` and `until` as days, both included.
        zone: where the reader lives.
    """
    key, topic = asked.get("by", ""), asked.get("topic", "")
    is_key = key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY
    since, until = (_day(asked.get(name, "")) for name in ("since", "until"))
    return ChangeFilter(
        min(int(key), 2**63 - 1) if is_key else None,
        Topic(topic) if topic in set(Topic) else None,
        begins(since, zone),
        begins(until + timedelta(days=1) if until else None, zone),
    )


def begins(day: date | None, zone: str) -> datetime | None:
    """Return the moment that a day begins somewhere."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) if day else None


def written(
    session: Session, actor: Actor, chosen: ChangeFilter, before: int | None = None
) -> tuple[list[tuple[object, ...]], int | None]:
    """Return some change sets' rows in the order of `COLUMNS`, newest first.

    Args:
        before: the set before which others are wanted.

    Returns:
        The rows, and the set before which there are more, None where that is all.
    """
    size = SETS_AT_ONCE
    found = queries.sets(session, actor.book_id, limit=size + 1, before=before, wanted=chosen)
    sets = {one.id: one for one in found[:size]}
    rows: list[tuple[object, ...]] = []
    for change in queries.written_rows(session, actor.book_id, list(sets)):
        one = sets[change.change_set_id]
        at, key = one.at.astimezone(UTC).isoformat(), str(one.id)
        said = (at, one.by, one.by_name, one.kind, one.summary, key)
        for row, was, becomes in _pairs(json.loads(change.rows)):
            rows.append((*said, change.table_name, change.verb, str(row), was, becomes))
    return rows, found[size - 1].id if len(found) > size else None


def _pairs(image: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Return each row of an image by its key, before and after as JSON."""
    columns, place = image["columns"], image["columns"].index("id")
    before, after = ({row[place]: row for row in image[part]} for part in ("before", "after"))
    return [
        (key, *(_written(columns, part.get(key)) for part in (before, after)))
        for key in before | after
    ]


def _written(columns: list[str], row: list[Any] | None) -> str:
    """Return a row as JSON; keys in it as text, since spreadsheets and browsers round them."""
    if row is None:
        return ""
    named = {
        name: str(value) if name.endswith("id") and value is not None else value
        for name, value in zip(columns, row, strict=True)
    }
    return json.dumps(named, ensure_ascii=False)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidInputError("Choose a day that exists.") from error
    if day and not EARLIEST <= day <= LATEST:
        raise InvalidInputError("Choose a day from 1900 to 2199.")
    return day
