"""Reading an amount as a person types it, in their region.

The grammar is strict and bounded before anything is computed: ASCII digits, one sign, groups as the
region writes them. `1,234` means what the region says. A mark of the other kind is taken as the
decimal mark only where it cannot be a group (`12.50` in Germany, as many keypads give it). A space
may part groups in every region, and nothing else within the number.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from babel import Locale

from finance_app.domain.currencies import DECIMALS
from finance_app.domain.money import require_holdable, to_minor
from finance_app.errors import InvalidAmountError

LONGEST = 25  # characters: the largest amount, "- " before it, in groups of two as in India
MARKS = str.maketrans(
    {
        "\N{MINUS SIGN}": "-",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{THIN SPACE}": " ",
    }
)


def parse_amount(text: str, currency: str, region: str) -> int:
    """Return what was typed in minor units of the currency.

    Raises:
        InvalidAmountError: it is not an amount, has too many decimals, or is too large.
    """
    cleaned = text.strip().translate(MARKS)
    if not cleaned:
        raise InvalidAmountError("Enter an amount.", field="amount")
    value, decimals = parse_number(cleaned, region)
    known = DECIMALS[currency]
    if len(decimals.rstrip("0")) > known:
        raise InvalidAmountError(
            f"{currency} has {known or 'no'} decimals; “{_typed(cleaned, decimals)}” has too many.",
            field="amount",
        )
    return require_holdable(to_minor(value, currency))


def _typed(text: str, decimals: str) -> str:
    """Return the decimals with the mark before them, as they stand at the end of a text."""
    return text[-len(decimals) - 1 :]


def parse_number(text: str, region: str) -> tuple[Decimal, str]:
    """Return a number as a region writes it, and its decimals as they were typed.

    Args:
        text: without spaces around it, and after `MARKS`.
        region: such as `de_DE`.

    Raises:
        InvalidAmountError: it is not one, or longer than any amount.
    """
    if len(text) > LONGEST or not text.isascii():
        raise not_an_amount(region)
    decimal_mark, group_mark = marks(region)
    match = _grammar(decimal_mark, group_mark, _group_size(region)).fullmatch(text)
    if match is None or (match["other"] and group_mark and group_mark in match["whole"]):
        raise not_an_amount(region)
    whole = re.sub(r"\D", "", match["whole"] or "")
    decimals = match["fraction"] or match["other"] or ""
    sign = "-" if match["sign"] == "-" else ""
    return Decimal(f"{sign}{whole or '0'}.{decimals or '0'}"), decimals


def not_an_amount(region: str) -> InvalidAmountError:
    """Return what is said of a text that is no amount."""
    decimal_mark, _ = marks(region)
    return InvalidAmountError(f"Write an amount like 12{decimal_mark}50.", field="amount")


@cache
def marks(region: str) -> tuple[str, str]:
    """Return a region's decimal mark and group mark, ASCII, "" for a group mark that is a space."""
    symbols = Locale.parse(region).number_symbols["latn"]
    return str(symbols["decimal"]), str(symbols["group"]).translate(MARKS).strip()


@cache
def _group_size(region: str) -> int:
    """Return how many digits a group before the last has: 2 in India, else 3."""
    return int(Locale.parse(region).decimal_formats[None].grouping[1])


@cache
def _grammar(decimal_mark: str, group_mark: str, size: int) -> re.Pattern[str]:
    decimal, other = re.escape(decimal_mark), re.escape("," if decimal_mark == "." else ".")
    grouped = "|".join(
        rf"\d{{1,{size}}}(?:{mark}\d{{{size}}})*{mark}\d{{3}}"
        for mark in map(re.escape, dict.fromkeys((group_mark or " ", " ")))
    )
    return re.compile(
        rf"(?P<sign>[+-]?) ?(?P<whole>{grouped}|\d+|(?=[.,]\d))"
        rf"(?:{decimal}(?P<fraction>\d*)|{other}(?P<other>\d{{1,2}}))?",
        re.ASCII,
    )
