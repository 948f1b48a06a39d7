"""Transfers in the form: what was typed as a draft, and the rate that it implies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finance_app.domain.arithmetic import reckon
from finance_app.domain.formatting import day_text, fine_percent_text, percent_text
from finance_app.domain.money import EXACT, Money
from finance_app.domain.provenance import rate_text
from finance_app.domain.rates import Rate
from finance_app.domain.transfers import FAR, off
from finance_app.errors import InvalidAmountError


def amount(text: str, field: str, currency: str, region: str, *, empty: int | None = None) -> int:
    """Return what was typed, reckoned, in minor units.

    Args:
        text: as it was typed.
        field: to which what is wrong with it belongs.
        currency: in which it is.
        region: as which it is read.
        empty: what an empty text means; refused where that is None.

    Raises:
        InvalidAmountError: it is not an amount.
    """
    if not text and empty is not None:
        return empty
    try:
        return reckon(text, currency, region)
    except InvalidAmountError as error:
        raise InvalidAmountError(error.message, field=field) from error


@dataclass(frozen=True)
class ImpliedText:
    """The rate that a transfer implies, beside the day's; and what is doubtful about it."""

    text: str = ""
    doubt: str = ""


def day(text: str) -> date | None:
    """Return the day as far as it is typed, None while it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def both(
    sent: tuple[str, str], received: tuple[str, str], region: str
) -> tuple[Money, Money] | None:
    """Return what was sent and what arrived, each of an amount as typed and its currency.

    None within one currency, or where an amount is missing.
    """
    (paid, source), (arrived, target) = sent, received
    if not source or not target or source == target:
        return None
    try:
        left = Money(reckon(paid, source, region), source)
        came = Money(reckon(arrived, target, region), target)
    except InvalidAmountError:
        return None
    return (left, came) if left.amount > 0 and came.amount > 0 else None


def implied(sent: Money, received: Money, rate: Rate | None, region: str) -> ImpliedText:
    """Say what one unit sent is worth on arrival, and how far that is from the day's rate."""
    value = EXACT.divide(received.decimal, sent.decimal)
    said = rate_text(sent.currency, value, received.currency, region)
    if rate is None:
        return ImpliedText(f"{said}; no rate is known for the day")
    known = rate_text(sent.currency, rate.value, received.currency, region)
    far = off(sent, received, rate)
    if far == 0:
        return ImpliedText(f"{said}, as on {day_text(rate.day, region)}")
    is_far = abs(far) > FAR
    percent = (fine_percent_text if is_far else percent_text)(abs(far), region)
    way = "above" if far > 0 else "below"
    text = f"{said}, {percent} {way} that of {day_text(rate.day, region)}"
    if not is_far:
        return ImpliedText(text)
    doubt = f"That is {percent} {way} the day’s rate, {known}. Check both amounts."
    return ImpliedText(text, doubt)
