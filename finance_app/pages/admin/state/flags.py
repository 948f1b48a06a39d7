"""What is switched how, and choosing otherwise."""

from __future__ import annotations

from typing import Any

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.pages.admin.rows import flags as rows
from finance_app.pages.admin.rows.flags import FlagRow
from finance_app.services import flags
from finance_app.ui.arguments import Arguments, Line
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Chosen(Arguments):
    """A flag and the value that it is to have, nothing to choose none."""

    name: Line
    value: Line


class FlagsState(SessionState):
    """Settings and flags."""

    flags: list[FlagRow] = []

    @handler(Access.ADMIN)
    async def choose(self, answers: dict[str, Any]) -> None:
        """Choose a value; the whole server follows within seconds."""
        chosen, actor = Chosen.of(answers), await self._actor()
        await db.tell(flags.choose, actor, chosen.name, chosen.value)
        flags.forget()
        await self._open(actor)
        one = next(each for each in self.flags if each.name == chosen.name)
        self._say(f"{one.title}: {one.now}.")

    async def _open(self, actor: Actor) -> None:
        self.flags = [rows.row(held) for held in await db.ask(flags.everything, actor)]
