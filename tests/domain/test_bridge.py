from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain import worth
from finance_app.domain.accounts import AccountKind
from finance_app.domain.bridge import Cause, Moves, Parts, Sides, When, bridge
from finance_app.domain.flows import Flow, Missing
from finance_app.domain.money import Money
from finance_app.domain.rates import RateTable
from finance_app.domain.worth import Holding, Standing

if TYPE_CHECKING:
    from finance_app.domain.bridge import Bridge

BASE = "EUR"
CURRENCIES = ("EUR", "USD", "JPY", "KWD", "GBP", "HUF")
BEGUN = date(2026, 1, 1)
ENDED = BEGUN + timedelta(days=99)
DAY = timedelta(days=1)


@dataclass
class Ledger:
    """Accounts 0 to 5, one in each currency, and two more; what moves on them; rates with holes.

    `lines` are account, day, amount; `transfers` a pair of these.
    """

    lines: list[tuple[int, date, int]]
    transfers: list[tuple[tuple[int, date, int], tuple[int, date, int]]]
    openings: list[tuple[date, int]]
    published: dict[str, dict[date, Decimal]]
    rates: RateTable = field(init=False)

    def __post_init__(self) -> None:
        self.rates = RateTable()
        for code, days in self.published.items():
            for day in sorted(days):
                self.rates.add(code, day, days[day])

    @property
    def accounts(self) -> list[Holding]:
        codes = (*CURRENCIES, "USD", "EUR")
        return [
            Holding(key, code, AccountKind.CHECKING, day, Money(amount, code))
            for key, (code, (day, amount)) in enumerate(zip(codes, self.openings, strict=True))
        ]

    def convert(self, account: int, amount: int, day: date) -> int | None:
        """Convert as entries are; None where no rate is known."""
        money = Money(amount, self.accounts[account].opening.currency)
        converted = self.rates.convert(money, BASE, day)
        return converted.amount.amount if converted else None

    @property
    def every(self) -> list[tuple[int, date, int]]:
        return [*self.lines, *(side for pair in self.transfers for side in pair)]

    def balance(self, account: Holding, day: date) -> int:
        opened = account.opening.amount if account.opening_day <= day else 0
        return opened + sum(n for key, on, n in self.every if key == account.id and on <= day)

    def standings(self, day: date) -> tuple[Standing[Holding], ...]:
        amounts = {one.id: self.balance(one, day) for one in self.accounts}
        return worth.standings(self.accounts, amounts, self.rates, BASE, day)

    def flow(self, start: date, last: date) -> Flow:
        sums, missing = [0, 0], 0
        for key, day, amount in self.lines:
            if start <= day <= last:
                base = self.convert(key, amount, day)
                sums[amount < 0] += base or 0
                missing += base is None
        lost = (Missing(Money(0, "XXX"), missing),) if missing else ()
        return Flow(Money(sums[0], BASE), Money(-sums[1], BASE), lost)

    def moves(self, start: date, last: date) -> list[Moves]:
        """Return what moved, each line by itself."""
        found = []
        sides = {id(side) for pair in self.transfers for side in pair}
        for one in self.every:
            key, day, amount = one
            if not start <= day <= last:
                continue
            base, moved = self.convert(key, amount, day), id(one) in sides
            lost = (0, 0, None, None) if base is not None else (amount, 1, day, day)
            found.append(Moves(key, base or 0, (base or 0) * moved, int(moved), *lost))
        return found

    def sides(self, start: date, last: date) -> list[Sides]:
        """Return transfers as the accounts see them that are not in the base currency."""
        return [
            Sides(
                one[0],
                other[0],
                one[2] > 0,
                self.convert(one[0], one[2], one[1]),
                self.convert(other[0], other[2], other[1]),
            )
            for pair in self.transfers
            for one, other in (pair, pair[::-1])
            if start <= one[1] <= last and start <= other[1] <= last
            if self.accounts[one[0]].opening.currency != BASE
        ]

    def bridge(self, start: date, last: date) -> Bridge:
        begun = [one for one in self.accounts if start <= one.opening_day <= last]
        opened = [
            Standing(one, one.opening, self.rates.convert(one.opening, BASE, one.opening_day))
            for one in begun
        ]
        return bridge(
            Parts(
                opening_day=start - DAY,
                opening=self.standings(start - DAY),
                closing_day=last,
                closing=self.standings(last),
                flow=self.flow(start, last),
                begun=opened,
                moves=self.moves(start, last),
                sides=self.sides(start, last),
            )
        )


days = st.integers(0, 99).map(lambda after: BEGUN + timedelta(days=after))
amounts = st.integers(-(10**7), 10**7)
places = st.integers(0, 7)
moved = st.tuples(places, days, amounts.filter(bool))
sides = st.tuples(places, days, st.integers(1, 10**7))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[tuple[int, date, int], tuple[int, date, int]]:
    """Draw a transfer; within one currency what arrives is what was sent."""
    codes = (*CURRENCIES, "USD", "EUR")
    from_id, to_id = draw(st.lists(places, min_size=2, max_size=2, unique=True))
    day, sent = draw(days), draw(st.integers(1, 10**7))
    arrived = min(day + timedelta(days=draw(st.sampled_from((0, 0, 1, 40)))), ENDED)
    received = sent if codes[from_id] == codes[to_id] else draw(st.integers(1, 10**7))
    return (from_id, day, -sent), (to_id, arrived, received)


@st.composite
def ledgers(draw: st.DrawFn, *, holes: bool = True) -> Ledger:
    """Draw a ledger; without holes there is a rate of every currency on every tenth day."""
    value = st.decimals(min_value="0.0100", max_value="400", places=4)
    before = BEGUN - timedelta(days=40)
    regular = [before + timedelta(days=n) for n in range(0, 140, 10)]
    published = {
        code: draw(st.dictionaries(st.sampled_from(regular), value, max_size=4))
        if holes
        else {day: draw(value) for day in regular}
        for code in CURRENCIES[1:]
    }
    openings = st.lists(st.tuples(days, amounts), min_size=8, max_size=8)
    return Ledger(
        draw(st.lists(moved, max_size=12)),
        draw(st.lists(pairs(), max_size=6)),
        draw(openings),
        published,
    )


def between(draw: st.DataObject) -> tuple[date, date]:
    first, last = sorted((draw.draw(days), draw.draw(days)))
    return first, last


@given(ledgers(), st.data())
def test_every_bridge_closes_to_the_cent(ledger: Ledger, data: st.DataObject) -> None:
    start, last = between(data)
    found = ledger.bridge(start, last)
    steps = sum(one.amount.amount for one in found.changes)
    opened = worth.worth(ledger.standings(start - DAY), BASE, start - DAY)
    closed = worth.worth(ledger.standings(last), BASE, last)
    assert (found.opening, found.closing) == (opened, closed)
    assert opened.amount.amount + steps == closed.amount.amount
    assert found.change.amount == steps
    flow = ledger.flow(start, last)
    assert found.amount(Cause.INCOME) == flow.income
    assert found.amount(Cause.SPENDING) == -flow.spending


@given(ledgers(), st.data())
def test_whatever_has_no_rate_is_named_with_its_amounts(
    ledger: Ledger, data: st.DataObject
) -> None:
    start, last = between(data)
    found = ledger.bridge(start, last)
    said = {(one.account.id, one.when): (one.amount.amount, one.count) for one in found.lacking}
    for account in ledger.accounts:
        for day, when in ((start - DAY, When.OPENING), (last, When.CLOSING)):
            balance = ledger.balance(account, day)
            lost = balance != 0 and ledger.convert(account.id, balance, day) is None
            assert said.get((account.id, when)) == ((balance, 0) if lost else None)
        lines = [
            amount
            for key, day, amount in ledger.every
            if key == account.id and start <= day <= last
            if ledger.convert(key, amount, day) is None
        ]
        assert said.get((account.id, When.LINES)) == ((sum(lines), len(lines)) if lines else None)
    if not found.lacking:
        assert found.amount(Cause.UNKNOWN).amount == 0


def walked(ledger: Ledger, account: Holding, start: date, last: date) -> Decimal:
    """Return what an account's balance gained by its rates, day by day, in minor units, exact."""
    code, gained = account.opening.currency, Decimal()
    for after in range((last - start).days + 1):
        day = start + timedelta(days=after)
        held = Money(ledger.balance(account, day - DAY), code).decimal
        rates = [ledger.rates.rate(code, BASE, one) for one in (day - DAY, day)]
        before, now = (one.value if one else Decimal("NaN") for one in rates)
        gained += held * (now - before)
    return gained * 100


@given(ledgers(holes=False), st.data())
def test_revaluation_is_what_the_held_balance_gained_day_by_day(
    ledger: Ledger, data: st.DataObject
) -> None:
    start, last = between(data)
    found = ledger.bridge(start, last)
    assert found.lacking == ()
    gains = {one.account.id: one for group in found.gains for one in group.accounts}
    for account in ledger.accounts:
        exact = walked(ledger, account, start, last)
        if account.opening.currency == BASE:
            assert exact == 0
            assert account.id not in gains
            continue
        lines = sum(key == account.id for key, _, _ in ledger.every)
        got = gains[account.id].revaluation if account.id in gains else Money(0, BASE)
        assert got is not None
        assert abs(got.amount - exact) <= Decimal(lines + 3) / 2 + Decimal("0.001")
    together = sum(one.revaluation.amount for one in found.gains if one.revaluation)
    assert found.amount(Cause.REVALUATION).amount == together


@given(ledgers(), st.data())
def test_exchange_is_both_sides_and_what_is_cut_is_under_way(
    ledger: Ledger, data: st.DataObject
) -> None:
    start, last = between(data)
    found = ledger.bridge(start, last)
    exchange = under_way = one_sided = 0
    for pair in ledger.transfers:
        inside = [side for side in pair if start <= side[1] <= last]
        known = [ledger.convert(*_turned(side)) for side in inside]
        sums = [base for base in known if base is not None]
        if len(inside) == 1:
            under_way += sum(sums)
        elif len(sums) == 2:
            exchange += sum(sums)
        else:
            one_sided += sum(sums)
    assert found.amount(Cause.EXCHANGE).amount == exchange
    assert found.amount(Cause.UNDER_WAY).amount == under_way
    assert sum(one.exchange.amount for one in found.gains) == exchange
    assert found.lacking or not one_sided


def _turned(side: tuple[int, date, int]) -> tuple[int, int, date]:
    key, day, amount = side
    return key, amount, day


def test_a_book_in_one_currency_has_no_step_of_exchange() -> None:
    ledger = Ledger(
        [(0, BEGUN + 9 * DAY, 500), (7, BEGUN + 9 * DAY, -200)],
        [((0, BEGUN + 8 * DAY, -50), (7, BEGUN + 8 * DAY, 50))],
        [(BEGUN, 1_000), *[(BEGUN, 0)] * 6, (BEGUN + 5 * DAY, 300)],
        {},
    )
    found = ledger.bridge(BEGUN + 2 * DAY, BEGUN + 20 * DAY)
    assert [(one.cause, one.amount.amount) for one in found.shown] == [
        (Cause.INCOME, 500),
        (Cause.SPENDING, -200),
        (Cause.BEGUN, 300),
    ]
    assert found.gains == ()
    assert (found.opening.amount.amount, found.closing.amount.amount) == (1_000, 1_600)


def test_what_is_worth_nothing_to_begin_with_and_never_has_a_rate_still_is_a_step() -> None:
    ledger = Ledger([(3, BEGUN, 4_900)], [], [(BEGUN, 0)] * 8, {})
    found = ledger.bridge(BEGUN, ENDED)
    assert [one.cause for one in found.shown] == [Cause.UNKNOWN]
    assert [(one.when, str(one.amount)) for one in found.lacking] == [
        (When.LINES, "4.900 KWD"),
        (When.CLOSING, "4.900 KWD"),
    ]
    (dinars,) = found.gains
    assert (dinars.currency, dinars.revaluation) == ("KWD", None)
    assert dinars.accounts[0].together is None
