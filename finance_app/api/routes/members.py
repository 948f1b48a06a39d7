"""Who is in a book, and who is invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from finance_app.api.doors import Owner, Reader
from finance_app.api.schemas.common import Key, Page
from finance_app.api.schemas.members import ChangedMember, Invitation, Member, WantedInvitation
from finance_app.errors import NotFoundError
from finance_app.services import invitations, members

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

ALL, ONE = "/books/{book}/members", "/books/{book}/members/{user}"
INVITED, INVITATION = "/books/{book}/invitations", "/books/{book}/invitations/{invitation}"
router = APIRouter(tags=["Members"])


@router.get(ALL, response_model=Page[Member])
async def list_members(door: Reader, book: Key) -> Response:
    """List the members of a book, its owners first."""
    return await door.ask(_members, book)


@router.patch(ONE, response_model=Member)
async def change_member(door: Owner, book: Key, user: Key, wanted: ChangedMember) -> Response:
    """Let a member do more or less; If-Match says what was seen."""

    def work(session: Session, actor: Actor) -> Member:
        door.require_match(_member(session, actor, user))
        members.change_role(session, actor, user, wanted.role)
        return _member(session, actor, user)

    return await door.tell(work, book)


@router.delete(ONE, status_code=204)
async def remove_member(door: Owner, book: Key, user: Key) -> Response:
    """Take a member out of the book; what they wrote stays. If-Match says what was seen."""

    def work(session: Session, actor: Actor) -> None:
        door.require_match(_member(session, actor, user))
        members.remove(session, actor, user)

    return await door.tell(work, book)


@router.get(INVITED, response_model=Page[Invitation])
async def list_invitations(door: Owner, book: Key) -> Response:
    """List who is invited to the book, the newest first."""

    def work(session: Session, actor: Actor) -> Page[Invitation]:
        found = invitations.everything(session, actor)
        return Page[Invitation](items=tuple(map(Invitation.of, found)))

    return await door.ask(work, book)


@router.post(INVITED, response_model=Invitation, status_code=201)
async def invite(door: Owner, book: Key, wanted: WantedInvitation) -> Response:
    """Mail somebody an invitation to the book."""

    def work(session: Session, actor: Actor) -> Invitation:
        invitations.invite(session, actor, wanted.email, wanted.role)
        return Invitation.of(invitations.everything(session, actor)[0])

    return await door.tell(work, book, status=201)


@router.delete(INVITATION, status_code=204)
async def withdraw_invitation(door: Owner, book: Key, invitation: Key) -> Response:
    """Take an invitation back; its link is dead."""

    def work(session: Session, actor: Actor) -> None:
        invitations.withdraw(session, actor, invitation)

    return await door.tell(work, book)


def _members(session: Session, actor: Actor) -> Page[Member]:
    return Page[Member](items=tuple(map(Member.of, members.everything(session, actor))))


def _member(session: Session, actor: Actor, user: int) -> Member:
    for one in _members(session, actor).items:
        if one.id == user:
            return one
    raise NotFoundError
