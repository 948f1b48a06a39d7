"""Many rates as text: columns day, from, to and rate, and the last day where one is meant.

Divided by semicolons, tabs or commas, with a line of headings or without. Decimal mark and order of
days are what the cells prove; where they prove nothing, the region's, and the user can say.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel import Locale

from finance_app.domain.amounts import MARKS, marks
from finance_app.domain.own_rate_rules import (
    LONGEST_TYPED,
    require_own_rate,
    require_value,
)
from finance_app.domain.own_rates import OwnRate
from finance_app.domain.written_amounts import DECIMAL_MARKS, mark_evidence, read_amount
from finance_app.domain.written_days import DAY_ORDERS, read_any_day
from finance_app.errors import AppError, InvalidAmountError, InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from finance_app.domain.written_days import DayOrder

LONGEST = 100_000  # characters
MOST_LINES = 2_000
DELIMITERS = (";", "\t", ",")
COLUMNS = ("day", "from", "to", "rate", "until")
NEEDED = 4  # of the columns
CLEAR = 4  # decimals that no group of thousands can be taken for
_NAMES = {"date": "day", "origin": "from", "target": "to", "value": "rate"}
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,' ]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class RateLine:
    """A line of the text: the rate that it states, or what is wrong with it."""

    number: int
    text: str
    rate: OwnRate | None = None
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class RateFile:
    """What a text states, and how it was understood.

    Args:
        mark: the decimal mark.
        order: of the parts of a day.
        mark_open: the cells do not tell the mark.
        order_open: they do not tell the order.
    """

    lines: tuple[RateLine, ...]
    mark: str
    order: DayOrder
    mark_open: bool
    order_open: bool

    @property
    def rates(self) -> list[OwnRate]:
        """The rates of the lines with which nothing is wrong."""
        return [line.rate for line in self.lines if line.rate]


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: dict[str, str]
    text: str
    is_short: bool


def read(text: str, region: str, today: date, *, mark: str = "", order: str = "") -> RateFile:
    """Return what a text states, line by line.

    Args:
        text: what was pasted or is in a file.
        region: decides what nothing proves.
        today: no rate is of a later day.
        mark: the decimal mark where the user said it.
        order: the order of days where the user said it.

    Raises:
        InvalidInputError: it is empty, too long, or its headings name too few columns.
    """
    rows = _rows(text)
    known_mark, mark_open = _mark([row.cells["rate"] for row in rows], region)
    known_order, order_open = _order([row.cells["day"] for row in rows], region)
    used_mark = mark if mark in DECIMAL_MARKS else known_mark
    used_order = order if order in DAY_ORDERS else known_order
    seen: dict[tuple[str, str, date], int] = {}
    lines = [_line(row, used_mark, used_order, today, seen) for row in rows]
    return RateFile(tuple(lines), used_mark, used_order, mark_open, order_open)


def written(rates: Iterable[OwnRate]) -> str:
    """Return rates as CSV that `read` understands in every region.

    Every cell is a day, a code or plain digits, so none can be a formula in a spreadsheet.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for rate in rates:
        value = f"{rate.value:f}" if _decimals(rate.value) >= CLEAR else f"{rate.value:.{CLEAR}f}"
        writer.writerow([rate.day, rate.origin, rate.target, value, rate.until or ""])
    return text.getvalue()


def _decimals(value: Decimal) -> int:
    return -int(value.as_tuple().exponent)


def _rows(text: str) -> list[_Row]:
    """Return the lines that are not empty, without the headings."""
    if len(text) > LONGEST:
        raise InvalidInputError(
            f"That is more than {LONGEST:,} characters; add it in parts.", field="text"
        )
    lines = [
        (number, line)
        for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1)
        if line.strip()
    ]
    if not lines:
        raise InvalidInputError("Paste some rates, or choose a file.", field="text")
    if len(lines) > MOST_LINES + 1:
        raise InvalidInputError(
            f"That is more than {MOST_LINES:,} lines; add it in parts.", field="text"
        )
    delimiter = max(DELIMITERS, key=lambda one: sum(_is_full(line, one) for _, line in lines))
    cells = [(number, line, _cells(line, delimiter)) for number, line in lines]
    names: Sequence[str] = COLUMNS
    if _is_heading(cells[0][2]):
        names = _named(cells.pop(0)[2])
    if not cells:
        raise InvalidInputError("There is no rate below the headings.", field="text")
    return [
        _Row(
            number,
            dict.fromkeys(COLUMNS, "") | dict(zip(names, found, strict=False)),
            line.strip(),
            len(found) < NEEDED,
        )
        for number, line, found in cells
    ]


def _is_full(line: str, delimiter: str) -> bool:
    return len(_cells(line, delimiter)) >= NEEDED


def _cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line; a quotation mark that is not closed ends with it."""
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:  # a zero character, say
        return []


def _is_heading(cells: list[str]) -> bool:
    return not any(any(letter.isdigit() for letter in cell) for cell in cells)


def _named(cells: list[str]) -> list[str]:
    lowered = [cell.lower() for cell in cells]
    names = [_NAMES.get(cell, cell) for cell in lowered]
    if missing := [name for name in COLUMNS[:NEEDED] if names.count(name) != 1]:
        raise InvalidInputError(
            f"The headings should name day, from, to and rate once each; look at {missing[0]}.",
            field="text",
        )
    return names


def _mark(cells: list[str], region: str) -> tuple[str, bool]:
    """Return the decimal mark, and whether the user has to be asked."""
    votes = mark_evidence(cells)
    usual = "," if marks(region)[0] == "," else "."
    points, commas = votes["."], votes[","]
    if points or commas:
        return "." if points >= commas else ",", bool(points and commas)
    return usual, bool(votes["?"])


def _order(cells: list[str], region: str) -> tuple[DayOrder, bool]:
    """Return the order of the parts of days, and whether the user has to be asked."""
    found = {order: [read_any_day(cell, order) for cell in cells] for order in DAY_ORDERS}
    most = max(sum(map(bool, days)) for days in found.values())
    best = [order for order, days in found.items() if sum(map(bool, days)) == most]
    dotted = sum("." in cell for cell in cells) > len(cells) / 2
    usual: DayOrder = "dmy" if dotted else usual_order(region)
    chosen = usual if usual in best else best[0]
    return chosen, any(found[order] != found[chosen] for order in best)


def usual_order(region: str) -> DayOrder:
    """Return how days are written in a region where numbers name them."""
    pattern = str(Locale.parse(region).date_formats["short"].pattern).lower()
    if pattern[0] == "y":
        return "ymd"
    return "mdy" if pattern.find("m") < pattern.find("d") else "dmy"


def _line(
    row: _Row,
    mark: str,
    order: DayOrder,
    today: date,
    seen: dict[tuple[str, str, date], int],
) -> RateLine:
    try:
        rate = require_own_rate(_stated(row, mark, order), today)
        first = seen.setdefault((rate.origin, rate.target, rate.day), row.number)
        if first != row.number:
            raise InvalidInputError(f"Line {first} has a rate of this day already; leave one.")
    except AppError as error:
        return RateLine(row.number, row.text, wrong=error.parts[0].message)
    return RateLine(row.number, row.text, rate)


def _stated(row: _Row, mark: str, order: DayOrder) -> OwnRate:
    if row.is_short:
        raise InvalidInputError("Write day, from, to and rate in each line.")
    cells = row.cells
    day = read_any_day(cells["day"], order)
    if day is None:
        raise InvalidInputError(f"“{cells['day'][:20]}” is not a day.")
    until = read_any_day(cells["until"], order) if cells["until"] else None
    if cells["until"] and until is None:
        raise InvalidInputError(f"“{cells['until'][:20]}” is not a day.")
    value = _value(cells["rate"], mark)
    return OwnRate(cells["from"].upper(), cells["to"].upper(), day, value, until)


def _value(cell: str, mark: str) -> Decimal:
    cleaned = cell.translate(MARKS)
    if len(cleaned) > LONGEST_TYPED:
        raise InvalidInputError(f"“{cell[:20]}…” has too many digits for a rate.")
    if not _NUMBER.fullmatch(cleaned):
        raise InvalidInputError(f"“{cell[:20]}” is not a rate.")
    try:
        return require_value(read_amount(cleaned, mark))
    except InvalidAmountError:
        said = "point" if mark == "." else "comma"
        raise InvalidInputError(f"“{cell}” is not a rate with a decimal {said}.") from None
