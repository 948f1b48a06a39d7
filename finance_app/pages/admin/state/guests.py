"""Who is invited to the server, and inviting."""

from __future__ import annotations

from typing import Any, ClassVar

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.pages.admin.rows import users as rows
from finance_app.pages.admin.rows.users import GuestRow
from finance_app.services import mail, server_invitations
from finance_app.ui.arguments import Arguments, Key, Line
from finance_app.ui.handlers import handler
from finance_app.ui.mailing import on_its_way
from finance_app.ui.session import SessionState


class Guest(Arguments):
    """Who is invited."""

    email: Line


class Invited(Arguments):
    """An invitation."""

    key: Key


class GuestsState(SessionState):
    """Invitations to the server, and whether any counts; `invited` empties the form."""

    guests: list[GuestRow] = []
    may_invite: bool = False
    invited: int = 0
    guest_mail_is_kept: bool = False

    _fields: ClassVar = frozenset({"email"})

    @handler(Access.ADMIN)
    async def invite(self, answers: dict[str, Any]) -> None:
        """Mail somebody the link that makes an account."""
        guest, actor = Guest.of(answers), await self._actor()
        await db.tell(server_invitations.invite, actor, guest.email)
        self.invited += 1
        await self._refresh(actor)
        self._say(f"{on_its_way(guest.email)}.")

    @handler(Access.ADMIN)
    async def invite_again(self, key: str) -> None:
        """Mail an invitation again, with another link."""
        chosen, actor = Invited.of({"key": key}), await self._actor()
        email = await db.tell(server_invitations.again, actor, chosen.key)
        await self._refresh(actor)
        self._say(f"{on_its_way(email, 'Another mail')}; the link in the first one is dead.")

    @handler(Access.ADMIN)
    async def withdraw(self, key: str) -> None:
        """Take an invitation back."""
        chosen, actor = Invited.of({"key": key}), await self._actor()
        email = await db.tell(server_invitations.withdraw, actor, chosen.key)
        await self._refresh(actor)
        self._say(f"Withdrew the invitation of {email}.")

    async def _refresh(self, actor: Actor) -> None:
        self.guest_mail_is_kept = mail.is_kept()
        self.guests = rows.guests(await db.ask(server_invitations.everything, actor), actor)
        self.may_invite = await db.ask(server_invitations.count, actor)
