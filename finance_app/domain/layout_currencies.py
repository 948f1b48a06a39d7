"""The one currency of a file without a column for it: beside amounts, in names, in notices."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from babel.numbers import get_currency_symbol, get_territory_currencies

from finance_app.domain.column_names import NOT_THE_AMOUNT, listed
from finance_app.domain.column_words import IBAN
from finance_app.domain.layout_marks import Question, locale_of
from finance_app.domain.written_amounts import AMBIGUOUS_SYMBOLS, SYMBOLS, currency_in, is_currency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finance_app.domain.layout_columns import Columns
    from finance_app.domain.layout_tables import Table

_EURO = frozenset(listed("AT;BE;CY;DE;EE;ES;FI;FR;GR;HR;IE;IT;LT;LU;LV;MT;NL;PT;SI;SK"))
_CODE = re.compile(
    r"\b(EUR|EURO[SA]?|USD|GBP|CHF|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|CAD|AUD|NZD|JPY|CNY|BRL|MXN|ZAR|INR"
    r"|SGD|HKD|TRY|RUB|UAH|ILS|THB|KRW|AED|SAR|KWD|PHP|IDR|MYR|ARS|CLP|COP|PEN|EGP|NGN|KES)\b"
)
_CROWNS = {"belopp": "SEK", "belob": "DKK", "belop": "NOK"}


def currency_code(table: Table, columns: Columns, region: str) -> tuple[str, Question | None]:
    """The currency of every row, or "" and a question when the file does not say."""
    if columns.currency is not None:
        return "", None
    money = [each for each in (columns.amount, columns.debit, columns.credit) if each is not None]
    names = [table.header[each] for each in money if each < len(table.header)]
    notices = "\n".join(cell for row in table.notices for cell in row)
    for found in (
        [code for name in names for code in _codes(name)],
        [_meant(sign, table, region) for name in names for sign in _symbols(name)],
        _beside(table, money, region),
        _codes(notices),
        [code for name in _own_names(table) for code in _codes(name)],
        _of_iban(table, columns, notices),
    ):
        if len(set(found)) == 1 and found[0]:
            return found[0], None
    code = "EUR" if _mentions_sepa(table) else ""
    text = "The file names no currency: which one is it in?"
    return code, Question("currency_code", text, (code,) if code else ())


def _beside(table: Table, money: Sequence[int], region: str) -> list[str]:
    """The currency written beside most amounts."""
    cells = [cell for each in money for cell in table.cells(each)]
    found = Counter(filter(None, map(currency_in, cells)))
    return [
        _meant(sign, table, region)
        for sign, times in found.most_common(1)
        if times > len(cells) / 3
    ]


def _codes(text: str) -> list[str]:
    """The currencies named in a text, by code or as euros."""
    return ["EUR" if each.startswith("EURO") else each for each in _CODE.findall(text.upper())]


def _symbols(name: str) -> list[str]:
    return [each for each in re.split(r"[\s()\[\]/]+", name) if each in SYMBOLS]


def _meant(sign: str, table: Table, region: str) -> str:
    """The code of a symbol; a dollar or a crown is the language's or the region's, if any."""
    if is_currency(sign):
        return sign.upper()
    if sign not in AMBIGUOUS_SYMBOLS:
        return SYMBOLS.get(sign, "")
    spoken = [_CROWNS[name] for name in table.names if name in _CROWNS] if sign != "$" else []
    if spoken:
        return spoken[0]
    locale = locale_of(region)
    own = get_territory_currencies(locale.territory)[-1:] if locale.territory else []
    if own and get_currency_symbol(own[0], locale=locale).lower().strip(".") == sign.lower():
        return own[0]
    return "USD" if sign == "$" else ""


def _mentions_sepa(table: Table) -> bool:
    """Whether some rows are SEPA payments, which are made in euro alone."""
    return sum(any("SEPA" in cell for cell in row) for row in table.rows) > 1


def _own_names(table: Table) -> list[str]:
    """The names of columns that are about the account's own money."""
    return [
        name
        for name, normal in zip(table.header, table.names, strict=False)
        if not (NOT_THE_AMOUNT - {"balance", "saldo"}) & set(normal.split())
    ]


def _of_iban(table: Table, columns: Columns, notices: str) -> list[str]:
    """The euro, where the own account's number is of a country that has it."""
    own = [] if columns.account is None else table.cells(columns.account)
    countries = {each for text in (*own, notices) for each in IBAN.findall(text)}
    return ["EUR"] if countries and countries <= _EURO else []
