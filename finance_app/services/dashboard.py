"""The figures of a period, from totals: no entry is read but those of months that it cuts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from finance_app.domain import dashboard, flows, worth
from finance_app.domain.categories import CategoryKind
from finance_app.domain.dashboard import Upcoming
from finance_app.domain.entries import EntryFilter
from finance_app.domain.periods import Kind, Period, month_number
from finance_app.queries import categories as category_queries
from finance_app.queries import dashboard as queries
from finance_app.queries import entries as entry_queries
from finance_app.queries import totals as total_queries
from finance_app.services.worth import standings

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.categories import CategoryView
    from finance_app.domain.dashboard import Dashboard, PayeeSum
    from finance_app.domain.entries import EntryView
    from finance_app.domain.flows import Total
    from finance_app.domain.worth import NetWorth

PAYEES = 8
RECENT = 8


def chosen(session: Session, actor: Actor, text: str) -> Period:
    """Return the period that a text such as `2026-11` or `all` means in the actor's book.

    Nothing is the last twelve months, or the year of the newest entry where these have none.

    Raises:
        InvalidInputError: the text is not a period.
    """
    whole = queries.span(session, actor.book_id)
    period = Period.parse(text, today=actor.today, whole=whole)
    newest = None if text else queries.newest(session, actor.book_id)
    if newest is None or _has_entries(session, actor, period):
        return period
    return Period.of(Kind.YEAR, newest)


def shown(session: Session, actor: Actor, text: str) -> Dashboard:
    """Return the figures of the period that a text means.

    Raises:
        InvalidInputError: the text is not a period.
    """
    return figures(session, actor, chosen(session, actor, text))


def figures(session: Session, actor: Actor, period: Period) -> Dashboard:
    """Return the figures of a period, each with that of the period before."""
    book = _Book(session, actor, category_queries.everything(session, actor.book_id))
    span = queries.span(session, actor.book_id)
    previous = dashboard.compared(period, span, actor.today)
    kinds, base = flows.kinds(book.tree), actor.base_currency
    later = _later(session, actor, period)
    counted = period.until(actor.today) if later else period
    first = dashboard.first_shown(counted, span[0] if span else period.start)
    totals, context = book.totals(counted), book.context(first, counted)
    before = book.totals(previous, monthly=False) if previous else None
    return dashboard.Dashboard(
        period=period,
        counted=counted,
        previous=previous,
        currency=base,
        flow=flows.flow(totals, kinds, base),
        before=None if before is None else flows.flow(before, kinds, base),
        months=flows.by_month([*context, *totals], kinds, base, counted, first),
        spending=dashboard.by_category(totals, book.tree, base, CategoryKind.EXPENSE),
        income=dashboard.by_category(totals, book.tree, base, CategoryKind.INCOME),
        payees=book.payees(counted, totals, kinds),
        worth=net_worth(session, actor, period, compared=previous is not None),
        recent=_recent(session, actor, counted),
        is_empty=span is None,
        newest=queries.newest(session, actor.book_id),
        upcoming=book.upcoming(later, kinds) if later else None,
    )


def _has_entries(session: Session, actor: Actor, period: Period) -> bool:
    newest = queries.newest(session, actor.book_id, period.last)
    return newest is not None and newest >= period.start


def _later(session: Session, actor: Actor, period: Period) -> Period | None:
    """Return the days after today of a period that today is in, where anything is dated so."""
    if not period.start <= actor.today < period.last:
        return None
    later = period.after(actor.today)
    return later if _has_entries(session, actor, later) else None


@dataclass(frozen=True, slots=True)
class _Book:
    """A book whose totals are read; `tree` are its categories."""

    session: Session
    actor: Actor
    tree: list[CategoryView]

    def totals(self, period: Period, *, monthly: bool = True) -> list[Total]:
        """Return a period's totals: whole months, and the parts of months around them."""
        cut = flows.cut(period)
        found = self._months(*cut.months, monthly=monthly) if cut.months else []
        for start, last in cut.parts:
            ids = [node.id for node in self.tree]
            found += total_queries.part(self.session, self.actor.book_id, start, last, ids)
        return found

    def upcoming(self, later: Period, kinds: dict[int, CategoryKind]) -> Upcoming:
        """Return what is dated after today."""
        totals = self.totals(later, monthly=False)
        return Upcoming(later, flows.flow(totals, kinds, self.actor.base_currency))

    def context(self, first: date, period: Period) -> list[Total]:
        """Return the totals of the months that are shown before a period."""
        before = month_number(period.start) - 1  # between two months there is no other number
        return self._months(month_number(first), before) if first < period.start else []

    def _months(self, first: int, last: int, *, monthly: bool = True) -> list[Total]:
        return total_queries.by_purpose(
            self.session, self.actor.book_id, first, last, monthly=monthly
        )

    def payees(
        self, period: Period, totals: list[Total], kinds: dict[int, CategoryKind]
    ) -> tuple[PayeeSum, ...]:
        """Return where most was spent, named; parts of months are among the totals."""
        cut = flows.cut(period)
        base = self.actor.base_currency
        sums = dashboard.spent_by_payee(totals, kinds, base)
        if cut.months:
            limit = None if cut.parts else PAYEES
            sums += total_queries.spent_by_payee(
                self.session, self.actor.book_id, cut.months, base, limit
            )
        largest = dashboard.largest_payees(sums, PAYEES)
        ids = [one.id for one in largest]
        names = queries.payee_names(self.session, self.actor.book_id, ids) if ids else {}
        return tuple(replace(one, name=names[one.id]) for one in largest)


def net_worth(session: Session, actor: Actor, period: Period, *, compared: bool = True) -> NetWorth:
    """Return what all accounts are worth at the end of a period, before it and on the way."""
    last = worth.last_shown(period, actor.today)
    days = worth.days_shown(period, last)
    found, base = standings(session, actor, days), actor.base_currency
    series = tuple(worth.worth(found[day], base, day) for day in days)
    return worth.NetWorth(
        now=series[-1],
        before=series[0] if compared and days[0] < period.start else None,
        series=series,
        accounts=found[last],
    )


def _recent(session: Session, actor: Actor, period: Period) -> tuple[EntryView, ...]:
    wanted = EntryFilter(start=period.start, last=period.last)
    return entry_queries.page(session, actor.book_id, wanted, size=RECENT).entries
