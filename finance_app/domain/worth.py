"""Net worth: what stands on the accounts on a day, in the book's base currency.

Each balance is converted at the rate of the day shown. What cannot be converted is listed beside
the sum, never counted 1:1 and never dropped.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

from finance_app.domain.made import Made, summed
from finance_app.domain.money import Money
from finance_app.domain.periods import DAY, Kind, Period
from finance_app.domain.steps import Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from finance_app.domain.accounts import AccountKind
    from finance_app.domain.rates import Conversion, Rate, RateTable


@dataclass(frozen=True, slots=True)
class Holding:
    """An account as net worth needs it.

    Args:
        opening_day: since when it counts: its stated one, or its first entry's where that is
            earlier.
        opening: what was on it before its first entry.
    """

    id: int
    name: str
    kind: AccountKind
    opening_day: date
    opening: Money


@dataclass(frozen=True, slots=True)
class Moved:
    """What an account's balance changed by on a day, or in a month that begins on that day."""

    account_id: int
    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class Standing[Account]:
    """An account's balance on a day; `converted` is None where there is no rate."""

    account: Account
    balance: Money
    converted: Conversion | None


@dataclass(frozen=True, slots=True)
class Worth:
    """What all accounts are worth on a day.

    Args:
        missing: what could not be converted, by currency.
        rates: what the rest was converted at, by currency.
        is_known: False where all that there is could not be converted.
        made: what it is made of, by currency.
    """

    day: date
    amount: Money
    missing: tuple[Money, ...] = ()
    rates: tuple[tuple[str, Rate], ...] = ()
    is_known: bool = True
    made: tuple[Made, ...] = ()

    @property
    def known(self) -> Money | None:
        """The amount; None where it is not known."""
        return self.amount if self.is_known else None


@dataclass(frozen=True, slots=True)
class NetWorth:
    """Net worth at the end of a period, before it, and on the way.

    Args:
        now: at the end of the period, or today where that is earlier.
        before: on the day that it is compared with.
        series: ascending; the ends of steps, and the last day.
        accounts: how each stood at the end.
        step: from one to the next of the series.
        opened: how each stood the day before the period, where the bridge asks for it.
    """

    now: Worth
    before: Worth | None
    series: tuple[Worth, ...]
    accounts: tuple[Standing[Holding], ...]
    step: Step
    opened: tuple[Standing[Holding], ...] = ()


def last_shown(period: Period, today: date) -> date:
    """Return the day that a period's net worth is of: its last, but none after today."""
    return min(period.last, today) if period.start <= today else period.last


def days_shown(period: Period, last: date, step: Step) -> list[date]:
    """Return the days whose net worth is shown, ascending.

    The first is the day before the period, which it is compared with, unless there is none.
    """
    days = [] if period.kind is Kind.ALL else [period.start - DAY]
    ends = [end for _, end in step.through(period.start, last)]
    return [*days, *ends[:-1], last]


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return day + relativedelta(day=31)


def month_ends(last: date, months: int) -> list[date]:
    """Return the ends of so many months before a day's, then the day, ascending."""
    return [*(month_end(last - relativedelta(months=n)) for n in range(months, 0, -1)), last]


def stretches_after(days: Iterable[date]) -> list[tuple[date, date]]:
    """Return, for each month that is cut by one of the days, the days after the first cut."""
    first: dict[date, date] = {}
    for day in days:
        end = month_end(day)
        if day < end:
            first[end] = min(day, first.get(end, day))
    return [(day + DAY, end) for end, day in sorted(first.items())]


def balances(
    accounts: Sequence[Holding],
    months: Iterable[Moved],
    later: Iterable[Moved],
    days: Sequence[date],
) -> dict[date, dict[int, int]]:
    """Return the balance of every account on each day, openings from their day on.

    Args:
        accounts: all of the book's.
        months: what moved in whole months, up to that of the last day.
        later: what moved on the days that `stretches_after` names.
        days: ascending.
    """
    by_month: dict[date, list[Moved]] = defaultdict(list)
    for moved in months:
        by_month[moved.day].append(moved)
    after: dict[date, list[Moved]] = defaultdict(list)
    for moved in later:
        after[month_end(moved.day)].append(moved)
    pending = sorted(by_month, reverse=True)
    running: dict[int, int] = defaultdict(int)
    found = {}
    for day in days:
        while pending and pending[-1] <= day:
            for moved in by_month[pending.pop()]:
                running[moved.account_id] += moved.amount
        now = {
            one.id: running[one.id] + (one.opening.amount if one.opening_day <= day else 0)
            for one in accounts
        }
        for moved in after[month_end(day)]:
            if moved.day > day:
                now[moved.account_id] -= moved.amount
        found[day] = now
    return found


def standings(
    accounts: Sequence[Holding],
    amounts: dict[int, int],
    rates: RateTable,
    currency: str,
    day: date,
) -> tuple[Standing[Holding], ...]:
    """Convert every account's balance at the rate of a day."""
    balances = [(one, Money(amounts[one.id], one.opening.currency)) for one in accounts]
    return tuple(standing(one, balance, rates, currency, day) for one, balance in balances)


def standing[Account](
    account: Account, balance: Money, rates: RateTable, currency: str, day: date
) -> Standing[Account]:
    """Convert an account's balance at the rate of a day."""
    return Standing(account, balance, rates.convert(balance, currency, day))


def worth(found: Iterable[Standing[Any]], currency: str, day: date) -> Worth:
    """Add up what accounts are worth; nothing in an unknown currency is still nothing."""
    total, is_known = Money(0, currency), False
    missing: dict[str, int] = defaultdict(int)
    used: dict[str, Rate] = {}
    made: list[tuple[Made]] = []
    for one in (one for one in found if one.balance.amount):
        origin, converted = one.balance.currency, one.converted
        made.append((Made(one.balance, converted.amount if converted else None, 1),))
        if converted is None:
            missing[origin] += one.balance.amount
            continue
        is_known = True
        total += converted.amount
        if origin != currency:
            used[origin] = converted.rate
    parts = tuple(Money(missing[code], code) for code in sorted(missing))
    rates = tuple((code, used[code]) for code in sorted(used))
    return Worth(day, total, parts, rates, is_known or not parts, made=summed(made))


def unasked(day: date, currency: str) -> NetWorth:
    """Return what stands for net worth where nobody asked for it."""
    return NetWorth(Worth(day, Money(0, currency), is_known=False), None, (), (), Step.MONTH)
