"""Which column of a table is the day, the amount, the payee …: names weighed against contents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.domain.column_names import NOT_THE_AMOUNT, listed
from finance_app.domain.column_words import IBAN, direction_of, is_not_booked
from finance_app.domain.layout_sums import Pair, explained_by_balance
from finance_app.domain.layout_tables import PARTIAL, name_rank
from finance_app.domain.written_amounts import is_currency, stated_currency

if TYPE_CHECKING:
    from finance_app.domain.layout_tables import Table

_ENOUGH = 0.95
_LONG_NUMBER = 8
_FEW = 12
_ABOUT_NUMBERS = frozenset(
    listed(
        "iban;bic;blz;id;number;nummer;kontonummer;date;account;card;holder;cardholder;code;member"
    )
)
_ANY_NAME = frozenset(listed("name;naam;nom;nombre;navn;nev;nazwa;nazev"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a table by what they hold, counted from 0."""

    day: int
    amount: int | None = None
    debit: int | None = None
    credit: int | None = None
    direction: int | None = None
    payee: tuple[int, ...] = ()
    memo: tuple[int, ...] = ()
    currency: int | None = None
    bank_id: int | None = None
    account: int | None = None
    status: int | None = None
    balance: int | None = None


def choose_columns(table: Table) -> Columns | None:
    """The columns of a table, None when it has no day or no amount."""
    day = _day(table)
    if day is None:
        return None
    balance = _best(table, "balance", [each for each in _numbers(table) if each != day])
    amount, pair, balance = _money(table, day, balance)
    if amount is None and pair is None:
        return None
    debit, credit = (pair.debit, pair.credit) if pair and amount is None else (None, None)
    near = next(each for each in (amount, debit, credit) if each is not None)
    taken = {each for each in (day, amount, debit, credit, balance) if each is not None}
    direction = None if amount is None else _direction(table, taken)
    currency = _currency(table, near, taken)
    used = taken | {each for each in (direction, currency) if each is not None}
    payee, memo = _texts(table, used)
    return Columns(
        day=day,
        amount=amount,
        debit=debit,
        credit=credit,
        direction=direction,
        payee=payee,
        memo=memo,
        currency=currency,
        bank_id=_bank_id(table),
        account=_account(table, used, payee),
        status=_status(table, used),
        balance=balance,
    )


def _day(table: Table) -> int | None:
    """The column of days: the best name among those with days in most rows."""
    most = max(table.day_share)
    days = [index for index, share in enumerate(table.day_share) if share > 0 and share >= most / 2]
    return min(days, key=lambda each: (_rank(table, each, "day"), each), default=None)


def _numbers(table: Table) -> list[int]:
    """Columns whose filled cells are amounts, and not days or long numbers."""
    return [
        index
        for index, share in enumerate(table.amount_share)
        if share >= _ENOUGH and table.day_share[index] < 1 / 2 and not _is_number(table, index)
    ]


def _is_number(table: Table, column: int) -> bool:
    """Whether a column holds numbers that count nothing, as of an account or a card."""
    cells = table.cells(column)
    plain = [each for each in cells if each.isdigit()]
    long = [each for each in plain if len(each) >= _LONG_NUMBER or each.startswith("00")]
    return len(long) > len(cells) / 2


def _money(
    table: Table, day: int, balance: int | None
) -> tuple[int | None, Pair | None, int | None]:
    """The column of amounts, or the pair of money out and in, and the column of balances."""
    numbers = [each for each in _numbers(table) if each not in {day, balance}]
    pair = _pair(table, [*numbers, *_empty(table)])
    outside = [each for each in numbers if pair is None or each not in (pair.debit, pair.credit)]
    amount = _best(table, "amount", [each for each in outside if _may_be_amount(table, each)])
    if amount is not None and (
        pair is None or _is_signed(table, amount) or not _fills(table, pair)
    ):
        return amount, None, balance
    if pair is not None:
        return None, pair, balance
    unnamed = [each for each in numbers if _is_unnamed(table, each)]
    return explained_by_balance(table, unnamed, balance)


def _pair(table: Table, columns: list[int]) -> Pair | None:
    debit = _best(table, "debit", [each for each in columns if _may_be_amount(table, each)])
    rest = [each for each in columns if each != debit and _may_be_amount(table, each)]
    credit = _best(table, "credit", rest)
    found = [each for each in (debit, credit) if each is not None and table.cells(each)]
    return Pair(debit, credit) if found and (debit is not None and credit is not None) else None


def _fills(table: Table, pair: Pair) -> bool:
    """Whether most rows have one of both filled."""
    columns = [each for each in (pair.debit, pair.credit) if each is not None]
    return sum(table.fill(each) for each in columns) > _ENOUGH


def _is_signed(table: Table, column: int) -> bool:
    return any(each.strip("€$£ ").startswith(("-", "−", "(", "–")) for each in table.cells(column))


def _may_be_amount(table: Table, column: int) -> bool:
    return not NOT_THE_AMOUNT & set(table.names[column].split())


def _is_unnamed(table: Table, column: int) -> bool:
    """Whether nothing about a column's name says that it is something else than an amount."""
    name = table.names[column]
    known = ("bank_id", "account", "currency", "status", "day", "name", "balance")
    return (
        _may_be_amount(table, column) and all(table.rank(column, role) is None for role in known)
    ) or not name


def _empty(table: Table) -> list[int]:
    return [index for index in range(table.width) if not table.cells(index)]


def _direction(table: Table, taken: set[int]) -> int | None:
    """The column that says only whether money went in or out."""
    for index in range(table.width):
        words = {each.lower() for each in table.cells(index)}
        if index in taken or not words or len(words) > _FEW or table.fill(index) < _ENOUGH:
            continue
        if all(direction_of(each) for each in words) and _says_direction(table, index, words):
            return index
    return None


def _says_direction(table: Table, index: int, words: set[str]) -> bool:
    """One word alone proves little, unless the column's name or a sign says more."""
    both = {direction_of(each) for each in words} == {-1, 1}
    name = set(table.names[index].split())
    telling = {
        "type",
        "direction",
        "debit",
        "credit",
        "cd",
        "dc",
        "sign",
        "af",
        "bij",
        "soll",
        "haben",
    }
    plain = {"+", "-", "cr", "dr", "debit", "credit", "to", "from"}
    return both or bool(name & telling) or words <= plain


def _currency(table: Table, near: int, taken: set[int]) -> int | None:
    """The column of currency codes nearest to the amount, the right one first."""
    found = [
        index
        for index in range(table.width)
        if index not in taken
        and table.fill(index) >= _ENOUGH
        and _says_currencies(table, index)
        and _may_be_amount(table, index)
    ]
    return min(found, key=lambda each: (abs(each - near), -each), default=None)


def _says_currencies(table: Table, column: int) -> bool:
    """Whether currencies stand in a column: known ones, or where its name says so, most are codes.

    A single code that nobody knows must not make the whole file one of the account's currency.
    """
    cells = table.cells(column)
    if table.rank(column, "currency") is None:
        return not table.names[column] and all(map(is_currency, cells))
    return 2 * sum(bool(stated_currency(each)) for each in cells) > len(cells)


def _texts(table: Table, used: set[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The columns that name the payee, best first, and those of the memo."""
    free = [
        index
        for index in range(table.width)
        if index not in used and table.cells(index) and table.day_share[index] < 1 / 2
    ]
    names = sorted(
        (_rank(table, each, "name"), each) for each in free if _fits(table, each, "name")
    )
    texts = sorted(
        (_rank(table, each, "text"), each) for each in free if _fits(table, each, "text")
    )
    payee = [each for _, each in names] + [each for _, each in texts]
    if not payee:
        payee = _unnamed_texts(table, free)
        return tuple(payee[:1]), tuple(payee[1:3])
    memo = [each for _, each in texts if each != payee[0]]
    return tuple(dict.fromkeys(payee)), tuple(sorted(set(memo) | set(_more_lines(table, memo))))


def _fits(table: Table, column: int, role: str) -> bool:
    rank = table.rank(column, role)
    name = table.names[column]
    if rank is None or _ABOUT_NUMBERS & set(name.split()):
        return False
    if name in _ANY_NAME and any(_is_counterparty(each, name) for each in table.names):
        return False
    others = (table.rank(column, each) for each in ("bank_id", "status", "currency"))
    return all(each is None or each > rank for each in others)


def _is_counterparty(name: str, other: str) -> bool:
    """Whether a column names the other party more plainly than `other`, which is then one's own."""
    rank = name_rank(name, "name")
    return name not in _ANY_NAME and rank is not None and other in name.split()


def _more_lines(table: Table, memo: list[int]) -> list[int]:
    """Columns numbered on from one of the memo, such as VWZ1, VWZ2."""
    stems = {table.names[each].rstrip("0123456789 ") for each in memo}
    numbered = (index for index, name in enumerate(table.names) if name[-1:].isdigit())
    return [each for each in numbered if table.names[each].rstrip("0123456789 ") in stems]


def _unnamed_texts(table: Table, free: list[int]) -> list[int]:
    """Columns of words, those that say most and most different things first."""
    said = {each: _said(table.cells(each)) for each in free if table.amount_share[each] < 1 / 2}
    return sorted((each for each in said if said[each] > 0), key=lambda each: -said[each])


def _said(cells: list[str]) -> float:
    """How much a column's words say: their length, and how seldom they repeat."""
    words = ["".join(sign for sign in cell if not sign.isdigit()) for cell in cells]
    numbers = sum(map(len, cells)) - sum(map(len, words))
    length = sum(map(len, words)) - numbers
    return length * len(set(words)) / len(cells) ** 2


def _bank_id(table: Table) -> int | None:
    """A column named as an identifier, filled in every row and never twice the same."""
    for index in range(table.width):
        rank = table.rank(index, "bank_id")
        cells = table.cells(index)
        if rank is not None and rank < PARTIAL and len(set(cells)) == len(table.rows[: len(cells)]):
            return index if table.fill(index) == 1 else None
    return None


def _account(table: Table, used: set[int], payee: tuple[int, ...]) -> int | None:
    """The column that names the own account: filled in every row, few different values."""
    first = min(payee, default=table.width)
    found = []
    for index in range(table.width):
        rank = table.rank(index, "account")
        distinct = len(set(table.cells(index)))
        many = distinct > _FEW or (distinct > 1 and distinct > len(table.rows) / 2)
        if index in used or index == first or rank is None or rank >= PARTIAL or many:
            continue
        if table.fill(index) == 1 and (distinct == 1 or index < first):
            found.append((index > first, rank, index))
    return min(found)[2] if found else _own_iban(table)


def _own_iban(table: Table) -> int | None:
    """The column with one and the same IBAN in every row, in a table without names."""
    if table.header or len(table.rows) == 1:
        return None
    constant = (each for each in range(table.width) if len(set(table.cells(each))) == 1)
    return next((each for each in constant if IBAN.fullmatch(table.cells(each)[0])), None)


def _status(table: Table, used: set[int]) -> int | None:
    """The column that says whether a movement is booked."""
    for index in range(table.width):
        words = {each.lower() for each in table.cells(index)}
        if index in used or not words or len(words) > _FEW:
            continue
        rank = table.rank(index, "status")
        if rank is not None and rank < PARTIAL:
            return index
        if _may_be_status(table, index) and any(is_not_booked(each) for each in words):
            return index
    return None


def _may_be_status(table: Table, column: int) -> bool:
    """Whether a column has few short words and is not about whom or what."""
    cells = table.cells(column)
    few = len(set(cells)) <= _FEW / 3 and len(set(cells)) <= len(cells) / 2
    texts = [table.rank(column, each) for each in ("name", "text")]
    return few and (texts == [None, None] or "type" in table.names[column].split())


def _best(table: Table, role: str, columns: list[int]) -> int | None:
    ranked = [each for each in columns if table.rank(each, role) is not None]
    return min(ranked, key=lambda each: (_rank(table, each, role), each), default=None)


def _rank(table: Table, column: int, role: str) -> int:
    rank = table.rank(column, role)
    return 10_000 if rank is None else rank
