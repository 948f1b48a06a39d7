"""Which books' amounts are to be converted anew, why, and how far that is.

What a screen asks is `state`. Another base currency (`services.base_currencies`) and other rates
(`enqueue_rates`) say here what is to be done; `services.recompute_runs` does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from finance_app.domain.own_rates import OLDEST
from finance_app.domain.recomputing import Reason, Recomputing
from finance_app.errors import NotFoundError
from finance_app.models import tables
from finance_app.queries import books as book_queries
from finance_app.queries import recomputing as queries
from finance_app.services import roles

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

table = tables.recompute
AFRESH = {"done": 0, "total": None, "stopped": False, "problem": "", "stamp": table.c.stamp + 1}


def state(session: Session, actor: Actor) -> Recomputing | None:
    """Return what every page of the actor's book says about it; None where that is nothing.

    While it `is_mixed`, what is stored in the base currency must not be shown or added up.
    """
    found = get(session, actor.book_id)
    return found if found and found.is_worth_saying else None


def running(session: Session, book_id: int) -> bool:
    """Say whether anything of a book is yet to be converted anew, also where that was stopped."""
    return queries.row(session, book_id) is not None


def get(session: Session, book_id: int) -> Recomputing | None:
    """Return how far a book is, None where nothing is to be done."""
    found = queries.row(session, book_id)
    return None if found is None else as_view(found)


def left(session: Session, book_id: int | None = None) -> list[Recomputing]:
    """Return what is yet to be done of one book or all, also where that was stopped."""
    found = queries.everywhere(session)
    return [as_view(row) for row in found if book_id in (None, row.book_id)]


def set_of(session: Session, actor: Actor) -> int:
    """Return the change set that gave the actor's book the currency that it is converted to.

    Raises:
        NotFoundError: it has that currency since long ago, or got back to it.
    """
    found = queries.row(session, actor.book_id)
    if found is None or found.set_id is None:
        raise NotFoundError
    return int(found.set_id)


def as_view(found: Row[Any]) -> Recomputing:
    """Return what a row of `queries.recomputing` says."""
    return Recomputing(
        reason=Reason(found.reason),
        currency=found.base_currency,
        done=found.done,
        total=found.total,
        reversible=found.set_id is not None if found.reason == Reason.BASE else not found.stopped,
        stopped=found.stopped,
        problem=found.problem,
    )


def rebased(session: Session, actor: Actor, set_id: int, code: str) -> None:
    """Have a book converted to the base currency that a change set has just given it.

    Where a change on its way is taken back, and nothing else was written since it began, only what
    it has done is done again; else everything is looked at.
    """
    known, number = queries.row(session, actor.book_id), queries.head(session, actor.book_id)
    own = table.c.book_id == actor.book_id
    back = known is not None and known.reason == Reason.BASE and known.currency_before == code
    done = known.cursor_day if known and back and known.clean else None
    only_that = known is not None and back and known.clean and known.number == number - 1
    if not queries.has_entries(session, actor.book_id) or (only_that and done is None):
        session.execute(delete(table).where(own))
        return
    values = {
        "reason": Reason.BASE,
        "currency_before": actor.base_currency,
        "set_id": None if back else set_id,
        "user_id": actor.user_id,
        "cursor_day": None,
        "cursor_id": 0,
        "last_day": done if only_that else None,
        "clean": known is None,
        "number": number,
        "started_at": actor.now,
    }
    if known is None:
        session.execute(insert(table).values(book_id=actor.book_id, **values))
    else:
        session.execute(update(table).where(own).values(**AFRESH, **values))


def enqueue_rates(
    session: Session,
    currencies: Collection[str],
    first: date,
    last: date,
    now: datetime,
    *,
    book_id: int | None = None,
) -> int:
    """Have amounts converted anew whose rates were just stored, in the same transaction.

    A rate stands for the days after it, too. Only whether there is an entry is looked up here.

    Args:
        currencies: those whose rates came, changed or went, and any that are converted by way of
            them, such as those pegged to them.
        first: the first day that one of these rates is of…
        last: …and the last one.
        book_id: the book whose own rates they are; None for everybody's.

    Returns:
        How many books have something to do.
    """
    until, count = last + OLDEST, 0
    if book_id is None:  # else its own change set has locked it
        book_queries.lock_all(session)  # whoever writes until then knows the rates of before
    concerned: dict[int, tuple[str, list[int]]] = {
        one.book_id: (one.base_currency, []) for one in queries.everywhere(session)
    }
    concerned |= queries.accounts_in(session, currencies)
    for one in concerned if book_id is None else {book_id} & concerned.keys():
        base, account_ids = concerned[one]
        start = queries.first_day(session, one, account_ids, first, until)
        known = queries.row(session, one)
        if start is not None:
            count += 1
            _add_days(session, (one, base), known, (start, until), now)
        elif known is not None:  # in the currency before, it may well be converted otherwise
            newer = update(table).where(table.c.book_id == one)
            session.execute(newer.values(clean=False, stamp=table.c.stamp + 1))
    return count


def _add_days(
    session: Session,
    book: tuple[int, str],
    known: Row[Any] | None,
    days: tuple[date, date],
    now: datetime,
) -> None:
    """Have a span of days of a book done, beside what is yet to be done."""
    (book_id, base), (start, until) = book, days
    if known is None:
        session.execute(
            insert(table).values(
                book_id=book_id,
                reason=Reason.RATES,
                currency_before=base,
                cursor_day=start,
                last_day=until,
                started_at=now,
            )
        )
        return
    values: dict[str, Any] = {"clean": False}
    if known.cursor_day is not None and known.cursor_day >= start:
        values |= {"cursor_day": start, "cursor_id": 0}
    if known.last_day is not None and known.last_day < until:
        values["last_day"] = until
    session.execute(update(table).where(table.c.book_id == book_id).values(**AFRESH, **values))


def stop(session: Session, actor: Actor) -> None:
    """Leave amounts at the rates that they were converted at, until `resume` or other rates."""
    _set_stopped(session, actor, stopped=True)


def resume(session: Session, actor: Actor) -> None:
    """Go on with what was stopped."""
    _set_stopped(session, actor, stopped=False)


def _set_stopped(session: Session, actor: Actor, *, stopped: bool) -> None:
    roles.require_owner(session, actor)
    own = table.c.book_id == actor.book_id
    values = {"stopped": stopped, "problem": "", "stamp": table.c.stamp + 1}
    session.execute(update(table).where(own).values(**values))
