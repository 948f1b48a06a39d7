"""What the page of members remembers, and the use cases it calls."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field
from sqlalchemy.orm import Session

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor, Role
from finance_app.domain.members import MemberView
from finance_app.errors import NotFoundError
from finance_app.pages.members import rows
from finance_app.pages.members.rows import AskedText, InvitationRow, MemberRow, What
from finance_app.services import book_names, books, callers, invitations, mail, members, signup
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Key, Line
from finance_app.ui.books import BooksState
from finance_app.ui.handlers import handler
from finance_app.ui.mailing import on_its_way
from finance_app.ui.session import SessionState

type AnyRole = Annotated[Role, Field(strict=False)]


class Chosen(Arguments):
    """A member or an invitation."""

    key: Key


class Invitation(Arguments):
    """Who is invited, and as what."""

    email: Line
    role: AnyRole


class Promotion(Arguments):
    """What a member is to be."""

    key: Key
    role: AnyRole


class Question(Arguments):
    """What is asked about whom."""

    what: Annotated[What, Field(strict=False)]
    key: Key


class Named(Arguments):
    """A name for the book."""

    name: Line


class MembersState(SessionState):
    """Who is in the book, who is invited to it, and what it is called."""

    book: str = ""
    members: list[MemberRow] = []
    invitations: list[InvitationRow] = []
    is_owner: bool = False
    is_shared: bool = False
    loaded: bool = False
    sent: int = 0
    is_kept: bool = False
    takes_newcomers: bool = True

    _routes: ClassVar = (links.MEMBERS,)
    _fields: ClassVar = frozenset({"email", "role", "name"})

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show who is in the book."""
        await self._renew()
        self.is_kept = mail.is_kept()
        self.loaded = True

    @handler(Access.OWNER)
    async def invite(self, answers: dict[str, Any]) -> None:
        """Mail somebody an invitation."""
        given = Invitation.of(answers)
        await db.tell(invitations.invite, await self._actor(), given.email, given.role)
        self.sent += 1
        await self._renew()
        self._say(f"{on_its_way(given.email)}.")

    @handler(Access.OWNER)
    async def resend(self, key: str) -> None:
        """Mail an invitation again; the link before is dead."""
        chosen = Chosen.of({"key": key}).key
        email = await db.tell(invitations.resend, await self._actor(), chosen)
        await self._renew()
        self._say(f"{on_its_way(email, 'Another mail')}; the link in the first one is dead.")

    @handler(Access.OWNER)
    async def withdraw(self, key: str) -> None:
        """Take an invitation back."""
        chosen = Chosen.of({"key": key}).key
        email = await db.tell(invitations.withdraw, await self._actor(), chosen)
        await self._renew()
        self._say(f"{email} is not invited any more.")

    @handler(Access.OWNER)
    async def change_role(self, key: str, role: str) -> None:
        """Let a member do more or less."""
        given = Promotion.of({"key": key, "role": role})
        await db.tell(members.change_role, await self._actor(), given.key, given.role)
        callers.forget_user(given.key)
        one = await self._member(given.key)
        self._show(await self._caller())
        await self._renew()
        self._say(rows.changed(one.email, given.role))

    @handler(Access.OWNER)
    async def rename(self, answers: dict[str, Any]) -> None:
        """Give the book another name."""
        actor = await self._actor()
        set_id = await db.tell(book_names.rename, actor, Named.of(answers).name)
        await (await self.get_state(BooksState))._list(actor)  # noqa: SLF001  private to the browser only
        await self._renew()
        self._say("Saved.", undo=set_id)

    async def _renew(self) -> None:
        actor = await self._actor()
        found = await db.ask(members.everything, actor)
        mine = await db.ask(books.everything, actor)
        self.book = next(one.name for one in mine if one.id == actor.book_id)
        self.members = [rows.member(one, actor) for one in found]
        self.takes_newcomers = await db.ask(signup.invited_may_join, by_admin=actor.is_admin)
        self.is_owner, self.is_shared = actor.role is Role.OWNER, len(found) > 1
        open_ones = await db.ask(invitations.everything, actor) if self.is_owner else []
        self.invitations = [rows.invitation(one, actor) for one in open_ones]

    async def _member(self, key: int) -> MemberView:
        found = await db.ask(members.everything, await self._actor())
        member = next((one for one in found if one.user_id == key), None)
        if member is None:
            raise NotFoundError("They are no member of this book any more.")
        return member


def _make_owner(session: Session, actor: Actor, user_id: int) -> None:
    members.change_role(session, actor, user_id, Role.OWNER)


_ACTS = {
    What.REMOVE: members.remove,
    What.HAND_OVER: members.hand_over,
    What.MAKE_OWNER: _make_owner,
}


class AskState(SessionState):
    """What is asked about before it is done: leaving, removing, handing over."""

    asked: AskedText = AskedText()

    @handler(Access.SIGNED_IN)
    async def leave(self) -> None:
        """Ask whether to leave the book."""
        await self._ask(What.LEAVE, (await self._actor()).user_id)

    @handler(Access.OWNER)
    async def ask(self, what: str, key: str) -> None:
        """Ask about a member."""
        given = Question.of({"what": what, "key": key})
        await self._ask(given.what, given.key)

    @handler(Access.SIGNED_IN)
    def close(self) -> None:
        """Leave it as it is."""
        self.asked = AskedText()

    @handler(Access.SIGNED_IN)
    async def go(self) -> Any:
        """Do what was asked about."""
        asked, self.asked = self.asked, AskedText()
        if not asked.what:
            return None  # pressed twice
        actor = await self._actor()
        if asked.what == What.LEAVE:
            await db.tell(members.leave, actor)
            return await (await self.get_state(BooksState))._arrive()  # noqa: SLF001  private to the browser only
        await db.tell(_ACTS[What(asked.what)], actor, int(asked.key))
        for each in (actor.user_id, int(asked.key)):
            callers.forget_user(each)
        self._show(await self._caller())
        await (await self.get_state(MembersState))._renew()  # noqa: SLF001  as above
        self._say(rows.DONE[What(asked.what)])
        return None

    async def _ask(self, what: What, key: int) -> None:
        listed = await self.get_state(MembersState)
        self.asked = rows.asked(what, listed.book, await listed._member(key))  # noqa: SLF001  as above
