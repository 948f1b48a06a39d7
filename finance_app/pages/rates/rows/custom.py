"""The book's own currencies and their form, ready to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from finance_app.domain.actors import Actor
from finance_app.domain.currencies import MOST_DECIMALS, suggestion
from finance_app.domain.formatting import decimals_text
from finance_app.services.custom_currencies import CustomCurrencyView
from finance_app.ui.components.values import Option

USUAL = 2  # decimals


@dataclass(frozen=True)
class CustomRow:
    """A currency.

    Args:
        smallest: the smallest amount of it: `0.01 BTC`.
        unused: nothing is in it, so that it can be deleted.
    """

    id: str = ""
    version: str = ""
    code: str = ""
    name: str = ""
    smallest: str = ""
    unused: bool = False


@dataclass(frozen=True)
class FormText:
    """What the form starts with; `id` is empty for a new currency.

    Args:
        suggested: the name that the code is known by.
        fixed: something is in it, so that its decimals stay.
    """

    key: str = ""
    id: str = ""
    version: str = ""
    title: str = ""
    code: str = ""
    name: str = ""
    suggested: str = ""
    decimals: str = str(USUAL)
    fixed: bool = False


def listed(found: Sequence[CustomCurrencyView], actor: Actor) -> list[CustomRow]:
    """Write them out."""
    return [row(one, actor) for one in found]


def row(one: CustomCurrencyView, actor: Actor) -> CustomRow:
    """Write one out."""
    currency = one.currency
    return CustomRow(
        id=str(one.id),
        version=str(one.version),
        code=currency.code,
        name=currency.name,
        smallest=f"{decimals_text(currency.decimals, actor.region)} {currency.code}",
        unused=not one.is_used,
    )


def options(actor: Actor) -> list[Option]:
    """Offer how many decimals there can be, each with the smallest amount that it makes."""
    return [
        Option(str(count), f"{count} · smallest {decimals_text(count, actor.region)}")
        for count in range(MOST_DECIMALS + 1)
    ]


def new(actor: Actor) -> FormText:
    """Start a new one."""
    return FormText(key=actor.now.isoformat(), title="Add a currency")


def existing(one: CustomCurrencyView, actor: Actor) -> FormText:
    """Start with one as it is."""
    return FormText(
        key=actor.now.isoformat(),
        id=str(one.id),
        version=str(one.version),
        title=f"Change {one.currency.code}",
        code=one.currency.code,
        name=one.currency.name,
        decimals=str(one.currency.decimals),
        fixed=one.is_used,
    )


def coded(form: FormText, code: str) -> FormText:
    """Suggest what a code is known by."""
    name, decimals = suggestion(code) or ("", None)
    if name == form.suggested:
        return form
    return replace(form, suggested=name, decimals=str(USUAL if decimals is None else decimals))
