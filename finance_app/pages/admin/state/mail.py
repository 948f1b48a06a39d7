"""Where mail goes, what was not sent, and trying it."""

from __future__ import annotations

import asyncio

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.pages.admin.rows import mail as rows
from finance_app.pages.admin.rows.mail import MailRow, MailText
from finance_app.services import mail, outbox
from finance_app.services.outbox import Result
from finance_app.ui.arguments import Arguments, Key
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState, now

LOOKS, EVERY = 20, 0.5  # seconds: what else is due may be sent before it


class Chosen(Arguments):
    """A mail."""

    key: Key


class MailState(SessionState):
    """How mail stands; `busy` while a test is on its way, `tested` is what became of it."""

    mail: MailText = MailText()
    unsent: list[MailRow] = []
    busy: bool = False
    tested: str = ""
    test_went_well: bool = False

    @handler(Access.ADMIN, background=True)
    async def test(self) -> None:
        """Mail the administrator themselves, and say what became of it."""
        async with self:
            if self.busy:
                return  # pressed twice
            actor = await self._actor()
            self.busy, self.tested = True, ""
        try:
            result = await _tested(actor)
            async with self:
                self.tested, self.test_went_well = rows.tested(result, actor.email)
                await self._open(actor)
        finally:
            async with self:
                self.busy = False

    @handler(Access.ADMIN)
    async def retry(self, key: str) -> None:
        """Try a mail again at once."""
        chosen, actor = Chosen.of({"key": key}), await self._actor()
        await db.tell(outbox.again, actor, chosen.key)
        await db.fetch(mail.deliver, now())
        result = await db.ask(outbox.result, actor, chosen.key)
        await self._open(actor)
        self._say("Sent." if result.is_sent else f"It failed again: {result.trouble}")
        self.notice_trouble = not result.is_sent

    async def _open(self, actor: Actor) -> None:
        found = await db.ask(outbox.overview, actor)
        self.mail = rows.text(found, actor.region)
        self.unsent = rows.unsent(found, actor)


async def _tested(actor: Actor) -> Result:
    """Write a test mail down, send what is due, and wait until it was its turn."""
    key = await db.tell(outbox.post_test, actor)
    result = Result(is_sent=False, trouble="", place="")
    for _ in range(LOOKS):
        await db.fetch(mail.deliver, now())
        result = await db.ask(outbox.result, actor, key)
        if result.is_sent or result.trouble:
            break
        await asyncio.sleep(EVERY)
    return result
