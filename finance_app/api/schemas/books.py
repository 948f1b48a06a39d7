"""Books, as programs see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import Field

from finance_app.api.schemas.common import Key, Shown, Wanted
from finance_app.domain.actors import Role

if TYPE_CHECKING:
    from finance_app.domain.books import BookView


class Book(Shown):
    """A book that the token's user is a member of."""

    id: Key
    name: str = Field(examples=["My book"])
    role: Role = Field(description="What the user may do in it.")
    is_demo: bool = Field(description="Its figures are invented.")
    owner: str = Field(description="An owner’s name or address; empty where the user owns it.")
    others: int = Field(description="How many other members there are.")

    @classmethod
    def of(cls, view: BookView) -> Self:
        """Return a book as programs get it."""
        return cls(
            id=view.id,
            name=view.name,
            role=view.role,
            is_demo=view.is_demo,
            owner=view.owner,
            others=view.others,
        )


class WantedBook(Wanted):
    """A book to be."""

    name: str = Field(examples=["Holiday flat"])
