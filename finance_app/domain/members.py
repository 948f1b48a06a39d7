"""Members of a book, and who is invited to become one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from finance_app.domain.actors import Role


@dataclass(frozen=True, slots=True)
class MemberView:
    """Somebody in a book.

    Args:
        joined_at: None where that was never written down.
    """

    user_id: int
    email: str
    role: Role
    joined_at: datetime | None
    name: str = ""

    @property
    def called(self) -> str:
        """What others call them: their name, or else their address."""
        return self.name or self.email


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation that was not accepted yet.

    Args:
        role: what its reader is to be in the book; None where it is to the server alone.
        book: its name, nothing where it is to the server alone.
        by: the address of who invited; nothing where they are gone, or it was the command line.
    """

    id: int
    email: str
    role: Role | None
    book: str
    by: str
    sent_at: datetime
    ends_at: datetime
    declined_at: datetime | None
