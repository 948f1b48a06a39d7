"""What the page of webhooks remembers, and the use cases it calls."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor, Role
from finance_app.domain.change_kinds import Topic
from finance_app.domain.webhooks import WebhookDraft, require_draft
from finance_app.pages.webhooks import rows
from finance_app.pages.webhooks.rows import TopicRow, WebhookRow
from finance_app.services import webhooks
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Key, Switch, Typed
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState

NEW = "new"


class Chosen(Arguments):
    """A webhook."""

    key: Key


class Wanted(Arguments):
    """What a webhook is to be: its address, and what it is told of."""

    url: Typed
    entries: Switch = False
    imports: Switch = False
    accounts: Switch = False
    categories: Switch = False
    labels: Switch = False
    rates: Switch = False
    people: Switch = False
    book: Switch = False
    undo: Switch = False

    def draft(self) -> WebhookDraft:
        """Return it.

        Raises:
            InvalidInputError: the address cannot be one, or nothing is to be told.
        """
        return require_draft(self.url, [one for one in Topic if getattr(self, one)])


class WebhooksState(SessionState):
    """The book's webhooks; `editing` is the one whose form is open, or `new`."""

    hooks: list[WebhookRow] = []
    hooks_loaded: bool = False
    may_hook: bool = False
    editing: str = ""
    hook_url: str = ""
    hook_topics: list[TopicRow] = []

    _routes: ClassVar[tuple[str, ...]] = (links.WEBHOOKS,)
    _fields: ClassVar = frozenset({"url", "topics"})

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show what there is."""
        self.editing = ""
        await self._renew()
        self.hooks_loaded = True

    @handler(Access.OWNER)
    async def open_new(self) -> None:
        """Show the form for a new one."""
        self._open(NEW, "", tuple(Topic))

    @handler(Access.OWNER)
    async def open_edit(self, key: str) -> None:
        """Show the form of one that there is."""
        chosen = Chosen.of({"key": key}).key
        found = await db.ask(webhooks.get, await self._actor(), chosen)
        self._open(str(chosen), found.url, found.topics)

    @handler(Access.OWNER)
    def close_form(self) -> None:
        """Leave it as it is."""
        self.editing = ""
        self._forget_errors()

    @handler(Access.OWNER)
    async def save(self, answers: dict[str, Any]) -> Any:
        """Add one, or change the one whose form is open."""
        wanted = Wanted.of(answers).draft()
        actor, editing = await self._actor(), self.editing
        if not editing:
            return None  # pressed twice
        if editing == NEW:
            key = await db.tell(webhooks.add, actor, wanted)
        else:
            key = int(editing)
            await db.tell(webhooks.change, actor, key, wanted)
        self.editing = ""
        await self._list(actor)
        self._say("Saved.")
        return rx.redirect(links.webhook(str(key)))

    def _open(self, editing: str, url: str, topics: tuple[Topic, ...]) -> None:
        self._forget_errors()
        self.hook_url, self.hook_topics = url, rows.topics(topics)
        self.editing = editing

    def _is_asking(self) -> bool:
        return self.editing != ""

    async def _renew(self) -> None:
        await self._list(await self._actor())

    async def _list(self, actor: Actor) -> None:
        self.may_hook = actor.role is Role.OWNER
        found = await db.ask(webhooks.everything, actor) if self.may_hook else []
        self.hooks = [rows.webhook(one, actor) for one in found]
