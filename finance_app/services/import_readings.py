"""Bank files read into rows, the last few of them remembered: reading a large one takes a second.

What the rows are to the entries already there is for `services.import_previews`.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from finance_app.adapters import statements
from finance_app.domain.currencies import DECIMALS
from finance_app.domain.imports import rows
from finance_app.domain.statements import Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from finance_app.domain.import_previews import Proposed
    from finance_app.domain.imports import ImportRow, Judgement
    from finance_app.domain.layout_marks import Question
    from finance_app.domain.layouts import Layout
    from finance_app.domain.statements import Statement, StatementFile, StatementTransaction
    from finance_app.services.progress import Progress

    type Unit = Callable[[int, str, str], str]
    """Says in which currency a part's amounts are, by its number, account number and currency."""

MOST_ROWS = 250_000  # remembered of all files together, about 100 MB
NO_CURRENCY = "XXX"  # ISO 4217


class FileKey(NamedTuple):
    """A file and how it is read.

    Args:
        layout: JSON, "" for formats that need none.
        customs: codes beside ISO 4217 that are known, with their decimals.
    """

    book_id: int
    digest: str
    layout: str
    region: str
    customs: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """What one account did in one currency; `currency` is "" when the file does not say.

    Args:
        statement: without its transactions.
        unit: the currency of the rows' amounts.
    """

    statement: Statement
    currency: str
    unit: str
    rows: Sequence[ImportRow]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file's rows are to a book as it was after its change number `head`.

    Args:
        accounts: the account of each part, None for a new one.
    """

    head: int
    accounts: tuple[int | None, ...]
    judgements: tuple[Sequence[Judgement], ...]
    usual: Mapping[str, Proposed]
    names: Mapping[int, str]


@dataclass(slots=True)
class Reading:
    """A file as it was read, and how it was judged last."""

    format: str
    parts: tuple[Part, ...]
    skipped: tuple[Skipped, ...]
    proposed: Layout | None
    questions: tuple[Question, ...]
    judged: Judged | None = None

    @property
    def size(self) -> int:
        """How many rows it holds."""
        return sum(len(part.rows) for part in self.parts)


_kept: OrderedDict[FileKey, Reading] = OrderedDict()
_lock = Lock()


def read(
    key: FileKey,
    content: Callable[[], bytes],
    layout: Layout | None,
    unit: Unit,
    progress: Progress | None = None,
) -> Reading:
    """Return a file's rows, from memory where it was read the same way a short while ago.

    Args:
        content: fetches the bytes where they are needed.
        progress: is called with the percentage read, 0 to 100.

    Raises:
        StatementError: the file cannot be read, or not by this layout.
    """
    with _lock:
        known = _kept.get(key)
        if known is not None and _fits(known, unit):
            _kept.move_to_end(key)
            return known
    found = _read(content(), key.region, layout, unit, progress)
    if found.size <= MOST_ROWS:
        with _lock:
            _keep(key, found)
    return found


def forget(book_id: int, digest: str) -> None:
    """Drop what is remembered of a file."""
    with _lock:
        for key in [key for key in _kept if (key.book_id, key.digest) == (book_id, digest)]:
            del _kept[key]


def _keep(key: FileKey, found: Reading) -> None:
    _kept[key] = found
    _kept.move_to_end(key)
    while sum(each.size for each in _kept.values()) > MOST_ROWS:
        _kept.popitem(last=False)


def _fits(known: Reading, unit: Unit) -> bool:
    return all(
        unit(place, part.statement.account.number, part.currency) == part.unit
        for place, part in enumerate(known.parts)
    )


def _read(
    content: bytes,
    region: str,
    layout: Layout | None,
    unit: Unit,
    progress: Progress | None,
) -> Reading:
    proposal = statements.propose_layout(content, region=region)
    file = statements.read(content, layout=layout, region=region, progress=progress)
    apart, left = _by_account(file)
    parts = []
    for place, (statement, currency) in enumerate(apart):
        chosen = unit(place, statement.account.number, currency)
        made, too_large = rows(statement.transactions, file.format, chosen)
        left += too_large
        if made:
            parts.append(Part(replace(statement, transactions=()), currency, chosen, made))
    skipped = sorted((*file.all_skipped, *left), key=lambda each: each.line or 0)
    return Reading(
        format=file.format,
        parts=tuple(parts),
        skipped=tuple(skipped),
        proposed=proposal.layout if proposal else None,
        questions=proposal.questions if proposal else (),
    )


def _by_account(file: StatementFile) -> tuple[list[tuple[Statement, str]], list[Skipped]]:
    """Return the transactions apart by account and currency, and those no account can hold.

    Statements of one account are put together: what is opened for it is opened once.
    """
    apart: dict[tuple[str, str], list[StatementTransaction]] = {}
    about: dict[tuple[str, str], Statement] = {}
    skipped = []
    for place, statement in enumerate(file.statements):
        name = statement.account.number or f"\n{place}"
        for found in statement.transactions:
            code = "" if found.currency == NO_CURRENCY else found.currency
            if code and code not in DECIMALS:
                skipped.append(Skipped(found.line, f"{code} is no currency an account can have."))
            else:
                apart.setdefault((name, code), []).append(found)
                about[name, code] = _newer(statement, about.get((name, code)))
    return [
        (replace(about[key], transactions=tuple(found)), key[1]) for key, found in apart.items()
    ], skipped


def _newer(statement: Statement, other: Statement | None) -> Statement:
    """Return which of an account's statements has the balance that counts."""
    if other is None or other is statement:
        return statement
    return max(other, statement, key=_balance_day)


def _balance_day(statement: Statement) -> tuple[bool, str]:
    day: date | None = statement.balance_day
    return statement.balance is not None, day.isoformat() if day else ""
