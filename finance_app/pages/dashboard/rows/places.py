"""The dashboard's cards in their places, and the tiles that stand for them when arranged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from finance_app.domain import cards
from finance_app.domain.cards import FIGURES, NAMES, SIZES, Arrangement, Card, Place
from finance_app.domain.dashboard import Dashboard
from finance_app.ui.components.figure import FigureText

QUIET = (*FIGURES, Card.WORTH_OVER_TIME, Card.BRIDGE)
"""What is shown of a period without entries."""


@dataclass(frozen=True)
class PlaceText:
    """A card in its place.

    Args:
        kind: which one; all figures are of one kind.
        columns: of twelve.
        figure: what a figure's card shows.
    """

    key: str = ""
    kind: str = ""
    columns: str = ""
    figure: FigureText = field(default_factory=FigureText)


@dataclass(frozen=True)
class TileText:
    """A card that is being arranged.

    Args:
        size: how wide it is, in words.
        version: changes whenever the tile does.
        first: it cannot go earlier; the others are alike.
    """

    key: str = ""
    name: str = ""
    size: str = ""
    columns: str = ""
    version: str = ""
    first: bool = False
    last: bool = False
    narrowest: bool = False
    widest: bool = False


def kind_of(card: Card) -> str:
    """Return of which kind a card is."""
    return "figure" if card in FIGURES else card


def places(
    arrangement: Arrangement, found: Dashboard, figures: Sequence[FigureText]
) -> list[PlaceText]:
    """Put what there is to show in its places; what has nothing leaves its room to a neighbour."""
    by_card = dict(zip(FIGURES, figures, strict=True))
    absent = set() if found.coming else {Card.COMING}
    if found.is_quiet:
        absent = set(Card).difference(QUIET)
    if not (found.bridge and found.bridge.shown):
        absent.add(Card.BRIDGE)
    return [
        PlaceText(
            place.card,
            kind_of(place.card),
            str(place.columns),
            by_card.get(place.card, FigureText()),
        )
        for place in cards.laid_out(arrangement, absent)
    ]


def tiles(arrangement: Arrangement) -> list[TileText]:
    """Write out the cards that are shown, for arranging them."""
    shown = cards.shown(arrangement)
    return [
        _tile(place, number, first=number == 0, last=number == len(shown) - 1)
        for number, place in enumerate(shown)
    ]


def hidden(arrangement: Arrangement) -> list[TileText]:
    """Write out the cards that are hidden, for showing them again."""
    return [_tile(place, -1) for place in arrangement if place.hidden]


def said(arrangement: Arrangement, card: Card) -> str:
    """Say how a card stands after something was done to it."""
    shown = cards.shown(arrangement)
    at = next((number for number, one in enumerate(shown, 1) if one.card is card), 0)
    if not at:
        return f"{NAMES[card]} is hidden."
    size = SIZES[shown[at - 1].columns].lower()
    return f"{NAMES[card]} is number {at} of {len(shown)}, {size}."


def _tile(place: Place, number: int, *, first: bool = False, last: bool = False) -> TileText:
    sizes = cards.sizes_of(place.card)
    return TileText(
        key=place.card,
        name=NAMES[place.card],
        size=SIZES[place.columns],
        columns=str(place.columns),
        version=f"{number}-{place.columns}",
        first=first,
        last=last,
        narrowest=place.columns == sizes[0],
        widest=place.columns == sizes[-1],
    )
