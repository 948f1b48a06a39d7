"""How a CSV file is laid out: which column is what, and how its days and amounts are written.

A value that is proposed from a file, confirmed by a person and remembered for that kind of file.
How one is proposed belongs to `layout_proposals`, how rows are read by it to `layout_rows`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, cast

from finance_app.domain.column_names import normal_name
from finance_app.domain.statements import MAX_COLUMNS, MAX_TEXT
from finance_app.domain.written_amounts import DECIMAL_MARKS, is_currency
from finance_app.domain.written_days import DAY_ORDERS, DayOrder
from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ENCODINGS = frozenset(
    {"", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso-8859-1", "iso-8859-2"}
    | {"iso-8859-15", "cp932", "gb18030", "cp949", "cp850", *(f"cp{1250 + n}" for n in range(9))}
)
DELIMITERS = (",", ";", "\t", "|")
SIGNED_COLUMNS = ("amount", "debit", "credit")
ONE_COLUMN = (
    "amount",
    "debit",
    "credit",
    "direction",
    "currency",
    "bank_id",
    "account",
    "status",
    "balance",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Everything needed to read a CSV file; columns are counted from 0.

    Args:
        header: the names of the columns as written, () when the file has none.
        width: how many columns a full row has.
        money_out: the texts of the direction column that mean money out, in lower case.
        negated: which of amount, debit and credit have their sign turned.
        payee: the first of these columns that is not empty names the payee.
        memo: these columns together are the memo.
        currency_code: the currency of every row, "" when a column says it or nothing does.
        encoding: how the file's bytes are read when they are not UTF-8, "" to find out.
    """

    delimiter: str
    header: tuple[str, ...]
    width: int
    day: int
    day_order: DayOrder
    decimal_mark: str
    amount: int | None = None
    debit: int | None = None
    credit: int | None = None
    direction: int | None = None
    money_out: tuple[str, ...] = ()
    negated: tuple[str, ...] = ()
    payee: tuple[int, ...] = ()
    memo: tuple[int, ...] = ()
    currency: int | None = None
    currency_code: str = ""
    bank_id: int | None = None
    account: int | None = None
    status: int | None = None
    balance: int | None = None
    encoding: str = ""

    def __post_init__(self) -> None:
        _check(self)

    @property
    def fingerprint(self) -> str:
        """What files of this kind share: delimiter and names of columns, or their number."""
        names = [normal_name(each) for each in self.header] or [str(self.width)]
        return hashlib.sha256("\x1f".join([self.delimiter, *names]).encode()).hexdigest()[:32]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, to be stored as JSON."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}

    def as_json(self) -> str:
        """Canonical JSON: the same layout is always the same text."""
        return json.dumps(self.as_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def layout_from_dict(values: Mapping[str, Any]) -> Layout:
    """A layout from plain values.

    Raises:
        InvalidInputError: when a value is missing, unknown, of another type or out of range.
    """
    known = {each.name: str(each.type) for each in fields(Layout)}
    for name in values:
        if name not in known:
            raise InvalidInputError(f'A layout has no "{str(name)[:40]}".')
    try:
        given = {name: _typed(name, known[name], value) for name, value in values.items()}
        return Layout(**given)
    except TypeError as error:
        raise InvalidInputError(
            "A layout needs its delimiter, header, width, day and marks."
        ) from error


def same_header(row: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row is that header, whatever its case, spaces and trailing empty cells."""
    return _names(row) == _names(header)


def _names(row: Sequence[str]) -> list[str]:
    names = [normal_name(each) for each in row]
    while names and not names[-1]:
        names.pop()
    return names


def _typed(name: str, kind: str, value: Any) -> Any:
    """The value if it has the annotated type, lists made tuples."""
    if kind.startswith("tuple"):
        inner = int if "int" in kind else str
        if isinstance(value, (list, tuple)) and all(type(each) is inner for each in value):
            return tuple(value)
    elif value is None:
        if "None" in kind:
            return None
    elif type(value) is (int if "int" in kind else str):
        return value
    raise InvalidInputError(f'"{name}" of a layout has a value that cannot be used.')


def _check(layout: Layout) -> None:
    if layout.delimiter not in DELIMITERS:
        raise InvalidInputError("Columns are divided by a comma, semicolon, tab or bar.")
    if not 1 < layout.width <= MAX_COLUMNS or len(layout.header) > MAX_COLUMNS:
        raise InvalidInputError(f"A file has between 2 and {MAX_COLUMNS} columns.")
    if layout.day_order not in DAY_ORDERS or layout.decimal_mark not in DECIMAL_MARKS:
        raise InvalidInputError("The order of a date or the decimal mark is not a known one.")
    if (layout.amount is None) == (layout.debit is None and layout.credit is None):
        raise InvalidInputError(
            "Choose one column of amounts, or one for money out and one for money in."
        )
    if not set(layout.negated) <= set(SIGNED_COLUMNS):
        raise InvalidInputError("Only amount, debit and credit can have their sign turned.")
    if layout.currency_code and not is_currency(layout.currency_code):
        raise InvalidInputError(f'"{layout.currency_code[:8]}" is not a currency.')
    if layout.encoding not in ENCODINGS:
        raise InvalidInputError(f'"{layout.encoding[:20]}" is not an encoding of text known here.')
    texts = (*layout.header, *layout.money_out)
    if any(len(each) > MAX_TEXT for each in texts):
        raise InvalidInputError("A layout holds a text that is too long.")
    _check_columns(layout)


def _check_columns(layout: Layout) -> None:
    single = [cast("int | None", getattr(layout, name)) for name in ONE_COLUMN]
    columns = [layout.day, *(each for each in single if each is not None)]
    if any(not 0 <= each < layout.width for each in (*columns, *layout.payee, *layout.memo)):
        raise InvalidInputError(f"A column is not among the {layout.width} of the file.")
    money = [each for each in (layout.amount, layout.debit, layout.credit) if each is not None]
    if layout.day in money or len(set(money)) < len(money):
        raise InvalidInputError("Day, money out and money in are different columns.")
    if layout.direction is not None and not layout.money_out:
        raise InvalidInputError("Say which words of the direction column mean money out.")
