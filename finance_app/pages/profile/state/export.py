"""How far the file of all of one's data is, followed until it can be fetched."""

from __future__ import annotations

import asyncio
from typing import Any

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.exports import ExportStatus
from finance_app.pages.profile.rows import export as rows
from finance_app.services import data_exports
from finance_app.ui import links
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState

EVERY = 0.5  # seconds between two looks


class ExportState(SessionState):
    """The file that there is or will be."""

    running: bool = False
    percent: int = 0
    file_label: str = ""
    said: str = ""
    href: str = ""
    _following: bool = False

    @handler(Access.SIGNED_IN, quiet=True)
    async def load(self) -> Any:
        """Show how far it is, and go on doing so."""
        await self._look()
        return ExportState.follow if self.running and not self._following else None

    @handler(Access.SIGNED_IN, background=True, quiet=True)
    async def follow(self) -> None:
        """Show how far it is until it is there."""
        async with self:
            self._following = True
        try:
            while self.running:
                await asyncio.sleep(EVERY)
                async with self:
                    await self._look()
        finally:
            async with self:
                self._following = False

    async def _look(self) -> None:
        actor = await self._actor()
        found = await db.ask(data_exports.state, actor, self._made_for)
        self.running = found is not None and found.is_running
        self.percent = found.percent if found else 0
        self.file_label, self.said = rows.label(found, actor), rows.said(found, actor)
        ready = found is not None and found.status is ExportStatus.READY and found.is_here
        self.href = links.data_file(found.key) if found and ready else ""
