"""What a rate of a book's own has to be, and how one is read as a person types it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from finance_app.domain.amounts import MARKS, marks, parse_number
from finance_app.domain.currencies import DECIMALS, require_currency
from finance_app.domain.rate_texts import equation, short_text
from finance_app.errors import InvalidAmountError, InvalidInputError, Wrong

if TYPE_CHECKING:
    from finance_app.domain.own_rates import OwnRate
    from finance_app.domain.rates import Rate

type Place = tuple[str, str, date]
"""Where an own rate stands in the list: its pair, then its day, the newest first."""

LONGEST_TYPED = 20  # characters of a rate
LONGEST = 40  # characters of a rate as it is kept
LARGEST = Decimal(10) ** 12
EARLIEST, LATEST = date(1970, 1, 1), date(2099, 12, 31)
UNUSUAL = Decimal("0.3")  # off by so much of what is known
_MARKED = re.compile(r"[+-]?(?:0?[.,]\d+|\d+[.,]\d{4,}|\d+[.,]\d{1,2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class OwnRateView:
    """A rate that a book holds, with its key and version."""

    id: int
    version: int
    rate: OwnRate


def parse_rate(text: str, region: str) -> Decimal:
    """Return a rate as a person types it: marks mean what the region says where both could be.

    Raises:
        InvalidInputError: it is none, or not more than zero.
    """
    cleaned = text.strip().translate(MARKS)
    if not cleaned:
        raise InvalidInputError("Enter a rate.", field="rate")
    if len(cleaned) > LONGEST_TYPED:
        raise InvalidInputError(
            f"That rate has too many digits; write at most {LONGEST_TYPED} characters.",
            field="rate",
        )
    if _MARKED.fullmatch(cleaned):  # no group could be written so
        return require_value(Decimal(cleaned.replace(",", ".")))
    try:
        value, _ = parse_number(cleaned, region)
    except InvalidAmountError:
        decimal_mark, _ = marks(region)
        raise InvalidInputError(f"Write a rate like 0{decimal_mark}9234.", field="rate") from None
    return require_value(value)


def require_value(value: Decimal) -> Decimal:
    """Return a rate that can be one.

    Raises:
        InvalidInputError: it is not more than zero, too large, or has too many digits.
    """
    if value <= 0:
        raise InvalidInputError("A rate is more than zero.", field="rate")
    if value >= LARGEST:
        raise InvalidInputError("No rate is that large; check it.", field="rate")
    if len(canonical(value)) > LONGEST:
        raise InvalidInputError("That rate has too many digits.", field="rate")
    return value


def canonical(value: Decimal) -> str:
    """Write a rate as it is kept: plain digits, no more than it needs."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def require_own_rate(rate: OwnRate, today: date) -> OwnRate:
    """Return a rate whose currencies and days can be true.

    Raises:
        InvalidInputError: a currency or a day cannot.
        InvalidFormError: several of them.
    """
    wrong = Wrong()
    with wrong:
        _require_known(rate.origin, "origin")
    with wrong:
        _require_known(rate.target, "target")
        if rate.origin == rate.target:
            raise InvalidInputError("Choose another currency than the first.", field="target")
    with wrong:
        _require_day(rate.day, today)
    with wrong:
        _require_until(rate)
    with wrong:
        require_value(rate.value)
    wrong.tell()
    return rate


def _require_known(code: str, field: str) -> None:
    if code not in DECIMALS:
        try:
            require_currency(code)
        except InvalidInputError as error:
            raise InvalidInputError(error.message, field=field) from None
        raise InvalidInputError("Write the code in capitals, such as EUR.", field=field)


def _require_day(day: date, today: date) -> None:
    if day < EARLIEST:
        raise InvalidInputError("Choose a day from 1970 on.", field="day")
    if day > today:
        raise InvalidInputError("That day is still to come; choose today at most.", field="day")


def _require_until(rate: OwnRate) -> None:
    if rate.until is None:
        return
    if rate.until < rate.day:
        raise InvalidInputError("The last day is before the first.", field="until")
    if rate.until > LATEST:
        raise InvalidInputError("Choose a last day up to 2099.", field="until")


def is_unusual(value: Decimal, known: Rate | None) -> bool:
    """Say whether a rate is far from what is known, so that it may have been mistyped."""
    return known is not None and abs(value - known.value) > UNUSUAL * known.value


def doubt(rate: OwnRate, known: Rate, region: str) -> str:
    """Ask about a rate that is far from what is known."""
    return (
        f"{equation(rate.origin, rate.value, rate.target, region)} is far from "
        f"{short_text(known.value, region)}, which is known for that day."
    )
