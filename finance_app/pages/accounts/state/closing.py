"""Closing an account: of which day, and opening it again."""

from __future__ import annotations

from typing import Any, ClassVar

from finance_app import db
from finance_app.domain.access import Access
from finance_app.pages.accounts.rows import closing
from finance_app.pages.accounts.rows.closing import ClosingText
from finance_app.pages.accounts.state.renewal import renew
from finance_app.services import account_ends, registers
from finance_app.ui.arguments import Arguments, Day, Key
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Shown(Arguments):
    """An account."""

    key: Key


class Closed(Arguments):
    """At the end of which day an account is closed."""

    closed_on: Day


class ClosingState(SessionState):
    """The account that is to be closed."""

    shown: bool = False
    account: ClosingText = ClosingText()
    _fields: ClassVar[frozenset[str]] = frozenset({"closed_on"})

    @handler(Access.SIGNED_IN)
    def load(self) -> None:
        """Begin a page without the question, which another page may have left open."""
        self.shown = False

    @handler(Access.EDITOR)
    async def ask(self, key: str) -> None:
        """Ask at the end of which day, and say what is on the account."""
        chosen, actor = Shown.of({"key": key}).key, await self._actor()
        found = await db.ask(registers.head, actor, chosen, actor.today, 1)
        self.account, self.shown = closing.asked(found, actor), True

    @handler(Access.SIGNED_IN)
    def close(self) -> None:
        """Leave the account open."""
        self.shown = False

    @handler(Access.EDITOR)
    async def go(self, answers: dict[str, Any]) -> None:
        """Close the account."""
        if not self.shown:
            return  # pressed twice
        on, actor = Closed.of(answers).closed_on, await self._actor()
        key, version = int(self.account.id), int(self.account.version)
        set_id = await db.tell(account_ends.close, actor, key, version, on)
        self.shown = False
        await renew(self)
        self._say(f"Closed {self.account.name}.", undo=set_id)

    def _is_asking(self) -> bool:
        return self.shown
