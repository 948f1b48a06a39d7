"""Writing rates, what was refused, and how it went with each provider."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import batched
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from finance_app import db
from finance_app.models import tables
from finance_app.queries import rate_feeds as queries
from finance_app.services import rates, recomputing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from finance_app.domain.rate_feeds import Judged, Key, Refusal
    from finance_app.domain.rate_times import Feed

AT_ONCE = 10_000  # rows in one transaction, so that nobody waits for a whole history
MOST_REFUSED = 1_000  # kept of a source
REFUSED_FOR = timedelta(days=400)  # that a refused rate is kept after it was seen last


@dataclass(frozen=True, slots=True)
class Change:
    """For a currency, a source has other rates than before, of days within these two."""

    source: str
    currency: str
    first: date
    last: date


def changes(source: str, judged: Judged) -> tuple[Change, ...]:
    """Return what changed, a currency at a time."""
    days: dict[str, list[date]] = {}
    for currency, day in (*judged.added, *judged.corrected):
        days.setdefault(currency, []).append(day)
    return tuple(
        Change(source, currency, min(found), max(found)) for currency, found in sorted(days.items())
    )


def keep(
    source: str, judged: Judged, refused: Mapping[Key, Refusal], now: datetime
) -> tuple[Refusal, ...]:
    """Write new and corrected rates and what was refused, in short transactions.

    Amounts that were converted otherwise are queued to follow, each in the transaction of its rate.

    Returns:
        What was refused and had not been before.
    """
    good = judged.added | judged.corrected
    for some in batched(sorted(good.items()), AT_ONCE):
        rows = [
            {"source": source, "currency": currency, "day": day, "per_base": text}
            for (currency, day), text in some
        ]
        days = [day for (_, day), _ in some]
        with db.write() as session:
            _upsert(session, tables.rate, [row | {"fetched_at": now} for row in rows])
            codes = rates.reached_by(session, {currency for (currency, _), _ in some})
            recomputing.enqueue_rates(session, codes, min(days), max(days), now)
    with db.write() as session:
        return _keep_refused(session, source, good, refused, now)


def _keep_refused(
    session: Session,
    source: str,
    good: Mapping[Key, str],
    refused: Mapping[Key, Refusal],
    now: datetime,
) -> tuple[Refusal, ...]:
    known = {
        (each.currency, each.day): each for each in queries.refused(session, source, MOST_REFUSED)
    }
    table = tables.refused_rate
    own = table.c.source == source
    for currency, day in known.keys() & good.keys():
        session.execute(delete(table).where(own, table.c.currency == currency, table.c.day == day))
    session.execute(delete(table).where(own, table.c.seen_at < now - REFUSED_FOR))
    kept = sorted(refused.values(), key=lambda each: (each.day, each.currency), reverse=True)
    seen = [{"source": source, **asdict(each), "seen_at": now} for each in kept[:MOST_REFUSED]]
    if seen:
        _upsert(session, table, seen)
    return tuple(each for each in kept if known.get((each.currency, each.day)) != each)


def keep_feed(session: Session, feed: Feed) -> None:
    """Write down how it went with a provider."""
    _upsert(session, tables.rate_feed, [asdict(feed)])


def _upsert(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    upsert = dialect.insert(table)
    keys = [column.name for column in table.primary_key]
    others = {name: upsert.excluded[name] for name in rows[0] if name not in keys}
    session.execute(upsert.on_conflict_do_update(index_elements=keys, set_=others), rows)
