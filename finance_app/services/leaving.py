"""Leaving for good: asked for, thought over, taken back, done.

What is done at the end is in `services.purging`.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, update

from finance_app.domain.actors import Role
from finance_app.domain.audit import What
from finance_app.domain.formatting import day_text
from finance_app.domain.leaving import GRACE, BookFate, Fate, fate
from finance_app.errors import ConflictError, InvalidInputError
from finance_app.models import tables
from finance_app.queries import leaving as queries
from finance_app.services import audit, mail

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

WRONG = "That is not your password."
SIGN_IN, PROFILE = "/login", "/profile"


def fates(session: Session, actor: Actor) -> list[BookFate]:
    """Return what becomes of the actor's books, those that are removed left out."""
    found = []
    for _, rows in groupby(queries.members(session, actor.user_id), key=lambda row: row.book_id):
        everybody = list(rows)
        others = [row for row in everybody if row.user_id != actor.user_id]
        if everybody[0].removed_at is None:
            named = tuple(row.name or row.email for row in others)
            role = next(Role(row.role) for row in everybody if row.user_id == actor.user_id)
            owners = [row.name or row.email for row in others if row.role == Role.OWNER]
            owner = "" if role is Role.OWNER else min(owners, default="")
            found.append(BookFate(everybody[0].book, fate(_roles(others)), named, role, owner))
    return found


def is_last_administrator(session: Session, actor: Actor) -> bool:
    """Say whether others would be without an administrator."""
    others, administrators = queries.other_administrators(session, actor.user_id)
    return actor.is_admin and others > 0 and not administrators


def ask(session: Session, actor: Actor, typed: str, *, right: bool, shared_too: bool) -> None:
    """Have the actor's account deleted after some days, sign them out everywhere, mail them that.

    Args:
        typed: the address that they typed, to show that they mean it.
        right: whether the password was typed rightly.
        shared_too: whether books may go that others would lose.

    Raises:
        InvalidInputError: the password or the address is not theirs; the error names the field.
        ConflictError: others would lose a book, and that was not said to be meant.
    """
    if not right:
        raise InvalidInputError(WRONG, field="current_password")
    if typed.strip().casefold() != actor.email:
        raise InvalidInputError("That is not your address.", field="typed_email")
    if not shared_too and any(one.fate is Fate.IS_TAKEN for one in fates(session, actor)):
        raise ConflictError("Others would lose a book.", field="shared_too")
    taken = _taken(session, actor)
    _give_up(session, actor, taken)
    user, opened, after = tables.user, tables.auth_session, actor.now + GRACE
    session.execute(update(user).where(user.c.id == actor.user_id).values(delete_after=after))
    session.execute(delete(opened).where(opened.c.user_id == actor.user_id))
    audit.note(session, actor, What.DELETION_ASKED, after={"after": after.isoformat()})
    day = day_text(after.astimezone(ZoneInfo(actor.time_zone)).date(), actor.region)
    mail.post(session, actor.email, "leaving", actor.now, day=day, link=mail.address(SIGN_IN))
    for email in _bereft(taken):
        who, link = actor.name or actor.email, mail.address(PROFILE)
        mail.post(session, email, "book-leaving", actor.now, who=who, day=day, link=link)


def keep(session: Session, actor: Actor) -> None:
    """Have the actor's account stay; who was told that a book goes is told that it stays."""
    user = tables.user
    session.execute(update(user).where(user.c.id == actor.user_id).values(delete_after=None))
    audit.note(session, actor, What.DELETION_WITHDRAWN)
    taken = _taken(session, actor)
    _give_up(session, actor, {})
    for email in _bereft(taken):
        who, link = actor.name or actor.email, mail.address("/")
        mail.post(session, email, "book-stays", actor.now, who=who, link=link)


def _taken(session: Session, actor: Actor) -> dict[int, list[Row[Any]]]:
    """Return the books that others lose with the actor, each with these."""
    found = {}
    for book, rows in groupby(queries.members(session, actor.user_id), key=lambda row: row.book_id):
        others = [row for row in rows if row.user_id != actor.user_id and row.removed_at is None]
        if fate(_roles(others)) is Fate.IS_TAKEN:
            found[book] = others
    return found


def _give_up(session: Session, actor: Actor, book_ids: Collection[int]) -> None:
    """Keep which books the actor agreed to others losing; of no other."""
    kept = tables.membership
    given_up = kept.c.book_id.in_(list(book_ids))
    mine = update(kept).where(kept.c.user_id == actor.user_id)
    session.execute(mine.values(given_up=given_up))


def _bereft(taken: Mapping[int, list[Row[Any]]]) -> list[str]:
    """Return the addresses of those who lose a book, each once."""
    return list(dict.fromkeys(row.email for others in taken.values() for row in others))


def _roles(others: list[Row[Any]]) -> set[Role]:
    """Return what others are in a book; an owner who leaves, or cannot sign in, is none."""
    return {
        Role.EDITOR if row.role == Role.OWNER and not row.is_here else Role(row.role)
        for row in others
    }
