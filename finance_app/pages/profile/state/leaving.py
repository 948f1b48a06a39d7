"""What becomes of one's books where the account is deleted."""

from __future__ import annotations

from finance_app import db
from finance_app.domain.access import Access
from finance_app.pages.profile.rows import leaving as rows
from finance_app.pages.profile.rows.leaving import FateRow
from finance_app.services import leaving
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class FatesState(SessionState):
    """The books, whether others would lose one of them, and whether nobody would administer."""

    fates: list[FateRow] = []
    takes: bool = False
    warning: str = ""

    @handler(Access.SIGNED_IN, quiet=True)
    async def load(self) -> None:
        """Show what would become of them."""
        actor = await self._actor()
        self.fates = [rows.row(one) for one in await db.ask(leaving.fates, actor)]
        self.takes = any(one.taken for one in self.fates)
        last = await db.ask(leaving.is_last_administrator, actor)
        self.warning = rows.LAST if last else ""
