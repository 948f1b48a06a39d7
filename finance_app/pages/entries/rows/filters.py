"""The filters: what stands in the address, what it means, and how it is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from finance_app.domain.accounts import AccountView
from finance_app.domain.categories import CategoryView, with_descendants
from finance_app.domain.entries import UNCATEGORISED, Direction, EntryFilter
from finance_app.domain.periods import Kind, Period
from finance_app.errors import InvalidInputError
from finance_app.ui import links
from finance_app.ui.periods import period_label

NAMES = ("period", "account", "category", "payee", "text", "least", "most", "direction")
LONGEST = 100  # characters of one filter
NO_CATEGORY = "none"
DIRECTIONS = {"in": "Money in", "out": "Money out"}
_CALLED = {"least": "amount", "most": "amount"}
_AMOUNT = re.compile(r"\d{1,16}(\.\d{1,4})?", re.ASCII)


@dataclass(frozen=True)
class FilterText:
    """What the filter bar's fields hold."""

    account: str = ""
    category: str = ""
    text: str = ""
    least: str = ""
    most: str = ""
    direction: str = ""


@dataclass(frozen=True)
class ChipText:
    """One filter in words, and the address without it.

    Args:
        unusable: it was asked for but means nothing here, so it does not count.
    """

    label: str = ""
    href: str = ""
    unusable: bool = False


@dataclass(frozen=True)
class Known:
    """What filters may name: the accounts, the categories, and the payee that is asked for."""

    accounts: list[AccountView]
    tree: list[CategoryView]
    payee: str
    today: date
    region: str


@dataclass(frozen=True)
class Reading:
    """What the address asks for: the filter, each part in words, and what means nothing."""

    wanted: EntryFilter
    words: dict[str, str]
    unusable: frozenset[str]


def given(query: Mapping[str, str]) -> dict[str, str]:
    """Return the filters that an address holds, as they stand in it."""
    return {name: query[name][:LONGEST] for name in NAMES if query.get(name)}


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
            words[name] = f"Unknown {_CALLED.get(name, name)} “{text}”"
        else:
            words[name], parts = found
            wanted = replace(wanted, **parts)
    return Reading(wanted, words, frozenset(unusable))


def chips(asked: Mapping[str, str], reading: Reading) -> list[ChipText]:
    """Write each filter out, with the address that leaves it out."""
    return [
        ChipText(
            reading.words[name],
            links.entries(**{other: asked[other] for other in asked if other != name}),
            name in reading.unusable,
        )
        for name in asked
    ]


def shown(asked: Mapping[str, str], region: str) -> FilterText:
    """Return what the fields hold; amounts as the region writes them."""
    texts = {name: asked.get(name, "") for name in ("account", "category", "text", "direction")}
    amounts = {
        name: _amount_text(Decimal(asked[name]), region)
        for name in ("least", "most")
        if _AMOUNT.fullmatch(asked.get(name, ""))
    }
    return FilterText(**texts, **amounts)


def period(asked: Mapping[str, str], today: date) -> Period:
    """Return the period asked for; everything where none is."""
    try:
        return Period.parse(asked.get("period", Kind.ALL), today=today)
    except InvalidInputError:
        return Period.parse(Kind.ALL, today=today)


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
    found = next((node for node in known.tree if node.id == key(text)), None)
    if found is None:
        return None
    ids = with_descendants(known.tree, found.id)
    return f"All of {found.name}" if len(ids) > 1 else found.name, {"category_ids": ids}


def _payee(text: str, known: Known) -> Found:
    return (known.payee, {"payee_id": key(text)}) if known.payee else None


def _text(text: str, _known: Known) -> Found:
    return f"“{text}”", {"text": text}


def _least(text: str, known: Known) -> Found:
    return _amount("least", text, known)


def _most(text: str, known: Known) -> Found:
    return _amount("most", text, known)


def _amount(name: str, text: str, known: Known) -> Found:
    if not _AMOUNT.fullmatch(text):
        return None
    value = Decimal(text)
    return f"At {name} {_amount_text(value, known.region)}", {name: value}


def _amount_text(value: Decimal, region: str) -> str:
    return str(format_decimal(value, format="#,##0.####", locale=region))


def _direction(text: str, _known: Known) -> Found:
    return (DIRECTIONS[text], {"direction": Direction(text)}) if text in DIRECTIONS else None


_READERS = {
    "period": _period,
    "account": _account,
    "category": _category,
    "payee": _payee,
    "text": _text,
    "least": _least,
    "most": _most,
    "direction": _direction,
}
