"""Books as their members see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.domain.texts import storable
from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from finance_app.domain.actors import Role

OWN_NAME, DEMO_NAME = "My book", "Demo book"
LONGEST_NAME = 60  # characters


def require_name(text: str) -> str:
    """Return a book's name as it is kept.

    Raises:
        InvalidInputError: it is empty or too long.
    """
    name = " ".join(storable(text).split())
    if not name:
        raise InvalidInputError("Give the book a name.", field="name")
    if len(name) > LONGEST_NAME:
        raise InvalidInputError(f"Write at most {LONGEST_NAME} characters.", field="name")
    return name


@dataclass(frozen=True, slots=True)
class BookView:
    """A book that somebody is a member of.

    Args:
        owner: what an owner goes by, where they are none themselves.
        others: how many other members there are.
    """

    id: int
    name: str
    is_demo: bool
    role: Role
    owner: str = ""
    others: int = 0
