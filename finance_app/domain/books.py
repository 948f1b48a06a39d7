"""Books as their members see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from finance_app.domain.actors import Role

OWN_NAME, DEMO_NAME = "My book", "Demo book"


@dataclass(frozen=True, slots=True)
class BookView:
    """A book that somebody is a member of."""

    id: int
    name: str
    is_demo: bool
    role: Role
