"""Amounts as banks write them: `1.234,56-`, `(12.34)`, `$1,234.50`, `CHF 1'234.50`, `12.00 CR`.

A strict grammar: ASCII digits, a bounded length before anything becomes a Decimal. What people
type into a field is another matter, and belongs to `money`.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from babel.core import get_global

from finance_app.domain.currencies import DECIMALS, looks_custom
from finance_app.errors import InvalidAmountError

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_DIGITS = 20
MAX_CELL = 48
DECIMAL_MARKS = (".", ",")

SYMBOLS = {
    "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₺": "TRY", "₴": "UAH", "₪": "ILS",
    "₩": "KRW", "₫": "VND", "฿": "THB", "₱": "PHP", "₦": "NGN", "₸": "KZT", "R$": "BRL",
    "US$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD",
    "S$": "SGD", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "Fr": "CHF", "SFr": "CHF", "lei": "RON",
    "TL": "TRY", "руб": "RUB", "лв": "BGN", "$": "", "kr": "", "Kr": "",
}  # fmt: skip
AMBIGUOUS_SYMBOLS = frozenset({"$", "kr", "Kr"})

_SYMBOL = "|".join(re.escape(each) for each in sorted(SYMBOLS, key=len, reverse=True))
_CURRENCY = rf"(?:[A-Z][A-Z0-9]{{2}}|(?:{_SYMBOL})\.?)"
_BEFORE = rf"(?:(?:{_SYMBOL})\.?|[A-Z][A-Z0-9]{{2}}(?:(?<![0-9])|(?=[ +-])))"  # "B12.50" is neither
_PLAIN = {mark: re.compile(rf"[+-]?[0-9]{{1,16}}(?:\{mark}[0-9]{{1,18}})?") for mark in (".", ",")}
_THOUSANDS = {
    mark: re.compile(rf"[+-]?[0-9]{{1,3}}(?:\{other}[0-9]{{3}})+(?:\{mark}[0-9]{{1,18}})?")
    for mark, other in ((".", ","), (",", "."))
}
_UNGROUP = {".": str.maketrans("", "", ","), ",": str.maketrans(",", ".", ".")}
_SPACE = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_OUTER_SPACE = re.compile(r"(?<![0-9]) | (?![0-9])")
_WRITTEN = re.compile(
    rf"(?P<open>\()?(?P<before>[+-])?(?:(?P<code>{_BEFORE}) ?)?(?P<inner>[+-])?"
    rf"(?P<number>[0-9.,][0-9.,' ]*)(?P<close>\))?(?P<after>[+-])?"
    rf"(?P<unit>{_CURRENCY})?(?P<side>[+-]|(?:CR|DR|Cr|Dr|cr|dr|DB|C|D|H|S))?(?P<end>\))?"
)
_GROUPED = {
    mark: re.compile(
        rf"[0-9]{{1,3}}(?:[ '{other}][0-9]{{2,3}})*[ '{other}][0-9]{{3}}(?:\{mark}[0-9]*)?"
    )
    for mark, other in ((".", ","), (",", "."))
}
_UNGROUPED = {mark: re.compile(rf"[0-9]+(?:\{mark}[0-9]*)?|\{mark}[0-9]+") for mark in (".", ",")}
_TIDY = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "‐": "-",
        "’": "'",
        "`": "'",
        "´": "'",
    }
)
_OUT = frozenset({"-", "DR", "Dr", "dr", "DB", "D", "S"})


def read_amount(text: str, mark: str) -> Decimal:
    """The signed number a cell holds, exactly as written.

    Args:
        text: a cell, with whatever symbol, code, sign or brackets the bank puts around it.
        mark: the file's decimal mark, "." or ",".

    Raises:
        InvalidAmountError: when it is not one amount in that notation.
    """
    text = text.strip()
    if len(text) <= MAX_DIGITS:
        if _PLAIN[mark].fullmatch(text):
            return Decimal(text if mark == "." else text.replace(",", "."))
        if _THOUSANDS[mark].fullmatch(text):
            return Decimal(text.translate(_UNGROUP[mark]))
    written = _taken_apart(text)
    number = written["number"].strip()
    if len(number) > MAX_DIGITS:
        raise InvalidAmountError(f"{_shown(text)} is too long for an amount.")
    if not (_UNGROUPED[mark].fullmatch(number) or _GROUPED[mark].fullmatch(number)):
        raise InvalidAmountError(f"{_shown(text)} is not an amount with the decimal mark {mark!r}.")
    other = "," if mark == "." else "."
    plain = number.replace(other, "").replace("'", "").replace(" ", "").replace(mark, ".")
    value = Decimal(plain)
    return -value if _is_negative(written) else value


def currency_in(text: str) -> str:
    """The currency code or symbol written beside an amount, "" when there is none."""
    if text.replace(".", "").replace("-", "").isdigit():
        return ""
    try:
        written = _taken_apart(text.strip())
    except InvalidAmountError:
        return ""
    found = written["code"] or written["unit"] or ""
    return found if found in SYMBOLS else found.rstrip(".")


def is_amount(text: str) -> bool:
    """Whether a cell is an amount in one notation or the other."""
    if not text or len(text) > MAX_CELL or not any("0" <= each <= "9" for each in text):
        return False
    for mark in DECIMAL_MARKS:
        try:
            read_amount(text, mark)
        except InvalidAmountError:
            continue
        return True
    return False


def mark_evidence(texts: Iterable[str]) -> Counter[str]:
    """How many amounts prove each decimal mark; "?" counts those that could be read both ways."""
    votes: Counter[str] = Counter()
    for text in texts:
        try:
            number = _taken_apart(text.strip())["number"].strip()
        except InvalidAmountError:
            continue
        votes[_proof(number)] += 1
    return votes


def _proof(number: str) -> str:
    """The decimal mark a number proves, "?" for both readings, "" for none of them."""
    dots, commas = number.count("."), number.count(",")
    if dots and commas:
        return "." if number.rfind(".") > number.rfind(",") else ","
    if not dots and not commas:
        return ""
    mark, other = (".", ",") if dots else (",", ".")
    if dots + commas > 1:
        return other
    before, after = number.split(mark)
    grouped = len(after) == 3 and 1 <= len(before) <= 3 and before[0] != "0"  # noqa: PLR2004  thousands
    return "?" if grouped else mark


def _taken_apart(text: str) -> dict[str, str]:
    if len(text) > MAX_CELL:
        raise InvalidAmountError(f"{_shown(text)} is too long for an amount.")
    if text[:1] in {"=", "'"}:
        text = text.lstrip("='").strip('"')
    tidy = _SPACE.sub(" ", text.translate(_TIDY)).strip()
    tidy = _OUTER_SPACE.sub("", tidy)
    found = _WRITTEN.fullmatch(tidy)
    if found is None or bool(found["open"]) != bool(found["close"] or found["end"]):
        raise InvalidAmountError(f"{_shown(text)} is not an amount.")
    written = {name: value or "" for name, value in found.groupdict().items()}
    signs = sum(written[each] in {"+", "-"} for each in ("before", "inner", "after", "side"))
    codes = (written["code"], written["unit"])
    if signs > 1 or any(looks_custom(each) and not is_currency(each) for each in codes):
        raise InvalidAmountError(f"{_shown(text)} is not an amount.")
    return written


def is_currency(code: str) -> bool:
    """Whether that is a currency's code, in either case: of ISO 4217 or a book's own."""
    known = code.upper()
    return known in _codes() or known in DECIMALS


def stated_currency(text: str) -> str:
    """The currency that stands where a file states one, upper case, "" where nothing looks like it.

    A code that nobody knows stays what it is: money in it is not money in another currency.
    """
    code = text.strip().upper()
    return code if is_currency(code) or looks_custom(code) else ""


@cache
def _codes() -> frozenset[str]:
    return frozenset(get_global("all_currencies"))


def _is_negative(written: dict[str, str]) -> bool:
    signs = (written["before"], written["inner"], written["after"], written["side"].strip())
    return bool(written["open"]) or any(each in _OUT for each in signs)


def _shown(text: str) -> str:
    text = text if text.isprintable() else ascii(text)
    return f'"{text[:24]}…"' if len(text) > 24 else f'"{text}"'  # noqa: PLR2004  what fits a line
