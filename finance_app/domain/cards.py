"""The dashboard's cards: which there are, and how each user has arranged them.

An arrangement is kept as canonical JSON: `[["net-worth",3,false],…]`, card, columns, hidden. The
default one is kept as nothing, so that it can change for those who never arranged anything.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

COLUMNS = 12  # of the grid


class Card(StrEnum):
    """What the dashboard can show; the values are kept, and must stay."""

    NET_WORTH = "net-worth"
    INCOME = "income"
    SPENDING = "spending"
    SAVED = "saved"
    CASH_FLOW = "cash-flow"
    CATEGORIES = "categories"
    WORTH_OVER_TIME = "worth-over-time"
    PAYEES = "payees"
    BRIDGE = "bridge"
    COMING = "coming"
    RECENT = "recent"


FIGURES = (Card.NET_WORTH, Card.INCOME, Card.SPENDING, Card.SAVED)
FLOWING = frozenset({*FIGURES[1:], Card.CASH_FLOW, Card.CATEGORIES, Card.PAYEES, Card.BRIDGE})
"""What is drawn from income and spending."""

NAMES = {
    Card.NET_WORTH: "Net worth",
    Card.INCOME: "Income",
    Card.SPENDING: "Spending",
    Card.SAVED: "Saved",
    Card.CASH_FLOW: "Cash flow",
    Card.CATEGORIES: "Spending by category",
    Card.WORTH_OVER_TIME: "Net worth over time",
    Card.PAYEES: "Largest payees",
    Card.BRIDGE: "What changed net worth",
    Card.COMING: "Coming up",
    Card.RECENT: "Recent entries",
}
SIZES = {3: "Quarter", 4: "Third", 5: "Narrow", 6: "Half", 7: "Wide", 12: "Full width"}
"""What so many columns are called."""


def sizes_of(card: Card) -> tuple[int, ...]:
    """Return how many columns a card may take, ascending."""
    return (3, 4, 6) if card in FIGURES else (4, 5, 6, 7, 12)


@dataclass(frozen=True, slots=True)
class Place:
    """A card in an arrangement."""

    card: Card
    columns: int
    hidden: bool = False


type Arrangement = tuple[Place, ...]

DEFAULT: Arrangement = (
    *(Place(card, 3) for card in FIGURES),
    Place(Card.CASH_FLOW, 7),
    Place(Card.CATEGORIES, 5),
    Place(Card.WORTH_OVER_TIME, 7),
    Place(Card.PAYEES, 5),
    Place(Card.BRIDGE, 12),
    Place(Card.COMING, 6),
    Place(Card.RECENT, 6),
)


class Turn(StrEnum):
    """What can be done to a card."""

    EARLIER = "up"
    LATER = "down"
    NARROWER = "out"
    WIDER = "in"
    BEFORE = "before"
    AFTER = "after"
    HIDE = "hide"
    SHOW = "show"


def read(text: str) -> Arrangement:
    """Return the arrangement that a text keeps.

    Cards that are no longer known are left out, sizes that are none are the default ones, and cards
    that the text does not know stand where they stand by default.
    """
    usual = {place.card: place for place in DEFAULT}
    found: list[Place] = []
    for name, columns, hidden in json.loads(text) if text else ():
        if name in usual and all(place.card != name for place in found):
            card = Card(name)
            known = columns if columns in sizes_of(card) else usual[card].columns
            found.append(Place(card, known, hidden is True))
    for number, place in enumerate(DEFAULT):
        if all(place.card is not one.card for one in found):
            before = {one.card for one in DEFAULT[:number]}
            places = [at + 1 for at, one in enumerate(found) if one.card in before]
            found.insert(max(places, default=0), place)
    return tuple(found)


def written(arrangement: Arrangement) -> str:
    """Return the one text that keeps an arrangement."""
    if arrangement == DEFAULT:
        return ""
    rows = [[place.card, place.columns, place.hidden] for place in arrangement]
    return json.dumps(rows, separators=(",", ":"))


def shown(arrangement: Arrangement) -> Arrangement:
    """Return those that are not hidden."""
    return tuple(place for place in arrangement if not place.hidden)


def turned(
    arrangement: Arrangement, card: Card, turn: Turn, target: Card | None = None
) -> Arrangement:
    """Return an arrangement after something was done to one of its cards.

    Args:
        target: beside which it goes; asked for by `BEFORE` and `AFTER` alone.

    Raises:
        InvalidInputError: it is to go beside itself or nothing.
    """
    place = next(one for one in arrangement if one.card is card)
    if turn in (Turn.HIDE, Turn.SHOW):
        return _replaced(arrangement, replace(place, hidden=turn is Turn.HIDE))
    if turn in (Turn.NARROWER, Turn.WIDER):
        return _replaced(arrangement, _resized(place, 1 if turn is Turn.WIDER else -1))
    if turn in (Turn.BEFORE, Turn.AFTER):
        if target is None or target is card:
            raise InvalidInputError("Drop it beside another card.")
        return _beside(arrangement, place, target, after=turn is Turn.AFTER)
    order = [one.card for one in shown(arrangement)]
    at = order.index(card) + (1 if turn is Turn.LATER else -1) if card in order else -1
    if not 0 <= at < len(order):
        return arrangement
    return _beside(arrangement, place, order[at], after=turn is Turn.LATER)


def _replaced(arrangement: Arrangement, place: Place) -> Arrangement:
    return tuple(place if one.card is place.card else one for one in arrangement)


def _resized(place: Place, by: int) -> Place:
    sizes = sizes_of(place.card)
    at = min(max(sizes.index(place.columns) + by, 0), len(sizes) - 1)
    return replace(place, columns=sizes[at])


def _beside(arrangement: Arrangement, place: Place, target: Card, *, after: bool) -> Arrangement:
    others = [one for one in arrangement if one.card is not place.card]
    at = next(number for number, one in enumerate(others) if one.card is target) + after
    return (*others[:at], place, *others[at:])


def laid_out(arrangement: Arrangement, absent: Collection[Card]) -> Arrangement:
    """Return what is shown where some cards have nothing to show; a neighbour takes their room."""
    found: list[Place] = []
    for row in _rows(shown(arrangement)):
        there = [place for place in row if place.card not in absent]
        freed = sum(place.columns for place in row) - sum(place.columns for place in there)
        if there:
            last = there.pop()
            found += [*there, replace(last, columns=last.columns + freed)]
    return tuple(found)


def _rows(places: Sequence[Place]) -> list[list[Place]]:
    """Break places into rows as a grid does."""
    rows: list[list[Place]] = []
    for place in places:
        taken = sum(one.columns for one in rows[-1]) if rows else COLUMNS
        if taken + place.columns > COLUMNS:
            rows.append([])
        rows[-1].append(place)
    return rows
