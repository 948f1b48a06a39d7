"""Rates that a book holds of its own: stating, changing and deleting them, one or many at once.

Amounts that they convert follow in the same change set, see `services.reconverting`.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.domain import own_rate_rules as rules
from finance_app.domain.formatting import count_text, day_text
from finance_app.domain.own_rates import OwnRate, OwnRates
from finance_app.domain.rate_texts import equation, own_rate_text
from finance_app.errors import (
    InvalidAmountError,
    InvalidInputError,
    NotFoundError,
    StaleError,
    UnusualRateError,
)
from finance_app.models import tables
from finance_app.models.columns import new_key, new_keys
from finance_app.queries import changes as change_queries
from finance_app.queries import own_rates as queries
from finance_app.queries import rates as rate_queries
from finance_app.services import changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.own_rate_rules import OwnRateView, Place
    from finance_app.domain.rates import Rate
    from finance_app.services.changes import Recorder
    from finance_app.services.ledger import Row

PAGE = 20
MOST = 20_000  # own rates of a book


@dataclass(frozen=True, slots=True)
class OwnRatePage:
    """One page of own rates by pair, the newest of each first.

    Args:
        earlier: where the page before ends; nothing where there is none.
        later: where the next one begins.
    """

    rates: tuple[OwnRateView, ...]
    earlier: Place | None = None
    later: Place | None = None


def page(
    session: Session, actor: Actor, *, after: Place | None = None, before: Place | None = None
) -> OwnRatePage:
    """Return a page of the book's own rates."""
    found = queries.page(session, actor.book_id, size=PAGE + 1, after=after, before=before)
    more = len(found) > PAGE
    if before is not None:
        shown, earlier, later = found[-PAGE:], more, True
    else:
        shown, earlier, later = found[:PAGE], after is not None, more
    if not shown:
        return OwnRatePage(())
    first, last = _place(shown[0].rate), _place(shown[-1].rate)
    return OwnRatePage(tuple(shown), first if earlier else None, last if later else None)


def everything(session: Session, actor: Actor) -> list[OwnRateView]:
    """Return all of the book's own rates by pair and day."""
    return queries.everything(session, actor.book_id)


def get(session: Session, actor: Actor, key: int) -> OwnRateView:
    """Return one own rate.

    Raises:
        NotFoundError: the book has no such rate.
    """
    row = _current(session, actor, key)
    return queries.view(row)


def known(
    session: Session, actor: Actor, stated: OwnRate, *, but: OwnRate | None = None
) -> Rate | None:
    """Return the rate that converts on the day of one, without it.

    Args:
        stated: the rate that is to be compared.
        but: the own rate that it takes the place of.
    """
    pair = {stated.origin, stated.target}
    table = rate_queries.table_on(session, actor.book_id, pair, [stated.day])
    if but is not None:
        table.own = _without(table.own, but)
    return table.rate(stated.origin, stated.target, stated.day)


def add(session: Session, actor: Actor, rate: OwnRate, *, confirmed: bool = False) -> int:
    """State a rate; return the change set.

    Args:
        rate: what to state.
        confirmed: the user knows that it is far from what is known.

    Raises:
        InvalidInputError: it cannot be true, or its pair has one of that day.
        UnusualRateError: it is far from what is known and was not confirmed.
    """
    rules.require_own_rate(rate, actor.today)
    _require_free(session, actor, rate, None)
    _require_room(session, actor, 1)
    if not confirmed:
        _require_usual(session, actor, rate)
    said = f"Added the rate {own_rate_text(rate, actor.region)}"
    with _recorded(session, actor, "own_rate.add", said) as record:
        record.insert("own_rate", [_row(rate, new_key())])
    return record.set_id


def change(
    session: Session,
    actor: Actor,
    key: int,
    version: int,
    rate: OwnRate,
    *,
    confirmed: bool = False,
) -> int:
    """State a rate anew; return the change set.

    Raises:
        StaleError: it was changed since the version that the user saw.
        InvalidInputError: it cannot be true, or its pair has another one of that day.
        UnusualRateError: it is far from what is known and was not confirmed.
        NotFoundError: the book has no such rate.
    """
    before = _current(session, actor, key)
    if before["version"] != version:
        raise StaleError
    rules.require_own_rate(rate, actor.today)
    _require_free(session, actor, rate, key)
    if not confirmed:
        _require_usual(session, actor, rate, but=queries.view(before).rate)
    said = f"Changed the rate to {own_rate_text(rate, actor.region)}"
    with _recorded(session, actor, "own_rate.edit", said) as record:
        record.update("own_rate", [before], [{**before, **_row(rate, key, version + 1)}])
    return record.set_id


def delete(session: Session, actor: Actor, key: int, version: int) -> int:
    """Delete a rate; return the change set.

    Raises:
        StaleError: it was changed since the version that the user saw.
        NotFoundError: the book has no such rate.
    """
    before = _current(session, actor, key)
    if before["version"] != version:
        raise StaleError
    said = f"Deleted the rate {own_rate_text(queries.view(before).rate, actor.region)}"
    with _recorded(session, actor, "own_rate.delete", said) as record:
        record.delete("own_rate", [before])
    return record.set_id


def add_all(session: Session, actor: Actor, rates: Sequence[OwnRate]) -> int:
    """State many rates at once, each in place of its pair's of that day; return the change set.

    Which of them are far from what is known is for the user to see first.

    Raises:
        InvalidInputError: there is none, one cannot be true, or a day has two.
    """
    for rate in rates:
        rules.require_own_rate(rate, actor.today)
    if not rates:
        raise InvalidInputError("There is no rate in it that can be added.")
    if len({_place(rate) for rate in rates}) < len(rates):
        raise InvalidInputError("A pair has two rates of one day; leave one of them.")
    there = replaced(session, actor, rates)
    _require_room(session, actor, len(rates) - len(there))
    rows = change_queries.rows_of(session, tables.own_rate, actor.book_id, list(there.values()))
    before, after, new = [], [], []
    for rate in rates:
        row = rows.get(there.get(_place(rate), 0))
        if row is None:
            new.append(rate)
        elif queries.view(row).rate != rate:
            before.append(row)
            after.append({**row, **_row(rate, row["id"], row["version"] + 1)})
    if not new and not before:
        raise InvalidInputError("All of these rates are there already.")
    count = len(new) + len(before)
    said = f"Added {count_text(count, actor.region)} {'rate' if count == 1 else 'rates'}"
    with _recorded(session, actor, "own_rate.add_all", said) as record:
        made = zip(new, new_keys(len(new)), strict=True)
        record.insert("own_rate", [_row(rate, key) for rate, key in made])
        record.update("own_rate", before, after)
    return record.set_id


def replaced(session: Session, actor: Actor, rates: Sequence[OwnRate]) -> dict[Place, int]:
    """Return which places that rates would take are taken, with the keys of what is there."""
    wanted = {_place(rate) for rate in rates}
    found = queries.keys(session, actor.book_id, {place[:2] for place in wanted})
    return {place: key for place, key in found.items() if place in wanted}


@contextmanager
def _recorded(session: Session, actor: Actor, kind: str, summary: str) -> Iterator[Recorder]:
    """Record a change of rates; amounts that would grow too large are the rate's fault."""
    try:
        with changes.record(session, actor, kind, summary) as record:
            yield record
    except InvalidAmountError:
        raise InvalidInputError(
            "At this rate an amount would be larger than a book can hold; check the rate.",
            field="rate",
        ) from None


def _current(session: Session, actor: Actor, key: int) -> Row:
    found = change_queries.rows_of(session, tables.own_rate, actor.book_id, [key])
    if key not in found:
        raise NotFoundError
    return found[key]


def _require_free(session: Session, actor: Actor, rate: OwnRate, own_key: int | None) -> None:
    other = queries.of_day(session, actor.book_id, rate)
    if other is not None and other != own_key:
        day = day_text(rate.day, actor.region)
        raise InvalidInputError(
            f"There is a rate of {rate.origin} in {rate.target} from {day} already; change that.",
            field="day",
        )


def _require_room(session: Session, actor: Actor, count: int) -> None:
    if queries.count(session, actor.book_id) + count > MOST:
        most = count_text(MOST, actor.region)
        raise InvalidInputError(f"A book holds at most {most} rates of its own; delete some first.")


def _require_usual(
    session: Session, actor: Actor, rate: OwnRate, *, but: OwnRate | None = None
) -> None:
    found = known(session, actor, rate, but=but)
    if found is not None and rules.is_unusual(rate.value, found):
        said = rules.doubt(rate, found, actor.region)
        asked = equation(rate.origin, rate.value, rate.target, actor.region)
        raise UnusualRateError(f"{said} If it is right, confirm it.", asked=asked)


def _without(own: OwnRates, gone: OwnRate) -> OwnRates:
    left = OwnRates()
    for rates in own.pairs.values():
        for rate in rates:
            if rate != gone:
                left.add(rate)
    return left


def _place(rate: OwnRate) -> Place:
    return (rate.origin, rate.target, rate.day)


def _row(rate: OwnRate, key: int, version: int = 1) -> Row:
    return {
        "id": key,
        "origin": rate.origin,
        "target": rate.target,
        "day": rate.day,
        "until": rate.until,
        "value": rules.canonical(rate.value),
        "version": version,
    }
