"""CSV files: divided by commas, semicolons, tabs or bars, read by a layout given or proposed."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from finance_app.adapters.statements.limits import EVERY, Pace, listed
from finance_app.domain.layout_proposals import Proposal, propose
from finance_app.domain.layout_rows import RowReader
from finance_app.domain.layouts import DELIMITERS, Layout, same_header
from finance_app.domain.statements import (
    BREAKS_OFF,
    MAX_COLUMNS,
    MAX_STATEMENTS,
    Skipped,
    Statement,
    StatementAccount,
    StatementFile,
    StatementTransaction,
)
from finance_app.errors import StatementError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEADER_WITHIN = 200
PROPOSED_FROM = 2_000
_HEAD = 1_000_000
_BEGINS_WITH_DAY = re.compile(r"\W*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b")


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A row of a file beside what a layout makes of it."""

    line: int
    cells: tuple[str, ...]
    read: StatementTransaction | Skipped


def propose_layout(text: str, *, encoding: str, region: str) -> Proposal:
    """The layout that explains most of a file's first rows.

    Raises:
        StatementError: when none does.
    """
    head = text[:_HEAD]
    found = []
    for delimiter in DELIMITERS:
        if delimiter not in head:
            continue
        records = [row for _, row in islice(_rows(head, delimiter), PROPOSED_FROM)]
        proposal = propose(records, delimiter=delimiter, encoding=encoding, region=region)
        if proposal:
            found.append(proposal)
    if not found:
        raise StatementError(
            "No rows with a date and an amount were found; download the transactions as OFX or CSV."
        )
    return max(found, key=lambda each: each.score)


def read(
    text: str, layout: Layout, *, progress: Callable[[int], None] | None = None
) -> StatementFile:
    """The statements of a CSV file, one for each own account its rows name.

    Raises:
        StatementError: when the layout's header is not in the file, there is too much, or the file
            breaks off inside a row.
    """
    reader = RowReader(layout)
    found: dict[str, list[StatementTransaction]] = {}
    skipped: list[Skipped] = []
    lines = text.count("\n") + 1
    pace = Pace(lines, progress)
    rows = cells = 0
    account = ""
    for line, row in _body(text, layout):
        rows += 1
        if not rows % EVERY:
            pace.at(line, rows)
        cells = len(row)
        read_row = reader.read(row, line)
        if isinstance(read_row, Skipped):
            skipped.append(read_row)
            continue
        account = reader.account(row)
        found.setdefault(account, []).append(read_row)
    pace.at(lines, rows)
    if not text.endswith("\n") and found and reader.is_cut(cells):
        raise StatementError(BREAKS_OFF, line=found[account][-1].line)
    return StatementFile("CSV", _statements(found, skipped))


def sample_rows(text: str, layout: Layout, count: int) -> list[SampleRow]:
    """The first rows of a file, each with what the layout makes of it."""
    reader = RowReader(layout)
    body = islice(_body(text[:_HEAD], layout), count)
    return [SampleRow(line, tuple(row), reader.read(list(row), line)) for line, row in body]


def _statements(
    found: dict[str, list[StatementTransaction]], skipped: list[Skipped]
) -> tuple[Statement, ...]:
    if len(found) > MAX_STATEMENTS:
        raise StatementError(
            f"The column of accounts names more than {MAX_STATEMENTS:,}; choose another for it."
        )
    accounts = list(found) or [""]
    made = []
    for place, number in enumerate(accounts):
        transactions = tuple(found.get(number, ()))
        codes = {each.currency for each in transactions}
        account = StatementAccount(number=number, currency=codes.pop() if len(codes) == 1 else "")
        made.append(Statement(account, transactions, listed(skipped) if not place else ()))
    return tuple(made)


def _body(text: str, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """The rows below the layout's header, without blank ones and the header's repetitions."""
    rows = _rows(text, layout.delimiter)
    header = layout.header
    if header:
        above = islice(rows, HEADER_WITHIN)
        if not any(same_header(row, header) for _, row in above):
            raise StatementError(
                "The columns of this file are not those of the layout; confirm its columns again."
            )
    first = header[0] if header else None
    for line, row in rows:
        if not row or not any(row) or (row[0] == first and same_header(row, header)):
            continue
        if row[0].isspace() and not any(each.strip() for each in row):
            continue
        yield line, row


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it starts in."""
    reader = csv.reader(_lines(text), delimiter=delimiter, skipinitialspace=True)
    line = 1
    try:
        for row in reader:
            if len(row) > MAX_COLUMNS:
                raise StatementError(f"The row has more than {MAX_COLUMNS} columns.", line=line)
            if reader.line_num > line:
                _refuse_swallowed(row, delimiter, line)
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise StatementError(
            "A field is too long: a quotation mark may be missing.", line=line
        ) from error


def _refuse_swallowed(row: list[str], delimiter: str, line: int) -> None:
    """Refuse a field whose lines look like rows: its quotation mark was never closed."""
    inside = (part for field in row for part in field.split("\n")[1:])
    full = max(len(row) - 1, 1)
    if any(part.count(delimiter) >= full or _BEGINS_WITH_DAY.match(part) for part in inside):
        raise StatementError(
            "A quotation mark is not closed in this row; close it or export the file again.",
            line=line,
        )


def _lines(text: str) -> Iterator[str]:
    """The lines of a text, one at a time."""
    at, end = 0, len(text)
    find = text.find
    while at < end:
        stop = find("\n", at) + 1 or end
        yield text[at:stop]
        at = stop
