"""What the dashboard's cards need of a book, read once and only where a card shows it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from finance_app.domain import dashboard, flows, worth
from finance_app.domain.cards import FIGURES, FLOWING, Card
from finance_app.domain.dashboard import Against, Upcoming
from finance_app.domain.entries import Cursor, EntryFilter
from finance_app.domain.periods import DAY, YEAR, month_number
from finance_app.domain.rates import RateTable
from finance_app.domain.steps import day_step_of
from finance_app.domain.valuation import Basis
from finance_app.queries import dashboard as queries
from finance_app.queries import entries as entry_queries
from finance_app.queries import totals as total_queries
from finance_app.services import bridge, valuations
from finance_app.services.worth import balances, converted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.bridge import Bridge
    from finance_app.domain.categories import CategoryKind
    from finance_app.domain.dashboard import PayeeSum
    from finance_app.domain.entries import EntryView
    from finance_app.domain.flows import StepFlow
    from finance_app.domain.periods import Period
    from finance_app.domain.steps import Step
    from finance_app.domain.totals import Total
    from finance_app.domain.valuation import Valuation
    from finance_app.domain.worth import Holding, NetWorth
    from finance_app.services.worth import ByDay

    type Stretches = tuple[Period, Period | None, Period | None]

PAYEES = 8
CANDIDATES = 16  # payees, chosen to within a minor unit, of whom the largest are chosen exactly
RECENT = 8
COMING = 6
LAST_KEY = 2**63 - 1


def has_entries(session: Session, actor: Actor, period: Period) -> bool:
    """Say whether anything is dated in a period."""
    newest = queries.newest(session, actor.book_id, period.last)
    return newest is not None and newest >= period.start


@dataclass(frozen=True, slots=True)
class _WorthDays:
    """The days that net worth is asked for.

    Args:
        last: at which it is shown.
        then: with which it is compared.
        drawn: ascending.
        opened: the one before the period, where the bridge asks for it.
        is_asked: whether the last one is shown by itself.
    """

    last: date
    then: date | None
    drawn: list[date]
    opened: date | None
    is_asked: bool

    @property
    def every(self) -> list[date]:
        """All of them, ascending; none where nothing is asked for."""
        if not (self.drawn or self.opened or self.is_asked):
            return []
        beside = {one for one in (self.then, self.opened) if one}
        return sorted({*self.drawn, *beside, self.last})

    @property
    def bridged(self) -> list[date]:
        """Those that the bridge leads from and to."""
        return [self.opened, self.last] if self.opened else []


@dataclass(frozen=True, slots=True)
class Reader:
    """A book that is read for some cards.

    Args:
        kinds: which flow each purpose belongs to.
        span: the first and last day that it has anything on.
        step: how finely cash flow is shown.
        basis: at which rates its figures are.
        known: how totals up to a day become figures, by that day.
        table: the rates of all days that anything is shown of.
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
    table: RateTable = field(default_factory=RateTable)
    held: list[tuple[list[Holding], ByDay]] = field(default_factory=list)

    def stretches(self, period: Period) -> Stretches:
        """Return what counts of a period, what comes after today, what it is compared with."""
        later = self._later(period)
        counted = period.until(self.actor.today) if later else period
        return counted, later, dashboard.compared(period, self.span, self.actor.today, self.against)

    def _later(self, period: Period) -> Period | None:
        """Return the days after today of a period that it is in, where anything is dated so."""
        if not period.goes_on(self.actor.today):
            return None
        later = period.after(self.actor.today)
        return later if has_entries(self.session, self.actor, later) else None

    def begun_with(self, period: Period) -> tuple[Reader, Stretches]:
        """Return the same with the rates of a period and its stretches, and these."""
        stretches = self.stretches(period)
        lasts = {one.last for one in stretches if one is not None}
        asked = self._worth_days(period, stretches[-1])
        days = asked.bridged if self.basis is Basis.TODAY else asked.every
        found = valuations.of_days(self.session, self.actor, self.basis, lasts, also=days)
        return replace(self, known=found, table=next(iter(found.values())).table), stretches

    def valuation(self, period: Period) -> Valuation:
        """Return how the totals of one of the stretches become figures."""
        return self.known[period.last]

    @property
    def begun(self) -> date:
        """The first day that it has anything on."""
        return self.span[0] if self.span else self.actor.today

    def shown(self, period: Period) -> list[Total]:
        """Return the totals of what came in and was spent, where any card shows something of it."""
        return self.totals(period) if self.cards & FLOWING else []

    def compared(self, previous: Period | None) -> Sequence[Total]:
        """Return the totals that those are compared with: by figures, and by cash flow as drawn."""
        drawn = self.against is Against.YEAR and Card.CASH_FLOW in self.cards
        if previous is None or not (drawn or self.cards & FLOWING.intersection(FIGURES)):
            return []
        kept = self.totals(previous, monthly=drawn)
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
        totals = self.valuation(later).valued(self.totals(later, monthly=False), self.kinds)
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
        days, shown = self._worth_days(period, previous), self.actor.shown_currency
        if not days.every:
            return worth.unasked(days.last, shown)
        at = self.actor.today if self.basis is Basis.TODAY else None
        held = self._balances(days.every)
        found = converted(self.session, self.actor, *held, at=at, table=self.table)
        known = {day: worth.worth(found[day], shown, day) for day in days.every}
        return worth.NetWorth(
            now=known[days.last],
            before=known[days.then] if days.then else None,
            series=tuple(known[day] for day in days.drawn),
            accounts=found[days.last],
            step=day_step_of(period),
            opened=found[days.opened] if days.opened else (),
        )

    def _worth_days(self, period: Period, previous: Period | None) -> _WorthDays:
        last, then = worth.last_shown(period, self.actor.today), None
        if previous is not None and Card.NET_WORTH in self.cards:
            then = last - YEAR if self.against is Against.YEAR else period.start - DAY
        drawn = Card.WORTH_OVER_TIME in self.cards
        return _WorthDays(
            last=last,
            then=then,
            drawn=worth.days_shown(period, last, day_step_of(period)) if drawn else [],
            opened=period.start - DAY if Card.BRIDGE in self.cards else None,
            is_asked=Card.NET_WORTH in self.cards,
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
        usual = replace(self, actor=own, basis=Basis.ENTRY, cards=only)
        if self.basis is Basis.BANK:
            kept = usual.totals(counted, monthly=False)
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

    def totals(self, period: Period, *, monthly: bool = True) -> list[Total]:
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
