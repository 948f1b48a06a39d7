"""One webhook: what it was told, trying it, pausing and deleting it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar

import reflex as rx
from sqlalchemy.orm import Session

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor, Role
from finance_app.domain.webhooks import DeliveryState
from finance_app.errors import InvalidInputError, NotFoundError
from finance_app.pages.webhooks import rows
from finance_app.pages.webhooks.rows import DeliveryRow, WebhookRow
from finance_app.pages.webhooks.state import Chosen
from finance_app.services import webhook_logs, webhooks
from finance_app.services.webhook_logs import DeliveryView
from finance_app.ui import links
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState

LOOKS, EVERY = 28, 0.5  # seconds; a receiver has ten to answer, the job looks every two


class WebhookState(SessionState):
    """The webhook that the address names; `tried` is what became of a test."""

    hook: WebhookRow = WebhookRow()
    deliveries: list[DeliveryRow] = []
    older_deliveries: str = ""
    trying: bool = False
    tried: str = ""
    tried_well: bool = False
    dropping: bool = False

    _routes: ClassVar[tuple[str, ...]] = (links.WEBHOOKS,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show the one that the address names."""
        self.tried, self.dropping = "", False
        await self._renew()

    @handler(Access.OWNER, background=True)
    async def test(self) -> None:
        """Have it told something, and say what became of that."""
        await self._try(webhook_logs.test)

    @handler(Access.OWNER, background=True)
    async def redeliver(self, key: str) -> None:
        """Have a delivery sent once more, and say what became of that."""
        delivery = Chosen.of({"key": key}).key

        def again(session: Session, actor: Actor, hook: int) -> int:
            webhook_logs.redeliver(session, actor, hook, delivery)
            return delivery

        await self._try(again)

    @handler(Access.OWNER)
    async def pause(self) -> None:
        """Tell it nothing for a while."""
        await self._turn(webhooks.pause, "Paused.")

    @handler(Access.OWNER)
    async def resume(self) -> None:
        """Tell it again what happens."""
        await self._turn(webhooks.resume, "Resumed.")

    @handler(Access.OWNER)
    def ask_dropping(self) -> None:
        """Ask before it is deleted."""
        self.dropping = True

    @handler(Access.OWNER)
    def close_dropping(self) -> None:
        """Leave it."""
        self.dropping = False

    @handler(Access.OWNER)
    async def drop(self) -> Any:
        """Delete it."""
        self.dropping = False
        await db.tell(webhooks.delete, await self._actor(), int(self.hook.key or 0))
        self._say("Deleted.")
        return rx.redirect(links.WEBHOOKS)

    async def _try(self, deed: Callable[[Session, Actor, int], int]) -> None:
        async with self:
            if self.trying or not self.hook.key:
                return  # pressed twice
            actor, key = await self._actor(), int(self.hook.key)
            self.trying, self.tried = True, ""
        try:
            delivery = await db.tell(deed, actor, key)
            found = await _outcome(actor, key, delivery)
            async with self:
                if self.hook.key == str(key):  # else another one is shown by now
                    self.tried, self.tried_well = rows.tried(found)
                    await self._refresh(actor)
        finally:
            async with self:
                self.trying = False

    async def _turn(self, deed: Callable[[Session, Actor, int], None], said: str) -> None:
        actor = await self._actor()
        await db.tell(deed, actor, int(self.hook.key or 0))
        await self._refresh(actor)
        self._say(said)

    async def _renew(self) -> None:
        await self._refresh(await self._actor())

    async def _refresh(self, actor: Actor) -> None:
        query = dict(self.router.url.query_parameters)
        self.hook, self.deliveries, self.older_deliveries = WebhookRow(), [], ""
        try:
            key = Chosen.of({"key": query.get("webhook", "")}).key
            before = query.get("before", "")
            place = Chosen.of({"key": before}).key if before else None
        except InvalidInputError:
            return  # no webhook is named, or none that can be
        if actor.role is not Role.OWNER:
            return
        try:
            hook = await db.ask(webhooks.get, actor, key)
            log = await db.ask(webhook_logs.log, actor, key, place)
        except NotFoundError:
            return
        self.hook = rows.webhook(hook, actor)
        self.deliveries = [rows.delivery(one, actor) for one in log.deliveries]
        self.older_deliveries = rows.older(log, key)


async def _outcome(actor: Actor, key: int, delivery: int) -> DeliveryView:
    """Wait until the job had time for a delivery; return what became of it."""
    found = await db.ask(webhook_logs.delivery, actor, key, delivery)
    for _ in range(LOOKS):
        if found.state is not DeliveryState.WAITING or found.trouble:
            break
        await asyncio.sleep(EVERY)
        found = await db.ask(webhook_logs.delivery, actor, key, delivery)
    return found
