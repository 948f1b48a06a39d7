"""Rates as they come in: which values count, which are refused and why, when to ask again.

What each rate is quoted against is in `domain.rate_sources`; converting is in `domain.rates`.
Fetching is in `adapters.rates`, deciding whom to ask and keeping in `services.rate_feeds`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from finance_app.domain.currencies import ISO
from finance_app.domain.own_rates import OLDEST
from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

EARLIEST = date(1999, 1, 1)
LARGEST_STEP = Decimal("0.3")  # of the last good rate
WITNESSES = 5  # later days that have to stand by a larger one
MOST_DIGITS = 20
LARGEST, SMALLEST = 12, -12  # powers of ten
LONGEST_SHOWN = 80

NO_NUMBER = "It is not a number."
MANY_DIGITS = f"It has more than {MOST_DIGITS} digits."
NOT_POSITIVE = "It is not above zero."
OUT_OF_BOUNDS = "It is too large or too small to be a rate."
TWICE = "It was published twice for that day, with two values."
STEP = f"It differs by more than {LARGEST_STEP:.0%} from the last good one."

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LONGEST = 60  # characters

type Key = tuple[str, date]
type Others = Callable[[str, date], Decimal | None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A published value that does not count, as it was published, and why."""

    currency: str
    day: date
    per_base: str
    reason: str


def canonical(text: str) -> str:
    """Return a published number as plain decimal text without needless zeros.

    Raises:
        InvalidInputError: it cannot be a rate; the message says why.
    """
    if not _NUMBER.fullmatch(text[: _LONGEST + 1]):
        raise InvalidInputError(NO_NUMBER)
    if len(text) > _LONGEST:
        raise InvalidInputError(MANY_DIGITS)
    value = Decimal(text)
    if value <= 0:
        raise InvalidInputError(NOT_POSITIVE)
    digits = "".join(map(str, value.as_tuple().digits)).rstrip("0")
    if len(digits) > MOST_DIGITS:
        raise InvalidInputError(MANY_DIGITS)
    if not SMALLEST <= value.adjusted() < LARGEST:
        raise InvalidInputError(OUT_OF_BOUNDS)
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


@dataclass(slots=True)
class Reading:
    """What is read from one answer of a provider, value by value.

    Args:
        base: what the provider's rates are quoted against.
        today: the day on which it was asked, in UTC.
    """

    base: str
    today: date
    quotes: dict[Key, str] = field(default_factory=dict)
    refusals: dict[Key, Refusal] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)

    def day(self, text: str) -> date:
        """Read a day as it is published.

        Raises:
            InvalidInputError: there is no such day, or no rate can be of that day.
        """
        try:
            found = date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError as error:
            raise InvalidInputError("answered with a day that is none") from error
        return self.require_day(found)

    def require_day(self, day: date) -> date:
        """Return a day that a rate can be of.

        Raises:
            InvalidInputError: it is before there was the euro, or after tomorrow.
        """
        if not EARLIEST <= day <= self.today + timedelta(days=1):
            raise InvalidInputError(f"answered with rates of {day}, which cannot be")
        return day

    def require_base(self, base: str) -> None:
        """Go on only where the answer is quoted against what this provider's rates are.

        Raises:
            InvalidInputError: it is quoted against something else.
        """
        if base != self.base:
            raise InvalidInputError(f"answered with rates that are not for one {self.base}")

    def add(self, currency: str, day: date, text: str) -> None:
        """Take a value in; codes that are no currency here are counted, garbage is refused.

        Raises:
            InvalidInputError: the base itself is not worth one, so nothing else is right either.
        """
        if currency not in ISO:
            self.unknown.add(currency[:LONGEST_SHOWN])
            return
        if (currency, day) in self.refusals:
            return
        try:
            value = canonical(text)
        except InvalidInputError as error:
            self.refuse(currency, day, text, error.message)
            return
        if currency == self.base:
            self.require_base(self.base if value == "1" else "")
        elif self.quotes.setdefault((currency, day), value) != value:
            del self.quotes[currency, day]
            self.refuse(currency, day, text, TWICE)

    def refuse(self, currency: str, day: date, text: str, reason: str) -> None:
        """Note a value that does not count."""
        shown = text[:LONGEST_SHOWN]
        self.refusals[currency, day] = Refusal(currency, day, shown, reason)


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of published rates: new days, changed days, and what is refused."""

    added: dict[Key, str]
    corrected: dict[Key, str]
    refused: dict[Key, Refusal]


def judge(
    quotes: Mapping[Key, str],
    known: Mapping[str, Mapping[date, Decimal]],
    today: date,
    others: Others = lambda *_: None,
) -> Judged:
    """Compare published rates with the good ones that are known already.

    A new day is compared with the last good day before it, a changed day with what it was. What
    differs too much is refused, and what is known stays. Where the last good rate is older than a
    rate counts, it is compared with what others published; else there is nothing to compare with. A
    step that is older than that and that the days after it stand by was a devaluation: it is good.

    Args:
        known: by currency, from `OLDEST` before the first of these days on.
        others: what all that is known makes a currency worth on a day; None where it does not say.
    """
    judged = Judged({}, {}, {})
    by_currency: dict[str, dict[date, str]] = {}
    for (currency, day), text in quotes.items():
        by_currency.setdefault(currency, {})[day] = text
    for currency, published in by_currency.items():
        stored = known.get(currency, {})
        for day, own in _steps(stored, published, judged, currency):
            text, before = published[day], others(currency, day) if own is None else own
            is_near = before is None or _is_near(Decimal(text), before)
            if is_near or (today - day > OLDEST and _is_stood_by(published, day)):
                (judged.corrected if day in stored else judged.added)[currency, day] = text
            else:
                judged.refused[currency, day] = Refusal(currency, day, text, STEP)
    return judged


def _is_near(value: Decimal, other: Decimal) -> bool:
    return abs(value - other) <= other * LARGEST_STEP


def _is_stood_by(published: Mapping[date, str], day: date) -> bool:
    """Whether the next few days, as they were published, are near a day's value."""
    value = Decimal(published[day])
    following = sorted(one for one in published if day < one <= day + OLDEST)[:WITNESSES]
    near = [_is_near(Decimal(published[one]), value) for one in following]
    return len(near) == WITNESSES and all(near)


def _steps(
    stored: Mapping[date, Decimal], published: Mapping[date, str], judged: Judged, currency: str
) -> Iterator[tuple[date, Decimal | None]]:
    """Walk what is new or changed, each with the good rate to compare it with, if any."""
    good: tuple[date, Decimal] | None = None
    for day in sorted(stored.keys() | published.keys()):
        is_changed = day in published and stored.get(day) != Decimal(published[day])
        if is_changed:
            before = stored.get(day)
            if before is None and good and day - good[0] <= OLDEST:
                before = good[1]
            yield day, before
        if (currency, day) in judged.added or (currency, day) in judged.corrected:
            good = day, Decimal(published[day])
        elif day in stored:
            good = day, stored[day]
