"""An account's register: its entries with what was on it after each, and its balance over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from finance_app.domain import worth
from finance_app.domain.entries import Cursor, EntryFilter
from finance_app.domain.money import Money
from finance_app.domain.periods import EARLIEST, Period
from finance_app.domain.steps import Step, day_step_of
from finance_app.domain.worth import Worth
from finance_app.errors import NotFoundError
from finance_app.queries import entries as entry_queries
from finance_app.queries import registers as queries
from finance_app.services import accounts
from finance_app.services.worth import balances, converted

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.accounts import AccountView
    from finance_app.domain.actors import Actor
    from finance_app.domain.entries import EntryView
    from finance_app.domain.worth import Holding, Standing

PAGE = 50
LONGEST = 12 * 100  # months that are drawn at most


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """An entry, and what was on the account after it."""

    entry: EntryView
    balance: Money


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page of a register, newest first.

    Args:
        newer: the place where the page before it ends; None where it is the first.
        older: the place where the next page begins; None where it is the last.
        start: what was on the account before the last entry of the page.
    """

    rows: tuple[RegisterRow, ...]
    start: Money
    newer: Cursor | None = None
    older: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """How an account stands on a day, and how it came there.

    Args:
        standing: what is on it on the day, and what that is in the book's currency.
        series: what was on it, ascending…
        step: …and how far it is from one to the next.
        last: the day of its newest entry; None where it has none.
    """

    account: AccountView
    standing: Standing[Holding]
    series: tuple[Worth, ...]
    step: Step
    last: date | None


def page(
    session: Session,
    actor: Actor,
    account_id: int,
    *,
    until: date | None = None,
    older_than: Cursor | None = None,
    newer_than: Cursor | None = None,
) -> RegisterPage:
    """Return a page of an account's entries, up to a day, each with the balance after it.

    Where going to what is newer has reached the first page, that one is whole.

    Raises:
        NotFoundError: the book has no such account.
    """
    before = queries.opening(session, actor.book_id, account_id)
    if before is None:
        raise NotFoundError
    wanted = EntryFilter(account_id=account_id, last=until)
    turned = {"older_than": older_than, "newer_than": newer_than}
    found = entry_queries.page(session, actor.book_id, wanted, size=PAGE, **turned)
    if newer_than is not None and found.newer is None:
        found = entry_queries.page(session, actor.book_id, wanted, size=PAGE)
    if not found.entries:
        return RegisterPage((), before)
    top = Cursor(found.entries[0].day, found.entries[0].id)
    balance = before.amount + queries.moved_until(session, actor.book_id, account_id, top)
    rows = []
    for entry in found.entries:
        rows.append(RegisterRow(entry, Money(balance, before.currency)))
        balance -= entry.amount.amount
    return RegisterPage(tuple(rows), Money(balance, before.currency), found.newer, found.older)


def head(
    session: Session, actor: Actor, account_id: int, day: date, months: int | None = 12
) -> Head:
    """Return how an account stands at the end of a day, and what was on it before.

    Args:
        months: how many up to the day are drawn; None for all since it began.

    Raises:
        NotFoundError: the book has no such account.
    """
    view = accounts.get(session, actor, account_id)
    (held,), _ = balances(session, actor, [day], account_id)
    step, days = _drawn(held, day, months)
    _, by_day = balances(session, actor, days, account_id)
    (now,) = converted(session, actor, [held], {day: by_day[day]})[day]
    currency = view.currency
    series = [Worth(one, Money(by_day[one][account_id], currency)) for one in days]
    drawn = tuple(one for one in series if one.day >= held.opening_day)
    return Head(view, now, drawn, step, queries.last_day(session, actor.book_id, account_id))


def _drawn(held: Holding, day: date, months: int | None) -> tuple[Step, list[date]]:
    """Return the days whose balance is drawn, the day itself last, and how far apart they are."""
    span = relativedelta(months=min(months or LONGEST, LONGEST) - 1)
    start = max(day.replace(day=1) - span, held.opening_day, EARLIEST)
    if start > day:
        return Step.DAY, [day]
    period = Period.between(start, day)
    step = day_step_of(period)
    return step, worth.days_shown(period, day, step)
