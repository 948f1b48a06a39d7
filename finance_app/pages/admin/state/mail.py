"""Where mail goes, what was not sent, and trying it."""

from __future__ import annotations

import asyncio

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.pages.admin.rows import mail as rows
from finance_app.pages.admin.rows.mail import MailRow, MailText
from finance_app.services import outbox
from finance_app.services.outbox import Result
from finance_app.ui.arguments import Arguments, Key
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState

LOOKS, EVERY = 20, 0.5  # seconds; the job looks every two


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
    _after: tuple[int, int] | None = None

    @handler(Access.ADMIN, background=True)
    async def test(self) -> None:
        """Mail the administrator themselves, and say what became of it."""
        async with self:
            if self.busy:
                return  # pressed twice
            actor = await self._actor()
            self.busy, self.tested = True, ""
        try:
            key = await db.tell(outbox.post_test, actor)
            result = await _tried(actor, key)
            async with self:
                self.tested, self.test_went_well = rows.tested(result, actor.email)
                await self._renew_mail(actor)
        finally:
            async with self:
                self.busy = False

    @handler(Access.ADMIN, background=True)
    async def retry(self, key: str) -> None:
        """Have a mail tried again, and say what became of it."""
        chosen = Chosen.of({"key": key})
        async with self:
            actor = await self._actor()
            self._say("It is tried again…")
        await db.tell(outbox.again, actor, chosen.key)
        result = await _tried(actor, chosen.key)
        async with self:
            said, went_well = rows.retried(result)
            self._say(said)
            self.notice_trouble = not went_well
            await self._renew_mail(actor)

    @handler(Access.ADMIN)
    async def retry_all(self) -> None:
        """Have everything that failed tried again."""
        actor = await self._actor()
        count = await db.tell(outbox.all_again, actor)
        self._after = None
        await self._renew_mail(actor)
        self._say(rows.retrying(count, actor.region))

    async def _open(self, actor: Actor, after: str) -> None:
        self._after = rows.place(after)
        await self._renew_mail(actor)

    async def _renew_mail(self, actor: Actor) -> None:
        found = await db.ask(outbox.overview, actor, self._after)
        self.mail = rows.text(found, actor.region)
        self.unsent = rows.unsent(found, actor)


async def _tried(actor: Actor, key: int) -> Result:
    """Wait until the job had time to send a mail; say what became of it."""
    result = await db.ask(outbox.result, actor, key)
    for _ in range(LOOKS):
        if result.is_sent or result.trouble:
            break
        await asyncio.sleep(EVERY)
        result = await db.ask(outbox.result, actor, key)
    return result
