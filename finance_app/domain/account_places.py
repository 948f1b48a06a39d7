"""The order of accounts: each stands among those of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.category_places import Way
from finance_app.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finance_app.domain.accounts import AccountView


def family(accounts: Sequence[AccountView], one: AccountView) -> list[AccountView]:
    """Return an account's kind in its order: itself and those that are open."""
    return [
        each
        for each in sorted(accounts, key=_place)
        if each.kind is one.kind and (each.closed_on is None or each.id == one.id)
    ]


def moved(
    accounts: Sequence[AccountView], one: AccountView, way: Way, target_id: int | None
) -> list[int]:
    """Return the keys of all accounts in the order that they have after a move.

    An account goes beside another one of its kind, or a step up or down among them; what is of
    another kind keeps its place.

    Raises:
        InvalidInputError: the target is of another kind.
        NotFoundError: the book has no such target.
    """
    before = [each.id for each in family(accounts, one)]
    after = [key for key in before if key != one.id]
    after.insert(_position(accounts, one, before, way, target_id), one.id)
    whole, places = [each.id for each in sorted(accounts, key=_place)], iter(after)
    return [next(places) if key in before else key for key in whole]


def _position(
    accounts: Sequence[AccountView],
    one: AccountView,
    family_ids: list[int],
    way: Way,
    target_id: int | None,
) -> int:
    """Return how many of its kind come before it."""
    here = family_ids.index(one.id)
    if way in (Way.UP, Way.DOWN):
        return max(here + (1 if way is Way.DOWN else -1), 0)
    if way not in (Way.BEFORE, Way.AFTER) or target_id == one.id:
        return here
    target = next((each for each in accounts if each.id == target_id), None)
    if target is None:
        raise NotFoundError
    if target.id not in family_ids:
        raise InvalidInputError("Accounts stand by kind; move it among those of its own.")
    others = [key for key in family_ids if key != one.id]
    return others.index(target.id) + (way is Way.AFTER)


def _place(one: AccountView) -> tuple[int, int]:
    return one.position, one.id
