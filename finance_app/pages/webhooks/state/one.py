"""One webhook: what it was told, trying it, pausing and deleting it."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

import reflex as rx

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
        async with self:
            if self.trying or not self.hook.key:
                return
            actor, key = await self._actor(), int(self.hook.key)
            self.trying, self.tried = True, ""
        try:
            delivery = await db.tell(webhook_logs.test, actor, key)
            await self._told(actor, key, delivery)
        finally:
            async with self:
                self.trying = False

    @handler(Access.OWNER, background=True)
    async def redeliver(self, key: str) -> None:
        """Have a delivery sent once more, and say what became of that."""
        delivery = Chosen.of({"key": key}).key
        async with self:
            if self.trying or not self.hook.key:
                return
            actor, hook = await self._actor(), int(self.hook.key)
            self.trying, self.tried = True, ""
        try:
            await db.tell(webhook_logs.redeliver, actor, hook, delivery)
            await self._told(actor, hook, delivery)
        finally:
            async with self:
                self.trying = False

    @handler(Access.OWNER)
    async def turn(self) -> None:
        """Pause it, or resume it."""
        actor, deed = (
            await self._actor(),
            webhooks.resume if self.hook.is_paused else webhooks.pause,
        )
        await db.tell(deed, actor, int(self.hook.key or 0))
        await self._refresh(actor)
        self._say("Paused." if self.hook.is_paused else "Resumed.")

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
        await db.tell(webhooks.remove, await self._actor(), int(self.hook.key or 0))
        self._say("Deleted.")
        return rx.redirect(links.WEBHOOKS)

    async def _told(self, actor: Actor, key: int, delivery: int) -> None:
        """Wait until the job had time for a delivery, and say what became of it."""
        found = await db.ask(webhook_logs.delivery, actor, key, delivery)
        for _ in range(LOOKS):
            if found.state is not DeliveryState.WAITING or found.trouble:
                break
            await asyncio.sleep(EVERY)
            found = await db.ask(webhook_logs.delivery, actor, key, delivery)
        async with self:
            await self._say_tried(actor, found)

    async def _say_tried(self, actor: Actor, found: DeliveryView) -> None:
        self.tried, self.tried_well = rows.tried(found)
        await self._refresh(actor)

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
