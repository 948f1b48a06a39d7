"""Members of a book, and invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from finance_app.domain.actors import Role
from finance_app.domain.members import InvitationView, MemberView
from finance_app.models.tables import book, invitation, membership, user

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session

_ORDER = (Role.OWNER, Role.EDITOR, Role.VIEWER)


def of_book(session: Session, book_id: int) -> list[MemberView]:
    """Return a book's members: owners, editors, viewers, each by when they joined."""
    found = session.execute(
        select(*(user.c.id, user.c.email, user.c.name), membership.c.role, membership.c.joined_at)
        .join_from(membership, user, user.c.id == membership.c.user_id)
        .where(membership.c.book_id == book_id)
        .order_by(membership.c.joined_at, user.c.id)
    )
    views = [
        MemberView(row.id, row.email, Role(row.role), row.joined_at, row.name) for row in found
    ]
    return sorted(views, key=lambda one: _ORDER.index(one.role))


def owners(session: Session, book_id: int) -> list[MemberView]:
    """Return a book's owners."""
    return [one for one in of_book(session, book_id) if one.role is Role.OWNER]


def role(session: Session, book_id: int, user_id: int) -> Role | None:
    """Return what somebody may do in a book as of now, None where they are no member."""
    found = session.execute(
        select(membership.c.role).where(
            membership.c.book_id == book_id, membership.c.user_id == user_id
        )
    ).scalar()
    return None if found is None else Role(found)


def other_owners(session: Session, book_id: int, user_id: int) -> int:
    """Return how many owners a book has but for one user, who can sign in and are to stay."""
    found = select(func.count()).where(
        membership.c.book_id == book_id,
        membership.c.role == Role.OWNER,
        membership.c.user_id != user_id,
        *_here(),
    )
    joined = membership.join(user, user.c.id == membership.c.user_id)
    return session.execute(found.select_from(joined)).scalar_one()


def invitations(session: Session, book_id: int, now: datetime) -> list[InvitationView]:
    """Return who is invited to a book, the newest first; declined ones until they end, too."""
    found = _invitations().where(invitation.c.book_id == book_id, invitation.c.ends_at > now)
    return [_view(row) for row in session.execute(found.order_by(invitation.c.id.desc()))]


def server_invitations(session: Session, now: datetime, most: int) -> list[InvitationView]:
    """Return who is invited to the server alone, the newest first; declined ones, too."""
    found = _invitations().where(invitation.c.book_id.is_(None), invitation.c.ends_at > now)
    newest = found.order_by(invitation.c.sent_at.desc(), invitation.c.id.desc()).limit(most)
    return [_view(row) for row in session.execute(newest)]


def server_invitation(session: Session, key: int) -> Row[Any] | None:
    """Return one of the invitations to the server alone, or None."""
    kept = invitation.c
    found = select(invitation).where(kept.book_id.is_(None), kept.id == key)
    return session.execute(found).first()


def invitation_of(session: Session, book_id: int, key: int) -> Row[Any] | None:
    """Return one of a book's invitations, or None."""
    kept = invitation.c
    found = select(invitation).where(kept.book_id == book_id, kept.id == key)
    return session.execute(found).first()


def invitation_to(session: Session, book_id: int, email: str) -> Row[Any] | None:
    """Return the invitation of an address to a book, or None."""
    kept = invitation.c
    found = select(invitation).where(kept.book_id == book_id, kept.email == email)
    return session.execute(found).first()


def shown(session: Session, see: str) -> tuple[Row[Any], InvitationView] | None:
    """Return an invitation by what its link shows it with; None where the book was removed."""
    row = session.execute(_invitations().where(invitation.c.see == see)).first()
    return None if row is None else (row, _view(row))


def by_digest(session: Session, digest: str) -> tuple[Row[Any], InvitationView] | None:
    """Return an invitation by the digest of its link's secret."""
    row = session.execute(_invitations().where(invitation.c.digest == digest)).first()
    return None if row is None else (row, _view(row))


def _invitations() -> Any:
    """Select invitations that whoever sent them could still send."""
    to_book, is_here = invitation.c.book_id.is_not(None), and_(*_here())
    by_owner = and_(to_book, is_here)
    by_admin = and_(~to_book, is_here, user.c.is_admin)
    by_command = and_(~to_book, invitation.c.invited_by.is_(None))
    return (
        select(
            invitation,
            book.c.name.label("book"),
            user.c.email.label("by"),
            user.c.is_admin.label("by_admin"),
        )
        .join_from(invitation, book, book.c.id == invitation.c.book_id, isouter=True)
        .join(user, user.c.id == invitation.c.invited_by, isouter=True)
        .where(book.c.removed_at.is_(None), or_(by_owner, by_admin, by_command))
    )


def _here() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions of somebody who can sign in and does not leave."""
    return user.c.disabled_at.is_(None), user.c.delete_after.is_(None)


def _view(row: Row[Any]) -> InvitationView:
    return InvitationView(
        id=row.id,
        email=row.email,
        role=Role(row.role) if row.role else None,
        book=row.book or "",
        by=row.by or "",
        sent_at=row.sent_at,
        ends_at=row.ends_at,
        declined_at=row.declined_at,
    )
