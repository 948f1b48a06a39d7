"""A household that never was: a seeded, believable ledger of any size, to look at and to measure.

Movements come day after day, the last of them today. Amounts begin as euro cents and become minor
units by the scales of the currencies. Writing them down is `services.demo`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from dateutil.relativedelta import relativedelta

from finance_app.domain.accounts import AccountKind
from finance_app.domain.currencies import DECIMALS
from finance_app.domain.demo_habits import (
    ABROAD,
    CARD,
    CASH,
    CHECKING,
    EMPLOYER,
    HABITS,
    NOTES,
    RETURNABLE,
    SAVINGS,
    STANDING,
    Habit,
    Standing,
)
from finance_app.domain.entries import Status
from finance_app.domain.money import allot
from finance_app.domain.periods import DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal
    from random import Random

ACCOUNTS = {
    CHECKING: (AccountKind.CHECKING, 240_000),
    SAVINGS: (AccountKind.SAVINGS, 950_000),
    CARD: (AccountKind.CARD, 0),
    CASH: (AccountKind.CASH, 12_000),
    ABROAD: (AccountKind.CHECKING, 80_000),
}
"""What kinds they are, and the euro cents they begin with."""

PER_DAY = 2  # entries of an ordinary household
SHORTEST, LONGEST = 30, 12 * 365  # days
PENDING = timedelta(days=3)
WEEKDAYS = (7, 7, 8, 9, 12, 16, 10)  # how much is bought on a Monday, a Tuesday, …
SALARY_DAY = 25
TRANSFERS = ((2, SAVINGS), (3, CARD), (6, CASH), (20, ABROAD))  # from the checking account
LEAST_MOVED = 2000  # euro cents
NOTED, SPLIT, RETURNED, ABROAD_ON_CARD = 12, 10, 6, 50  # in a hundred that could be


class Part(NamedTuple):
    """What a part of a leg is for; no category is uncategorised."""

    amount: int
    category: str
    memo: str = ""


class Leg(NamedTuple):
    """What happens on one account, in minor units of its currency; no parts is a transfer."""

    account: str
    amount: int
    parts: tuple[Part, ...] = ()
    payee: str = ""
    note: str = ""
    original_amount: int | None = None
    original_currency: str | None = None


class Movement(NamedTuple):
    """One entry, or the two of a transfer."""

    day: date
    status: Status
    legs: tuple[Leg, ...]


type Legs = tuple[date, tuple[Leg, ...]]


@dataclass(slots=True)
class Household:
    """Where the money is and goes.

    Args:
        currencies: each account's currency.
        originals: currencies that are paid in on the way.
        scales: units of each of these currencies for one euro.
        owed: what each account is to get by the next transfer, minor units.
    """

    currencies: Mapping[str, str]
    originals: Sequence[str]
    scales: Mapping[str, Decimal]
    random: Random
    income: int = 0
    owed: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def minor(self, cents: int, currency: str) -> int:
        """Turn euro cents into a currency's minor units."""
        scale = self.scales[currency].scaleb(DECIMALS[currency] - 2)
        return int(cents * scale)

    def on(self, account: str, cents: int) -> int:
        """Turn euro cents into minor units of an account's currency."""
        return self.minor(cents, self.currencies[account])


def movements(household: Household, entries: int, today: date) -> Iterator[Movement]:
    """Yield exactly so many entries, day after day, the last of them on `today` or just before."""
    first = first_day(entries, today)
    months = list(_months(first, today))
    fixed = sum(_fixed(start, last) for start, last in months)
    whole = 2 * entries >= 3 * fixed  # too few entries are purchases only
    free = entries - fixed * whole
    household.income = _income(free * 30 // (today - first).days)
    bought = allot(free, [(last - start).days + 1 for start, last in months])
    for (start, last), count in zip(months, bought, strict=True):
        found = [*_transfers(household, start, last), *_standing(household, start, last)] * whole
        found += _purchases(household, start, last, count)
        for day, legs in sorted(found, key=itemgetter(0)):
            status = Status.PENDING if day > today - PENDING else Status.CLEARED
            yield Movement(day, status, legs)


def first_day(entries: int, today: date) -> date:
    """Return the day that a ledger of so many entries begins on."""
    return today - timedelta(days=min(LONGEST, max(SHORTEST, entries // PER_DAY)))


def _months(first: date, today: date) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each month, cut to the days asked for."""
    start = first
    while start <= today:
        following = start.replace(day=1) + relativedelta(months=1)
        yield start, min(following - DAY, today)
        start = following


def _fixed(start: date, last: date) -> int:
    """Count the entries that these days of a month have in any case."""
    days = [each.day for each in STANDING] + [SALARY_DAY]
    days += 2 * [day for day, _ in TRANSFERS]
    return sum(start.day <= day <= last.day for day in days)


def _income(purchases: int) -> int:
    """Return a salary in euro cents that pays for so many purchases a month and what is due."""
    weights = sum(habit.weight for habit in HABITS)
    usual = sum(habit.weight * (2 * habit.least + habit.most) // 3 for habit in HABITS)
    due = -sum(each.cents for each in STANDING)
    return (purchases * usual // weights + due) * 112 // 100 // 1000 * 1000


def _standing(household: Household, start: date, last: date) -> Iterator[Legs]:
    salary = Standing(SALARY_DAY, household.income, "Salary", EMPLOYER)
    for each in (*STANDING, salary):
        if start.day <= each.day <= last.day:
            amount = household.on(CHECKING, each.cents)
            parts = (Part(amount, each.category),)
            yield start.replace(day=each.day), (Leg(CHECKING, amount, parts, each.payee),)


def _transfers(household: Household, start: date, last: date) -> Iterator[Legs]:
    """Yield what goes from the checking account to the others: what was spent from them."""
    for day, account in TRANSFERS:
        if not start.day <= day <= last.day:
            continue
        due = household.owed.pop(account, 0)
        if account == SAVINGS:
            due = household.on(SAVINGS, household.income * 8 // 100)
        amount = max(due, household.on(account, LEAST_MOVED))
        scales = household.scales
        into, out_of = household.currencies[account], household.currencies[CHECKING]
        cents = int(amount / scales[into].scaleb(DECIMALS[into] - 2))
        paid = amount if into == out_of else household.minor(cents * 101 // 100, out_of)
        yield start.replace(day=day), (Leg(CHECKING, -paid), Leg(account, amount))


def _purchases(household: Household, start: date, last: date, count: int) -> Iterator[Legs]:
    random = household.random
    days = [start + n * DAY for n in range((last - start).days + 1)]
    busy = [WEEKDAYS[day.weekday()] for day in days]
    habits = random.choices(HABITS, cum_weights=_OFTEN, k=count)
    for day, habit in zip(random.choices(days, busy, k=count), habits, strict=True):
        yield day, (_purchase(household, habit),)


def _purchase(household: Household, habit: Habit) -> Leg:
    random = household.random
    spread = habit.most - habit.least
    cents = habit.least + min(random.randrange(spread), random.randrange(spread))
    payee = random.choices(habit.payees, cum_weights=_FAVOURED[len(habit.payees)])[0]
    account = random.choice(habit.accounts)
    note = random.choice(NOTES) if random.randrange(100) < NOTED else ""
    if habit.category in RETURNABLE and random.randrange(100) < RETURNED:
        cents, note = -cents, "returned"
    amount = -household.on(account, cents)
    household.owed[account] -= amount
    leg = Leg(account, amount, _parts(household, habit, amount), payee, note)
    if habit.category == "Travel" and account == CARD and random.randrange(100) < ABROAD_ON_CARD:
        original = random.choice(household.originals)
        return leg._replace(
            original_amount=-household.minor(cents, original), original_currency=original
        )
    return leg


def _parts(household: Household, habit: Habit, amount: int) -> tuple[Part, ...]:
    random = household.random
    if not habit.others or random.randrange(100) >= SPLIT:
        return (Part(amount, habit.category),)
    shares = allot(amount, [random.randrange(3, 9), random.randrange(1, 4)])
    other = random.choice(habit.others)
    return Part(shares[0], habit.category), Part(shares[1], other, f"{other.lower()} part")


_OFTEN = list(accumulate(habit.weight for habit in HABITS))
_FAVOURED = {
    count: list(accumulate(1000 // (place + 1) for place in range(count)))
    for count in {len(habit.payees) for habit in HABITS}
}
