"""Categories, as programs see and send them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import Field

from finance_app.api.schemas.common import Key, Shown, Wanted
from finance_app.domain.categories import CategoryDraft, CategoryKind

if TYPE_CHECKING:
    from finance_app.domain.categories import CategoryView


class Category(Shown):
    """A category of a book."""

    id: Key
    parent_id: Key | None = Field(description="The group that it is in; null for a group.")
    kind: CategoryKind
    name: str = Field(examples=["Groceries"])
    icon: str = Field(examples=["cart"])
    hue: int = Field(description="One of the eight colours.")
    hidden: bool = Field(description="It is not offered where a category is chosen.")

    @classmethod
    def of(cls, view: CategoryView) -> Self:
        """Return a category as programs get it."""
        return cls(
            id=view.id,
            parent_id=view.parent_id,
            kind=view.kind,
            name=view.name,
            icon=view.icon,
            hue=view.hue,
            hidden=view.hidden,
        )


class WantedCategory(Wanted):
    """A category to be: in a group of its kind, or a group where it has no parent."""

    name: str = Field(examples=["Groceries"])
    kind: CategoryKind
    parent_id: Key | None = None
    icon: str = Field(default="", description="Empty is a dot.")
    hue: int = 0

    def draft(self) -> CategoryDraft:
        """Return how it is to look."""
        return CategoryDraft(self.name, self.icon, self.hue)


class ChangedCategory(Wanted):
    """What is to be different about a category; what is left out stays."""

    name: str | None = Field(default=None, examples=["Food"])
    icon: str | None = None
    hue: int | None = None
    hidden: bool | None = None

    def draft(self, view: CategoryView) -> CategoryDraft:
        """Return how a category is to look."""
        return CategoryDraft(
            view.name if self.name is None else self.name,
            view.icon if self.icon is None else self.icon,
            view.hue if self.hue is None else self.hue,
        )


class Merged(Wanted):
    """Where everything is to go."""

    into: Key
