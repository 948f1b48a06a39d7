"""Finding the table in a CSV file: notices before it, its header, its rows, its footer.

Says where the table is, not what its columns mean (`layout_columns`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from finance_app.domain.column_names import ENGLISH, names_of, normal_name, roles_of
from finance_app.domain.statements import MAX_COLUMNS
from finance_app.domain.written_amounts import is_amount, is_currency
from finance_app.domain.written_days import DAY_ORDERS, read_day

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADER_WITHIN = 80
LOOKED_AT = 200
_MONEY = frozenset({"amount", "debit", "credit"})
_SHORT = 4
PARTIAL = 1_000


@dataclass(frozen=True)
class Table:
    """The part of a file that holds transactions; each row is padded to `width`.

    Args:
        header: the names of the columns as written, () when there are none.
        notices: what stands before it, between its rows or after it.
        rows: the rows with a day and an amount in them.
        known: how many of the names are words for a column of a statement.
    """

    header: tuple[str, ...]
    notices: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    width: int
    known: int

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The normalised names without currency codes, one for each column."""
        names = [bare_name(each) for each in self.header]
        return tuple((names + [""] * self.width)[: self.width])

    @cached_property
    def day_share(self) -> tuple[float, ...]:
        """For each column the share of rows that hold a day in it."""
        looked = self.rows[:LOOKED_AT]
        return tuple(sum(is_day(row[i]) for row in looked) / len(looked) for i in range(self.width))

    @cached_property
    def amount_share(self) -> tuple[float, ...]:
        """For each column the share of its filled cells that are amounts, 0 for an empty one."""
        return tuple(_share(self.cells(index)) for index in range(self.width))

    def cells(self, column: int) -> list[str]:
        """The filled cells of a column in the rows looked at."""
        return [row[column].strip() for row in self.rows[:LOOKED_AT] if row[column].strip()]

    def fill(self, column: int) -> float:
        """The share of rows with something in that column."""
        return len(self.cells(column)) / len(self.rows[:LOOKED_AT])

    def rank(self, column: int, role: str) -> int | None:
        """How well a column's name fits a role: 0 is best, None is not at all."""
        return name_rank(self.names[column], role)


def find_table(records: Sequence[Sequence[str]]) -> Table | None:
    """The table among a file's first records, None when no row has a day and an amount."""
    header_at, known = _header(records)
    if header_at is None:
        header_at = _unknown_header(records)
    start = 0 if header_at is None else header_at + 1
    body, notices = _parted(records[start:])
    if not body:
        return None
    width = Counter(len(row) for row in body).most_common(1)[0][0]
    if not 1 < width <= MAX_COLUMNS:
        return None
    header = () if header_at is None else tuple(records[header_at])
    return Table(
        header=header,
        notices=tuple(tuple(row) for row in (*records[: header_at or 0], *notices)),
        rows=tuple((*row, *("",) * width)[:width] for row in body),
        width=width,
        known=known,
    )


def _parted(
    records: Sequence[Sequence[str]],
) -> tuple[list[Sequence[str]], list[Sequence[str]]]:
    """The rows with a day and an amount, and all others."""
    body: list[Sequence[str]] = []
    notices: list[Sequence[str]] = []
    for row in records:
        days = [is_day(each) for each in row]
        money = (is_amount(each.strip()) for each, day in zip(row, days, strict=True) if not day)
        (body if any(days) and any(money) else notices).append(row)
    return body, notices


@lru_cache(maxsize=50_000)
def is_day(text: str) -> bool:
    """Whether a cell is a day in any order."""
    return any(read_day(text, order) for order in DAY_ORDERS)


def bare_name(name: str) -> str:
    """A column's normalised name without the currency in it."""
    words = normal_name(name).split()
    kept = [each for each in words if not is_currency(each) or len(words) == 1]
    return " ".join(each for each in kept if each not in {"in", "en"} or len(kept) == 1)


@lru_cache(maxsize=10_000)
def name_rank(name: str, role: str) -> int | None:
    """How well a name fits a role; names that only contain a known one after PARTIAL."""
    if not name:
        return None
    names = names_of(role)
    if name in names:
        return names[name]
    found = [
        rank
        for known, rank in names.items()
        if (len(known) >= _SHORT or not known.isascii()) and f" {known} " in f" {name} "
    ]
    return PARTIAL + min(found) if found else None


def _header(records: Sequence[Sequence[str]]) -> tuple[int | None, int]:
    """Where the header is and how many of its names are known, (None, 0) for nowhere."""
    best: tuple[int | None, int] = (None, 0)
    for index, row in enumerate(records[:HEADER_WITHIN]):
        score = _header_score(row)
        if score > best[1]:
            best = (index, score)
    return best


def _header_score(row: Sequence[str]) -> int:
    names = [bare_name(each) if len(each) < HEADER_WITHIN else "" for each in row[:MAX_COLUMNS]]
    if len(names) < 2 or any(is_day(each) for each in row):  # noqa: PLR2004  a day and an amount
        return 0
    roles = {role for name in names for role in ENGLISH if name_rank(name, role) is not None}
    known = sum(2 if roles_of(name) else 1 for name in names if _is_known(name))
    return known if known > 1 and ("day" in roles or _MONEY & roles) and len(roles) > 1 else 0


def _is_known(name: str) -> bool:
    return any(name_rank(name, role) is not None for role in ENGLISH)


def _unknown_header(records: Sequence[Sequence[str]]) -> int | None:
    """The row before the first day, if it looks like names in a language not known here."""
    dated = (at for at, row in enumerate(records) if len(row) > 1 and any(map(is_day, row)))
    index = next(dated, 0)
    if not index:
        return None
    row = records[index]
    above = records[index - 1]
    named = [each for each in above if each.strip()]
    words = [each for each in named if not any(sign.isdigit() for sign in each)]
    return index - 1 if len(above) == len(row) and len(words) > len(row) // 2 else None


def _share(cells: Sequence[str]) -> float:
    return sum(is_amount(each) for each in cells) / len(cells) if cells else 0.0
