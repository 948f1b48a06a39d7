"""Members of a book and who is invited to become one, as programs see and send them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from pydantic import Field

from finance_app.api.schemas.common import Key, Shown, Wanted
from finance_app.domain.actors import Role

if TYPE_CHECKING:
    from finance_app.domain.members import InvitationView, MemberView


class Member(Shown):
    """Somebody in a book."""

    id: Key = Field(description="The user’s.")
    email: str = Field(examples=["ada@example.org"])
    name: str
    role: Role
    joined_at: datetime | None

    @classmethod
    def of(cls, view: MemberView) -> Self:
        """Return a member as programs get them."""
        return cls(
            id=view.user_id,
            email=view.email,
            name=view.name,
            role=view.role,
            joined_at=view.joined_at,
        )


class ChangedMember(Wanted):
    """What a member is to be."""

    role: Role


class Invitation(Shown):
    """An invitation that was not accepted yet."""

    id: Key
    email: str = Field(examples=["eve@example.org"])
    role: Role | None
    by: str = Field(description="The address of who invited.")
    sent_at: datetime
    ends_at: datetime
    declined_at: datetime | None

    @classmethod
    def of(cls, view: InvitationView) -> Self:
        """Return an invitation as programs get it."""
        return cls(
            id=view.id,
            email=view.email,
            role=view.role,
            by=view.by,
            sent_at=view.sent_at,
            ends_at=view.ends_at,
            declined_at=view.declined_at,
        )


class WantedInvitation(Wanted):
    """Whom to invite, and what they are to be."""

    email: str = Field(examples=["eve@example.org"])
    role: Role = Role.VIEWER
