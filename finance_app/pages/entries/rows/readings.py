"""What the filters in an address mean, and how each is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from finance_app.domain import valuation
from finance_app.domain.accounts import AccountView
from finance_app.domain.categories import CategoryView, with_descendants
from finance_app.domain.entries import (
    NO_CATEGORY,
    OWN,
    UNCATEGORISED,
    Direction,
    EntryFilter,
    LineKind,
)
from finance_app.domain.periods import Kind, Period
from finance_app.domain.valuation import Basis
from finance_app.errors import InvalidInputError
from finance_app.ui.periods import period_label

DIRECTIONS = {"in": "Money in", "out": "Money out"}
KINDS = {
    LineKind.INCOME: "Income",
    LineKind.SPENDING: "Spending",
    LineKind.TRANSFER: "Transfers",
}
BASES = {
    Basis.ENTRY: "Rates of each day",
    Basis.END: "Rates of the period’s end",
    Basis.TODAY: "Today’s rates",
    Basis.BANK: "The bank’s own rates",
}
_CALLED = {"least": "amount", "most": "amount"}
AMOUNT = re.compile(r"\d{1,16}(\.\d{1,4})?", re.ASCII)


@dataclass(frozen=True)
class Known:
    """What filters may name: accounts and categories, the payee and tag that are asked for."""

    accounts: list[AccountView]
    tree: list[CategoryView]
    payee: str
    tag: str
    today: date
    region: str
    first_weekday: int


@dataclass(frozen=True)
class Reading:
    """What the address asks for: the filter, each part in words, and what means nothing."""

    wanted: EntryFilter
    words: dict[str, str]
    unusable: frozenset[str]


def key(text: str) -> int | None:
    """Read a key from an address; None where it is none."""
    is_key = text.isascii() and text.isdigit() and len(text) <= len(str(2**63))
    return int(text) if is_key else None


def read(asked: Mapping[str, str], known: Known) -> Reading:
    """Read the filters; what cannot be used is left out and named."""
    wanted, words, unusable = EntryFilter(), dict[str, str](), set[str]()
    for name, text in asked.items():
        found = _READERS[name](text, known)
        if found is None:
            unusable.add(name)
            instead = "; each entry’s day counts" if name == "basis" else ""
            words[name] = f"Unknown {_CALLED.get(name, name)} “{text}”{instead}"
        else:
            words[name], parts = found
            wanted = replace(wanted, **parts)
    return Reading(wanted, words, frozenset(unusable))


def amount_text(value: Decimal, region: str) -> str:
    """Write an amount in major units, with the decimals it has."""
    return str(format_decimal(value, format="#,##0.####", locale=region))


type Found = tuple[str, dict[str, Any]] | None


def _period(text: str, known: Known) -> Found:
    try:
        found = Period.parse(text, today=known.today)
    except InvalidInputError:
        return None
    label = period_label(found, known.region)
    return label, {} if found.kind is Kind.ALL else {"start": found.start, "last": found.last}


def _account(text: str, known: Known) -> Found:
    found = next((one for one in known.accounts if one.id == key(text)), None)
    return (found.name, {"account_id": found.id}) if found else None


def _category(text: str, known: Known) -> Found:
    if text == NO_CATEGORY:
        return "Uncategorised", {"category_ids": (UNCATEGORISED,)}
    own = text.startswith(OWN)
    found = next((node for node in known.tree if node.id == key(text.removeprefix(OWN))), None)
    if found is None:
        return None
    if own:
        return f"Only {found.name}", {"category_ids": (found.id,)}
    ids = with_descendants(known.tree, found.id)
    return f"All of {found.name}" if len(ids) > 1 else found.name, {"category_ids": ids}


def _payee(text: str, known: Known) -> Found:
    return (known.payee, {"payee_id": key(text)}) if known.payee else None


def _tag(text: str, known: Known) -> Found:
    return (f"#{known.tag}", {"tag_id": key(text)}) if known.tag else None


def _text(text: str, _known: Known) -> Found:
    return f"“{text}”", {"text": text}


def _least(text: str, known: Known) -> Found:
    return _amount("least", text, known)


def _most(text: str, known: Known) -> Found:
    return _amount("most", text, known)


def _amount(name: str, text: str, known: Known) -> Found:
    if not AMOUNT.fullmatch(text):
        return None
    value = Decimal(text)
    return f"At {name} {amount_text(value, known.region)}", {name: value}


def _direction(text: str, _known: Known) -> Found:
    return (DIRECTIONS[text], {"direction": Direction(text)}) if text in DIRECTIONS else None


def _kind(text: str, _known: Known) -> Found:
    found = next((kind for kind in KINDS if kind == text), None)
    return (KINDS[found], {"kind": found}) if found else None


def _basis(text: str, _known: Known) -> Found:
    try:
        return BASES[valuation.asked(text)], {}
    except InvalidInputError:
        return None


_READERS = {
    "basis": _basis,
    "period": _period,
    "account": _account,
    "category": _category,
    "kind": _kind,
    "payee": _payee,
    "tag": _tag,
    "text": _text,
    "least": _least,
    "most": _most,
    "direction": _direction,
}
