"""The net-worth bridge: what led from net worth before a period to that at its end, to the cent.

opening + income − spending + opening balances + exchange + transfers under way + revaluation
+ what has no rate = closing, in the book's base currency, always:

- opening and closing: net worth at the end of the day before, and of the last day that counts, each
  at the rates of its day.
- income and spending: the flows of the period, each line at the rate of its own day.
- opening balances: of accounts that begin in the period, at the rate of the day they begin on.
- exchange: what both sides of transfers come to, where both lie in the period: what the bank's rate
  cost or brought against the day's. It is the account's that is not in the base currency, of two
  such accounts that of the one where the money arrived.
- transfers under way: sides whose other side lies before or after the period.
- revaluation: what an account's balance gained or lost by its currency's rates: its closing value
  less its opening value, its opening balance and all of its lines, each as converted.
- without a rate: the same difference of an account that something has no rate of, at either end or
  between, and transfers whose other side has none. What cannot be converted so never hides in
  another step, and `lacking` says what it is.

How it is drawn is in `domain.bridge_charts`, how it is written out in `domain.report_bridge`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from finance_app.domain import worth
from finance_app.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from finance_app.domain.flows import Flow
    from finance_app.domain.worth import Holding, Standing, Worth

    type Standings = Sequence[Standing[Holding]]


class Cause(StrEnum):
    """The bridge's two ends, and what lies between them, in this order."""

    OPENING = "opening"
    INCOME = "income"
    SPENDING = "spending"
    BEGUN = "begun"
    EXCHANGE = "exchange"
    UNDER_WAY = "under-way"
    REVALUATION = "revaluation"
    UNKNOWN = "unknown"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Moves:
    """All lines of an account in a stretch of days added up, transfers among them.

    Args:
        base_amount: those that could be converted.
        moved: the part of it that is transfers.
        transfers: how many lines these are, converted or not.
        missing_amount: the lines that could not be converted, in the account's currency.
        missing_count: how many.
        first: since when these are, to the day or its month…
        last: …and until when.
    """

    account_id: int
    base_amount: int
    moved: int = 0
    transfers: int = 0
    missing_amount: int = 0
    missing_count: int = 0
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """Transfers between two accounts, both sides in the period, added up as one of them sees them.

    Args:
        account_id: the one, never in the base currency.
        receives: whether the money arrived there.
        amount: its sides in the base currency; None where they could not be converted.
        other_amount: the same of the other account's.
    """

    account_id: int
    other_id: int
    receives: bool
    amount: int | None
    other_amount: int | None


@dataclass(frozen=True, slots=True)
class Parts:
    """What a bridge is made of.

    Args:
        opening_day: the day before the period.
        opening: how each account stood then.
        closing_day: the last day that counts.
        closing: how each stood then, in the same order.
        flow: what came in and was spent between.
        begun: opening balances that begin between, converted at the day of each.
        moves: of each account, in any number of stretches.
        sides: of transfers.
    """

    opening_day: date
    opening: Standings
    closing_day: date
    closing: Standings
    flow: Flow
    begun: Standings
    moves: Sequence[Moves]
    sides: Sequence[Sides]


@dataclass(frozen=True, slots=True)
class Change:
    """A step of the bridge; its amount is signed as it changes net worth."""

    cause: Cause
    amount: Money


class When(StrEnum):
    """What of an account it is that has no rate."""

    OPENING = "opening"
    BEGUN = "begun"
    LINES = "lines"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Lack:
    """An amount that could not be converted: a balance on a day, or `count` lines between days."""

    account: Holding
    when: When
    amount: Money
    first: date
    last: date
    count: int = 0


@dataclass(frozen=True, slots=True)
class Gain:
    """What an account's currency brought in a period.

    Args:
        revaluation: None where something of the account has no rate.
    """

    account: Holding
    revaluation: Money | None
    exchange: Money

    @property
    def together(self) -> Money | None:
        """Both."""
        return None if self.revaluation is None else self.revaluation + self.exchange


@dataclass(frozen=True, slots=True)
class CurrencyGain:
    """What a currency brought, on all of its accounts.

    Args:
        revaluation: as far as it is known; None where it is of none of the accounts.
    """

    currency: str
    revaluation: Money | None
    exchange: Money
    accounts: tuple[Gain, ...]

    @property
    def together(self) -> Money | None:
        """Both."""
        return None if self.revaluation is None else self.revaluation + self.exchange


@dataclass(frozen=True, slots=True)
class Bridge:
    """What led from one net worth to another.

    Args:
        changes: one of each cause but the ends, in their order.
        gains: by currency, of what is not in the base currency.
        lacking: what could not be converted.
        parts: what all of it is made of.
    """

    opening: Worth
    closing: Worth
    changes: tuple[Change, ...]
    gains: tuple[CurrencyGain, ...]
    lacking: tuple[Lack, ...]
    parts: Parts

    @property
    def shown(self) -> tuple[Change, ...]:
        """The steps that there is something to say of."""
        said = {Cause.UNKNOWN} if self.lacking else set()
        return tuple(one for one in self.changes if one.amount.amount or one.cause in said)

    @property
    def change(self) -> Money:
        """What the steps come to."""
        return self.closing.amount - self.opening.amount

    def amount(self, cause: Cause) -> Money:
        """Return the amount of a step."""
        return next(one.amount for one in self.changes if one.cause is cause)


def bridge(parts: Parts) -> Bridge:
    """Lead from the opening to the closing net worth."""
    base = parts.flow.income.currency
    opened = worth.worth(parts.opening, base, parts.opening_day)
    closed = worth.worth(parts.closing, base, parts.closing_day)
    lacking = tuple(_lacking(parts))
    unknown = {lack.account.id for lack in lacking}
    left = _left(parts)
    exchange, one_sided = _exchanged(parts, base)
    exchanged, begun = sum(exchange.values()), sum(map(_value, parts.begun))
    moved = sum(one.moved for one in parts.moves)
    amounts = {
        Cause.INCOME: parts.flow.income.amount,
        Cause.SPENDING: -parts.flow.spending.amount,
        Cause.BEGUN: begun,
        Cause.EXCHANGE: exchanged,
        Cause.UNDER_WAY: moved - exchanged - one_sided,
        Cause.REVALUATION: sum(left[key] for key in left if key not in unknown),
        Cause.UNKNOWN: one_sided + sum(left[key] for key in left if key in unknown),
    }
    changes = tuple(Change(cause, Money(amount, base)) for cause, amount in amounts.items())
    gains = (
        Gain(
            one.account,
            None if one.account.id in unknown else Money(left[one.account.id], base),
            Money(exchange[one.account.id], base),
        )
        for one in parts.closing
        if one.balance.currency != base
    )
    still = {one.account.id for one in (*parts.opening, *parts.closing) if one.balance.amount}
    shown = [one for one in gains if one.account.id in still or _says(one)]
    return Bridge(opened, closed, changes, _by_currency(shown, base), lacking, parts)


def _value(standing: Standing[Holding]) -> int:
    """Return what a balance counts in net worth: nothing where it could not be converted."""
    return standing.converted.amount.amount if standing.converted else 0


def _left(parts: Parts) -> dict[int, int]:
    """Return what each account changed by that its lines and opening balance do not tell."""
    left = {one.account.id: _value(one) for one in parts.closing}
    for one in (*parts.opening, *parts.begun):
        left[one.account.id] -= _value(one)
    for moves in parts.moves:
        left[moves.account_id] -= moves.base_amount
    return left


def _exchanged(parts: Parts, base: str) -> tuple[defaultdict[int, int], int]:
    """Return what transfers brought each account, and the sides of those without a rate."""
    foreign = {one.account.id for one in parts.closing if one.balance.currency != base}
    gained: defaultdict[int, int] = defaultdict(int)
    one_sided = 0
    for one in parts.sides:
        seen_twice = one.other_id in foreign
        if one.amount is not None and one.other_amount is not None:
            if one.receives or not seen_twice:
                gained[one.account_id] += one.amount + one.other_amount
        elif one.amount is not None:
            one_sided += one.amount
        elif one.other_amount is not None and not seen_twice:
            one_sided += one.other_amount
    return gained, one_sided


def _lacking(parts: Parts) -> Iterable[Lack]:
    """Yield what could not be converted, account by account."""
    found: dict[int, list[Lack]] = {one.account.id: [] for one in parts.closing}
    accounts = {one.account.id: one.account for one in parts.closing}

    def balances(standings: Standings, when: When, day: date | None) -> None:
        for one in standings:
            on = day or one.account.opening_day
            if one.balance.amount and one.converted is None:
                found[one.account.id].append(Lack(one.account, when, one.balance, on, on))

    balances(parts.opening, When.OPENING, parts.opening_day)
    balances(parts.begun, When.BEGUN, None)
    for key, moves in _missing(parts.moves).items():
        first = min(one.first for one in moves if one.first)
        last = max(one.last for one in moves if one.last)
        amount = Money(sum(one.missing_amount for one in moves), accounts[key].opening.currency)
        count = sum(one.missing_count for one in moves)
        found[key].append(Lack(accounts[key], When.LINES, amount, first, last, count))
    balances(parts.closing, When.CLOSING, parts.closing_day)
    for lacks in found.values():
        yield from lacks


def _missing(moves: Iterable[Moves]) -> dict[int, list[Moves]]:
    found: dict[int, list[Moves]] = defaultdict(list)
    for one in moves:
        if one.missing_count:
            found[one.account_id].append(one)
    return found


def _says(gain: Gain) -> bool:
    """Whether there is anything to say of an account."""
    return gain.revaluation is None or bool(gain.revaluation.amount or gain.exchange.amount)


def _by_currency(gains: Iterable[Gain], base: str) -> tuple[CurrencyGain, ...]:
    found: dict[str, list[Gain]] = defaultdict(list)
    for one in gains:
        found[one.account.opening.currency].append(one)
    nothing = Money(0, base)
    return tuple(
        CurrencyGain(
            code,
            _known([one.revaluation for one in found[code] if one.revaluation], nothing),
            sum((one.exchange for one in found[code]), nothing),
            tuple(found[code]),
        )
        for code in sorted(found)
    )


def _known(amounts: Sequence[Money], nothing: Money) -> Money | None:
    return sum(amounts, nothing) if amounts else None
