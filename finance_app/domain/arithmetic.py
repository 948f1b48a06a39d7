"""Reckoning in an amount field: `12.50*3`, `(80+15)/2`, in the user's region.

Numbers are read as `domain.amounts` reads them. The result is exact and rounded once, half to even,
to the currency; nothing is computed before the text has been bounded.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from finance_app.domain.amounts import MARKS, not_an_amount, parse_amount, parse_number
from finance_app.domain.currencies import DECIMALS
from finance_app.domain.money import require_holdable
from finance_app.errors import InvalidAmountError

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 100  # characters
DEEPEST = 10  # brackets within brackets
_GROUP = 3  # digits that may be missing behind a mark
_SIGNS = MARKS | str.maketrans({"×": "*", "÷": "/", "·": "*"})
_OPERATOR = re.compile(r"([+\-*/()])")


def is_reckoned(text: str) -> bool:
    """Say whether a text has something to reckon in it, more than a number and its sign."""
    return _OPERATOR.search(_cleaned(text).lstrip("+-")) is not None


def reckon(text: str, currency: str, region: str) -> int:
    """Return what was typed in minor units of the currency, reckoned where it is to be.

    Raises:
        InvalidAmountError: it is no amount, cannot be reckoned, or is too large.
    """
    if not is_reckoned(text):
        return parse_amount(text, currency, region)
    if len(text) > LONGEST:
        raise InvalidAmountError(f"Reckon with at most {LONGEST} characters.", field="amount")
    value = _Reckoner(_cleaned(text), region).result()
    return require_holdable(round(value * 10 ** DECIMALS[currency]))


def is_beginning(text: str, currency: str, region: str) -> bool:
    """Say whether a text that cannot be read yet can with more behind it: `12+`, `1.234.5`."""
    closing = ")" * max(0, text.count("(") - text.count(")"))
    for more in range(_GROUP + 1):
        try:
            reckon(f"{text}{'1' * more}{closing}", currency, region)
        except InvalidAmountError:
            continue
        return True
    return False


def _cleaned(text: str) -> str:
    return text.strip().translate(_SIGNS)


class _Reckoner:
    """Goes through a text from left to right: sums of products of signed numbers or brackets."""

    def __init__(self, text: str, region: str) -> None:
        self._tokens = [token.strip() for token in _OPERATOR.split(text)]
        self._tokens = [token for token in self._tokens if token]
        self._region, self._at, self._depth = region, 0, 0

    def result(self) -> Fraction:
        """Return what the whole text comes to."""
        value = self._sum()
        if self._at < len(self._tokens):
            raise not_an_amount(self._region)
        return value

    def _sum(self) -> Fraction:
        return self._chain("+-", self._product)

    def _product(self) -> Fraction:
        return self._chain("*/", self._signed)

    def _chain(self, operators: str, operand: Callable[[], Fraction]) -> Fraction:
        value = operand()
        while (operator := self._peek()) and operator in operators:
            self._at += 1
            value = _apply(operator, value, operand())
        return value

    def _signed(self) -> Fraction:
        if self._peek() in ("+", "-"):
            return self._number() if self._take() == "+" else -self._number()
        return self._number()

    def _number(self) -> Fraction:
        taken = self._take()
        if taken != "(":
            return Fraction(parse_number(taken, self._region)[0])
        self._depth += 1
        if self._depth > DEEPEST:
            raise not_an_amount(self._region)
        value = self._sum()
        if self._take() != ")":
            raise not_an_amount(self._region)
        self._depth -= 1
        return value

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self._at += 1
        return token


def _apply(operator: str, left: Fraction, right: Fraction) -> Fraction:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if not right:
        raise InvalidAmountError("Nothing can be divided by zero.", field="amount")
    return left / right
