"""What an administrator is asked before they do it."""

from __future__ import annotations

from typing import Any

from finance_app.domain.access import Access
from finance_app.errors import NotFoundError
from finance_app.pages.admin.rows import asking as rows
from finance_app.pages.admin.rows.asking import AskedText
from finance_app.pages.admin.state.users import UsersState, Wanted
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class AskingState(SessionState):
    """What is to be done with whom, once it is confirmed."""

    asked: AskedText = AskedText()

    @handler(Access.ADMIN)
    async def ask(self, what: str, key: str) -> None:
        """Ask whether that is meant."""
        wanted = Wanted.of({"what": what, "key": key})
        listed = await self.get_state(UsersState)
        email = next((one.email for one in listed.users if one.id == str(wanted.key)), "")
        if wanted.what not in rows.TITLES or not email:
            raise NotFoundError
        self.asked = rows.asked(wanted.what, str(wanted.key), email)

    @handler(Access.ADMIN)
    def close(self) -> None:
        """Leave it as it is."""
        self.asked = AskedText()

    @handler(Access.ADMIN)
    async def go(self) -> Any:
        """Do what was asked about."""
        asked, self.asked = self.asked, AskedText()
        if not asked.what:
            return None  # pressed twice
        return UsersState.do(asked.what, asked.key)
