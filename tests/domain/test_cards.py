from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain import cards
from finance_app.domain.cards import COLUMNS, DEFAULT, Card, Place, Turn
from finance_app.errors import InvalidInputError

turns = st.lists(
    st.tuples(st.sampled_from(Card), st.sampled_from(Turn), st.sampled_from(Card)), max_size=30
)


def arranged(done: list[tuple[Card, Turn, Card]]) -> cards.Arrangement:
    found = DEFAULT
    for card, turn, target in done:
        if turn not in (Turn.BEFORE, Turn.AFTER) or card is not target:
            found = cards.turned(found, card, turn, target)
    return found


@given(turns)
def test_whatever_is_done_every_card_is_there_once_and_comes_back(
    done: list[tuple[Card, Turn, Card]],
) -> None:
    found = arranged(done)
    assert sorted(place.card for place in found) == sorted(Card)
    assert all(place.columns in cards.sizes_of(place.card) for place in found)
    text = cards.written(found)
    assert cards.read(text) == found
    assert cards.written(cards.read(text)) == text
    assert len(text) <= 1_000


@given(turns, st.sets(st.sampled_from(Card)))
def test_what_is_laid_out_is_what_is_shown_and_there(
    done: list[tuple[Card, Turn, Card]], absent: set[Card]
) -> None:
    found = arranged(done)
    laid = cards.laid_out(found, absent)
    shown = [place.card for place in found if not place.hidden and place.card not in absent]
    assert [place.card for place in laid] == shown
    assert all(place.columns <= COLUMNS for place in laid)


def test_the_usual_arrangement_is_kept_as_nothing() -> None:
    assert cards.written(DEFAULT) == ""
    assert cards.read("") == DEFAULT


def test_what_is_no_longer_known_is_left_out_and_what_is_new_has_its_usual_place() -> None:
    kept = [["recent", 12, False], ["weather", 3, False], ["income", 99, True], ["recent", 4, True]]
    found = cards.read(json.dumps(kept))
    assert found[0] == Place(Card.NET_WORTH, 3)
    order = [place.card for place in found]
    assert order.index(Card.SPENDING) == order.index(Card.INCOME) + 1
    assert Place(Card.RECENT, 12) in found
    assert Place(Card.INCOME, 3, hidden=True) in found
    assert sorted(order) == sorted(Card)


def test_an_arrangement_from_before_the_bridge_has_it_below_the_payees() -> None:
    old = [place for place in DEFAULT if place.card is not Card.BRIDGE]
    kept = json.dumps([[place.card, place.columns, place.card is Card.RECENT] for place in old])
    found = cards.read(kept)
    at = [place.card for place in found].index(Card.PAYEES)
    assert found[at + 1] == Place(Card.BRIDGE, 12)
    assert [place for place in found if place.card is not Card.BRIDGE] == [
        *old[:-1],
        Place(Card.RECENT, 6, hidden=True),
    ]


def test_a_step_passes_over_what_is_hidden() -> None:
    found = cards.turned(DEFAULT, Card.INCOME, Turn.HIDE)
    found = cards.turned(found, Card.SPENDING, Turn.EARLIER)
    assert [place.card for place in cards.shown(found)][:2] == [Card.SPENDING, Card.NET_WORTH]
    shown = cards.turned(found, Card.INCOME, Turn.SHOW)
    assert [place.card for place in shown][:3] == [Card.SPENDING, Card.NET_WORTH, Card.INCOME]


@pytest.mark.parametrize(("card", "turn"), [(DEFAULT[0].card, "up"), (DEFAULT[-1].card, "down")])
def test_at_the_ends_a_step_changes_nothing(card: Card, turn: str) -> None:
    assert cards.turned(DEFAULT, card, Turn(turn)) == DEFAULT


def test_sizes_end_where_they_end() -> None:
    found = DEFAULT
    for _ in range(9):
        found = cards.turned(found, Card.CASH_FLOW, Turn.WIDER)
    assert Place(Card.CASH_FLOW, 12) in found
    for _ in range(9):
        found = cards.turned(found, Card.CASH_FLOW, Turn.NARROWER)
    assert Place(Card.CASH_FLOW, 4) in found


@pytest.mark.parametrize("target", [None, Card.SAVED])
def test_nothing_is_dropped_beside_itself_or_nothing(target: Card | None) -> None:
    with pytest.raises(InvalidInputError):
        cards.turned(DEFAULT, Card.SAVED, Turn.BEFORE, target)


def test_a_neighbour_takes_the_room_of_what_has_nothing_to_show() -> None:
    laid = cards.laid_out(DEFAULT, (Card.COMING,))
    assert laid[-1] == Place(Card.RECENT, 12)
    alone = tuple(place for place in DEFAULT if place.card is not Card.RECENT)
    assert cards.laid_out(alone, (Card.COMING,))[-1] == Place(Card.BRIDGE, 12)
