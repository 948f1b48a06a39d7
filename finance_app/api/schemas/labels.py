"""Payees and tags, as programs see and send them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from pydantic import Field

from finance_app.api.schemas.common import Key, Shown, Wanted
from finance_app.domain.labels import MOST_COUNTED

if TYPE_CHECKING:
    from finance_app.domain.labels import LabelView


class Label(Shown):
    """A payee or a tag."""

    id: Key
    name: str = Field(examples=["Corner Bakery"])
    count: int = Field(description=f"Its entries; {MOST_COUNTED + 1} is more than {MOST_COUNTED}.")
    last: date | None = Field(description="The day of a payee’s newest entry.")

    @classmethod
    def of(cls, view: LabelView) -> Self:
        """Return a label as programs get it."""
        return cls(id=view.id, name=view.name, count=view.count, last=view.last)


class Named(Wanted):
    """What something is to be called."""

    name: str = Field(examples=["Corner Bakery"])
