"""The figures of a period, from totals: no entry is read but those of months that it cuts.

What only a hidden card would show is not read at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from finance_app.domain import dashboard, flows, worth
from finance_app.domain.cards import FIGURES, FLOWING, Card
from finance_app.domain.categories import CategoryKind
from finance_app.domain.dashboard import Against, Upcoming
from finance_app.domain.entries import Cursor, EntryFilter
from finance_app.domain.periods import DAY, YEAR, Kind, Period, month_number
from finance_app.domain.steps import day_step_of, step_of
from finance_app.domain.valuation import Basis
from finance_app.queries import categories as category_queries
from finance_app.queries import dashboard as queries
from finance_app.queries import entries as entry_queries
from finance_app.queries import totals as total_queries
from finance_app.services import bridge, valuations
from finance_app.services.worth import balances, converted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.bridge import Bridge
    from finance_app.domain.dashboard import Dashboard, PayeeSum
    from finance_app.domain.entries import EntryView
    from finance_app.domain.flows import StepFlow
    from finance_app.domain.steps import Step
    from finance_app.domain.totals import Total
    from finance_app.domain.valuation import Valuation
    from finance_app.domain.worth import Holding, NetWorth
    from finance_app.services.worth import ByDay

PAYEES = 8
CANDIDATES = 40  # payees of whom the largest are chosen exactly
RECENT = 8
COMING = 6
LAST_KEY = 2**63 - 1
EVERY = frozenset(Card)


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


def shown(
    session: Session,
    actor: Actor,
    text: str,
    against: Against = Against.BEFORE,
    cards: Collection[Card] = EVERY,
    basis: Basis = Basis.ENTRY,
) -> Dashboard:
    """Return the figures of the period that a text means, of those that some cards show.

    Raises:
        InvalidInputError: the text is not a period.
    """
    period = chosen(session, actor, text)
    return figures(session, actor, period, against=against, cards=cards, basis=basis)


def figures(
    session: Session,
    actor: Actor,
    period: Period,
    *,
    against: Against = Against.BEFORE,
    cards: Collection[Card] = EVERY,
    basis: Basis = Basis.ENTRY,
) -> Dashboard:
    """Return the figures of a period, each with that of the period before or of last year."""
    tree = category_queries.everything(session, actor.book_id)
    kinds, shown, step = flows.kinds(tree), actor.shown_currency, step_of(period)
    span = queries.span(session, actor.book_id)
    book = _Book(session, actor, kinds, frozenset(cards), against, span, step, basis)
    counted, later, previous = book.stretches(period)
    valuation, kept, then = book.valuation(counted), book.shown(counted), book.compared(previous)
    totals, net_worth = valuation.valued(kept, kinds), book.net_worth(period, previous)
    return dashboard.Dashboard(
        period=period,
        counted=counted,
        previous=previous,
        currency=shown,
        flow=flows.flow(totals, kinds, shown),
        before=flows.flow(then, kinds, shown) if previous else None,
        steps=book.steps(counted, totals),
        step=step,
        spending=dashboard.by_category(totals, tree, shown, CategoryKind.EXPENSE),
        income=dashboard.by_category(totals, tree, shown, CategoryKind.INCOME),
        payees=book.payees(counted, kept),
        worth=net_worth,
        valuation=valuation,
        recent=book.recent(counted),
        is_empty=span is None,
        has_entries=_has_entries(session, actor, period),
        newest=queries.newest(session, actor.book_id),
        upcoming=book.upcoming(later) if later else None,
        coming=book.coming(period),
        against=against,
        last_year=book.last_year(counted, previous, then),
        bridge=book.bridge(counted, period, net_worth, kept),
    )


def _has_entries(session: Session, actor: Actor, period: Period) -> bool:
    newest = queries.newest(session, actor.book_id, period.last)
    return newest is not None and newest >= period.start


def _later(session: Session, actor: Actor, period: Period) -> Period | None:
    """Return the days after today of a period that today is in, where anything is dated so."""
    if not period.goes_on(actor.today):
        return None
    later = period.after(actor.today)
    return later if _has_entries(session, actor, later) else None


@dataclass(frozen=True, slots=True)
class _Book:
    """A book that is read for some cards.

    Args:
        kinds: which flow each purpose belongs to.
        span: the first and last day that it has anything on.
        step: how finely cash flow is shown.
        basis: at which rates its figures are.
        known: how totals up to a day become figures.
        held: what was on the accounts on some days.
    """

    session: Session
    actor: Actor
    kinds: dict[int, CategoryKind]
    cards: frozenset[Card]
    against: Against
    span: tuple[date, date] | None
    step: Step
    basis: Basis
    known: dict[date, Valuation] = field(default_factory=dict)
    held: list[tuple[list[Holding], ByDay]] = field(default_factory=list)

    def stretches(self, period: Period) -> tuple[Period, Period | None, Period | None]:
        """Return what counts of a period, what comes after today, what it is compared with."""
        later = _later(self.session, self.actor, period)
        counted = period.until(self.actor.today) if later else period
        return counted, later, dashboard.compared(period, self.span, self.actor.today, self.against)

    def valuation(self, period: Period) -> Valuation:
        """Return how a period's totals become figures; asked once for each day."""
        if period.last not in self.known:
            made = valuations.of(self.session, self.actor, self.basis, period.last)
            self.known[period.last] = made
        return self.known[period.last]

    @property
    def begun(self) -> date:
        """The first day that it has anything on."""
        return self.span[0] if self.span else self.actor.today

    def shown(self, period: Period) -> list[Total]:
        """Return the totals of what came in and was spent, where any card shows something of it."""
        return self._totals(period) if self.cards & FLOWING else []

    def compared(self, previous: Period | None) -> Sequence[Total]:
        """Return the totals that those are compared with: by figures, and by cash flow as drawn."""
        drawn = self.against is Against.YEAR and Card.CASH_FLOW in self.cards
        if previous is None or not (drawn or self.cards & FLOWING.intersection(FIGURES)):
            return []
        kept = self._totals(previous, monthly=drawn)
        return self.valuation(previous).valued(kept, self.kinds)

    def steps(self, period: Period, totals: Sequence[Total]) -> tuple[StepFlow, ...]:
        """Return a period's cash flow, after that of some months before it where it is short."""
        if Card.CASH_FLOW not in self.cards:
            return ()
        return self._drawn(period, totals, dashboard.first_shown(period, self.begun))

    def last_year(
        self, period: Period, previous: Period | None, totals: Sequence[Total]
    ) -> tuple[StepFlow, ...]:
        """Return the same of the year before, as far back as the book goes."""
        wanted = self.against is Against.YEAR and Card.CASH_FLOW in self.cards
        if previous is None or not wanted:
            return ()
        first = dashboard.first_shown(period, self.begun) - YEAR
        return self._drawn(previous, totals, max(first, self.begun.replace(day=1)))

    def upcoming(self, later: Period) -> Upcoming | None:
        """Return what is dated after today."""
        if not self.cards & FLOWING:
            return None
        totals = self.valuation(later).valued(self._totals(later, monthly=False), self.kinds)
        return Upcoming(later, flows.flow(totals, self.kinds, self.actor.shown_currency))

    def payees(self, period: Period, kept: list[Total]) -> tuple[PayeeSum, ...]:
        """Return where most was spent, named; parts of months are among the totals."""
        if Card.PAYEES not in self.cards:
            return ()
        cut, valuation = flows.cut(period), self.valuation(period)
        sums = [total for total in kept if total.payee_id]
        if cut.months:
            sums += total_queries.spent_by_payee(
                self.session,
                self.actor.book_id,
                cut.months,
                most=None if cut.parts else CANDIDATES if valuation.converts else PAYEES,
                weights=valuation.weights(),
                by_bank=self.basis is Basis.BANK,
            )
        valued = dashboard.valued_by_payee(sums, valuation, self.kinds)
        largest = dashboard.largest_payees(valued, self.kinds, valuation.currency, PAYEES)
        ids = [one.id for one in largest]
        names = queries.payee_names(self.session, self.actor.book_id, ids) if ids else {}
        return tuple(replace(one, name=names[one.id]) for one in largest)

    def net_worth(self, period: Period, previous: Period | None) -> NetWorth:
        """Return what all accounts are worth at the end of a period, on the way and before."""
        last, shown = worth.last_shown(period, self.actor.today), self.actor.shown_currency
        step = day_step_of(period)
        then = None
        if previous is not None and Card.NET_WORTH in self.cards:
            then = last - YEAR if self.against is Against.YEAR else period.start - DAY
        days = worth.days_shown(period, last, step) if Card.WORTH_OVER_TIME in self.cards else []
        opened = [period.start - DAY] if Card.BRIDGE in self.cards else []
        if not days and not opened and Card.NET_WORTH not in self.cards:
            return worth.unasked(last, shown)
        asked = sorted({*days, last, *opened, *([then] if then else [])})
        at = self.actor.today if self.basis is Basis.TODAY else None
        found = converted(self.session, self.actor, *self._balances(asked), at=at)
        known = {day: worth.worth(found[day], shown, day) for day in asked}
        return worth.NetWorth(
            now=known[last],
            before=known[then] if then else None,
            series=tuple(known[day] for day in days),
            accounts=found[last],
            step=step,
            opened=next((found[day] for day in opened), ()),
        )

    def _balances(self, days: list[date]) -> tuple[list[Holding], ByDay]:
        """Return the accounts and what is on them on some days, asked once."""
        for accounts, by_day in self.held:
            if by_day.keys() >= set(days):
                return accounts, {day: by_day[day] for day in days}
        found = balances(self.session, self.actor, days)
        self.held.append(found)
        return found

    def bridge(
        self, counted: Period, period: Period, net_worth: NetWorth, kept: list[Total]
    ) -> Bridge | None:
        """Return what led from the net worth before a period to that at its end.

        It is in the book's currency and at the rates of each day, whatever else is shown: only so
        it says what exchange and rates did.
        """
        if Card.BRIDGE not in self.cards or valuations.is_mixed(self.session, self.actor):
            return None
        base = self.actor.base_currency
        own, only = replace(self.actor, display_currency=""), frozenset({Card.BRIDGE})
        usual = replace(self, actor=own, basis=Basis.ENTRY, cards=only, known={})
        if self.basis is Basis.BANK:
            kept = usual.shown(counted)
        if self.actor.shown_currency != base or self.basis is Basis.TODAY:
            net_worth = usual.net_worth(period, None)
        flow = flows.flow(kept, self.kinds, base)
        return bridge.found(self.session, self.actor, counted, net_worth, flow)

    def recent(self, period: Period) -> tuple[EntryView, ...]:
        """Return the newest entries of a period."""
        if Card.RECENT not in self.cards:
            return ()
        wanted = EntryFilter(start=period.start, last=period.last)
        return self._page(wanted, size=RECENT)

    def coming(self, period: Period) -> tuple[EntryView, ...]:
        """Return the next entries after today, also after a period that today is in."""
        today = self.actor.today
        if Card.COMING not in self.cards or not period.start <= today <= period.last:
            return ()
        found = self._page(EntryFilter(), size=COMING, newer_than=Cursor(today, LAST_KEY))
        return found[::-1]

    def _drawn(self, period: Period, totals: Sequence[Total], first: date) -> tuple[StepFlow, ...]:
        """Return a period's cash flow, after that of the months from the first one shown."""
        if first < period.start:
            before = month_number(period.start) - 1  # between two months there is no other number
            earlier = self._months(month_number(first), before)
            totals = [*self.valuation(period).valued(earlier, self.kinds), *totals]
        shown = self.actor.shown_currency
        return flows.by_step(totals, self.kinds, shown, period, first=first, step=self.step)

    def _page(self, wanted: EntryFilter, **more: Any) -> tuple[EntryView, ...]:
        return entry_queries.page(self.session, self.actor.book_id, wanted, **more).entries

    def _totals(self, period: Period, *, monthly: bool = True) -> list[Total]:
        """Return a period's totals: whole months, and the parts of months around them."""
        cut = flows.cut(period)
        found = self._months(*cut.months, monthly=monthly) if cut.months else []
        for start, last in cut.parts:
            ids = [key for key in self.kinds if key > 0]  # the others are no categories
            found += total_queries.part(
                self.session, self.actor.book_id, start, last, ids, by_bank=self.basis is Basis.BANK
            )
        return found

    def _months(self, first: int, last: int, *, monthly: bool = True) -> list[Total]:
        return total_queries.by_purpose(
            self.session,
            self.actor.book_id,
            first,
            last,
            monthly=monthly,
            by_bank=self.basis is Basis.BANK,
        )
