"""A page of users, who asked for an account, and what is done with them."""

from __future__ import annotations

from typing import Annotated, Any

import reflex as rx
from pydantic import Field

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.audit import What
from finance_app.errors import NotFoundError
from finance_app.pages.admin.rows import users as rows
from finance_app.pages.admin.rows.users import PendingRow, UserRow
from finance_app.services import administration, callers
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Key, Line
from finance_app.ui.handlers import handler
from finance_app.ui.mailing import on_its_way
from finance_app.ui.session import SessionState

LONGEST = 254  # characters of an address


class Searched(Arguments):
    """What is looked for."""

    text: Line


class Wanted(Arguments):
    """What is to be done with whom."""

    what: Annotated[What, Field(strict=False)]
    key: Key


class Asked(Arguments):
    """Who asked for an account."""

    key: Line


class UsersState(SessionState):
    """Users by address, a page at a time."""

    users: list[UserRow] = []
    pending: list[PendingRow] = []
    words: str = ""
    earlier: str = ""
    later: str = ""
    _after: str = ""
    _before: str = ""

    @handler(Access.ADMIN)
    async def search(self, answers: dict[str, Any]) -> Any:
        """Show whose address has the words in it."""
        return rx.redirect(links.admin(text=Searched.of(answers).text))

    @handler(Access.ADMIN)
    async def do(self, what: str, key: str) -> Any:
        """Do something with a user; it is written down, and holds at once."""
        wanted, actor = Wanted.of({"what": what, "key": key}), await self._actor()
        if wanted.what not in administration.VERBS:
            raise NotFoundError
        email = await db.tell(administration.VERBS[wanted.what], actor, wanted.key)
        callers.forget_user(wanted.key)
        self._say(rows.DONE[wanted.what].format(email))
        if wanted.key == actor.user_id and wanted.what is not What.ENABLE:
            return rx.redirect(links.DASHBOARD)
        await self._refresh(actor)
        return None

    @handler(Access.ADMIN)
    async def mail_again(self, key: str) -> None:
        """Mail who asked for an account another link."""
        asked, actor = Asked.of({"key": key}), await self._actor()
        email = await db.tell(administration.mail_again, actor, asked.key)
        await self._refresh(actor)
        self._say(f"{on_its_way(email, 'Another mail')}; the link in the first one is dead.")

    async def _open(self, actor: Actor, query: dict[str, str]) -> None:
        """Show what the address asks for."""
        self.words = query.get("text", "")[:LONGEST]
        self._after, self._before = (query.get(name, "")[:LONGEST] for name in ("after", "before"))
        await self._refresh(actor)

    async def _refresh(self, actor: Actor) -> None:
        page = await db.ask(
            administration.page, actor, text=self.words, after=self._after, before=self._before
        )
        self.users = rows.users(page, actor)
        self.earlier, self.later = rows.hrefs(page, self.words)
        self.pending = rows.pending(await db.ask(administration.pending, actor), actor)
