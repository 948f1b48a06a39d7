"""At which rates figures are: from the address, as choices, and in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from finance_app.domain import report_rates, valuation
from finance_app.domain.valuation import Basis, Valuation
from finance_app.errors import InvalidInputError
from finance_app.ui import links
from finance_app.ui.components.values import Choice

LABEL = "Convert at the rate of"
LABELS = {
    Basis.ENTRY: "Each entry’s day",
    Basis.END: "The period’s end",
    Basis.TODAY: "Today",
    Basis.BANK: "The bank, where known",
}


def asked(query: Mapping[str, str]) -> Basis:
    """Return at which rates figures are to be, as it stands in an address."""
    try:
        return valuation.asked(query.get("basis", ""))
    except InvalidInputError:
        return Basis.ENTRY


def wrong(query: Mapping[str, str]) -> str:
    """Say that an address asks for rates that there are not; nothing where it does not."""
    try:
        valuation.asked(query.get("basis", ""))
    except InvalidInputError as error:
        return f"{error.message} Each entry is at the rate of its own day."
    return ""


def kept(basis: Basis) -> str:
    """Return how it stands in an address: the usual one is not said."""
    return "" if basis is Basis.ENTRY else str(basis)


def choices(found: Valuation, href: Callable[[str], str]) -> list[Choice]:
    """Offer all of them; nothing where nothing is converted.

    Args:
        href: makes the page's address from one as it stands in it.
    """
    if not found.foreign:
        return []
    return [Choice(LABELS[one], href(kept(one)), one is found.basis) for one in Basis]


def note(found: Valuation, region: str) -> str:
    """Say at which rates figures are, where these are not the usual ones."""
    if not found.foreign or found.basis is Basis.ENTRY:
        return ""
    return report_rates.basis_text(found, region)


def entries(found: Valuation) -> Callable[..., str]:
    """Return what makes addresses of entries, shown at the same rates."""
    return partial(links.entries, basis=kept(found.basis))
