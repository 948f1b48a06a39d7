"""The filters: what stands in the address and how it is shown; what it means is in `readings`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance_app.domain.periods import Kind, Period
from finance_app.errors import InvalidInputError
from finance_app.pages.entries.rows.readings import AMOUNT, Reading, amount_text
from finance_app.ui import links

NAMES = (
    *("period", "account", "category", "kind", "payee", "tag"),
    *("text", "least", "most", "direction", "basis"),
)
LONGEST = 100  # characters of one filter


@dataclass(frozen=True)
class FilterText:
    """What the filter bar's fields hold."""

    account: str = ""
    category: str = ""
    text: str = ""
    least: str = ""
    most: str = ""
    direction: str = ""
    kind: str = ""


@dataclass(frozen=True)
class ChipText:
    """One filter in words, and the address without it.

    Args:
        unusable: it was asked for but means nothing here, so it does not count.
    """

    label: str = ""
    href: str = ""
    unusable: bool = False


def given(query: Mapping[str, str]) -> dict[str, str]:
    """Return the filters that an address holds, as they stand in it."""
    return {name: query[name][:LONGEST] for name in NAMES if query.get(name)}


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
    names = ("account", "category", "kind", "text", "direction")
    texts = {name: asked.get(name, "") for name in names}
    amounts = {
        name: amount_text(Decimal(asked[name]), region)
        for name in ("least", "most")
        if AMOUNT.fullmatch(asked.get(name, ""))
    }
    return FilterText(**texts, **amounts)


def period(asked: Mapping[str, str], today: date) -> Period:
    """Return the period asked for; everything where none is."""
    try:
        return Period.parse(asked.get("period", Kind.ALL), today=today)
    except InvalidInputError:
        return Period.parse(Kind.ALL, today=today)
