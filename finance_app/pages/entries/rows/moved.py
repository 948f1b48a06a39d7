"""Transfers in the form: what was typed as a draft, and the rate that it implies."""

from __future__ import annotations

from finance_app.domain.arithmetic import reckon
from finance_app.domain.formatting import decimal_text
from finance_app.domain.money import EXACT, Money
from finance_app.errors import InvalidAmountError

DIGITS = 6  # of an implied rate


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


def implied(sent: tuple[str, str], received: tuple[str, str], region: str) -> str:
    """Say what one unit sent is worth on arrival, each an amount as typed and its currency.

    Nothing within one currency, or where an amount is missing.
    """
    (sent_text, source), (received_text, target) = sent, received
    if not source or not target or source == target:
        return ""
    try:
        paid = Money(reckon(sent_text, source, region), source)
        arrived = Money(reckon(received_text, target, region), target)
    except InvalidAmountError:
        return ""
    if paid.amount <= 0 or arrived.amount <= 0:
        return ""
    rate = EXACT.divide(arrived.decimal, paid.decimal)
    written = decimal_text(EXACT.create_decimal(f"{rate:.{DIGITS}g}"), region)
    return f"1 {source} = {written} {target}"
