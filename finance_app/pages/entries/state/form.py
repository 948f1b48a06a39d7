"""The form for one entry, new or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import reflex as rx

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.entries import Cursor
from finance_app.pages.entries.rows import choices, filters, form
from finance_app.pages.entries.rows.form import FormText
from finance_app.pages.entries.state import saving
from finance_app.pages.entries.state.listed import EntriesState
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Key, Line, OptionalKey
from finance_app.ui.components.grouped import OptionGroup
from finance_app.ui.components.values import Option
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Chosen(Arguments):
    """An account or a category, or none."""

    key: OptionalKey


class Shown(Arguments):
    """An entry."""

    key: Key


class Named(Arguments):
    """A payee's name, as far as it is typed."""

    name: Line


class Turned(Arguments):
    """Which way money went."""

    side: Literal["in", "out"]


class FormState(SessionState):
    """What the form starts with and offers."""

    shown: bool = False
    entry: FormText = FormText()
    side: str = form.OUT
    currency: str = ""
    category: str = ""
    proposal: str = ""
    accounts: list[Option] = []
    categories: list[OptionGroup] = []
    payees: list[Option] = []
    _currencies: dict[str, str] = {}
    _fields: ClassVar[frozenset[str]] = frozenset(
        {"payee", "amount", "day", "account", "category", "note"}
    )

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Open the form for a new entry where the address says so."""
        self.shown = False
        if self.router.url.query_parameters.get("new"):
            await self._open(await self._actor(), None)

    @handler(Access.EDITOR)
    async def open_new(self) -> None:
        """Open the form for a new entry."""
        await self._open(await self._actor(), None)

    @handler(Access.SIGNED_IN)
    async def open_one(self, key: str) -> None:
        """Open the form for an entry."""
        await self._open(await self._actor(), Shown.of({"key": key}).key)

    @handler(Access.SIGNED_IN)
    def close(self) -> Any:
        """Close the form."""
        self.shown = False
        return _without_new(self.router.url.query_parameters)

    @handler(Access.SIGNED_IN)
    def turn(self, side: str) -> None:
        """Say which way money went."""
        self.side = Turned.of({"side": side}).side

    @handler(Access.SIGNED_IN)
    def choose_account(self, key: str) -> None:
        """Ask for the amount in the account's currency."""
        self.currency = self._currencies.get(str(Chosen.of({"key": key}).key), "")

    @handler(Access.SIGNED_IN)
    def choose_category(self, key: str) -> None:
        """Say what it was for; nothing is proposed any more."""
        self.category, self.proposal = str(Chosen.of({"key": key}).key or ""), ""

    @handler(Access.SIGNED_IN, debounce=200)
    async def propose(self, name: str) -> None:
        """Propose what was usual for the payee, until a category is chosen."""
        if self.category and not self.proposal:
            return
        typed = Named.of({"name": name}).name
        self.category, usual = await db.ask(saving.usual, await self._actor(), typed)
        self.proposal = f"{usual} is usual for {typed}." if usual else ""

    @handler(Access.EDITOR)
    async def save(self, answers: dict[str, Any]) -> Any:
        """Write the entry; where something is wrong, it is said and what was typed stays."""
        super()._forget_errors()
        if not self.shown:
            return None  # pressed twice
        given, actor = saving.Answers.of(answers), await self._actor()
        if self.entry.id:
            key, version = int(self.entry.id), int(self.entry.version)
            saved = await db.tell(saving.changed, actor, key, version, given, self.side)
        else:
            saved = await db.tell(saving.added, actor, given, self.side)
        self.shown = False
        entries = await self.get_state(EntriesState)
        seen = await entries._refresh(actor, saved.key)  # noqa: SLF001  private: no browser calls it
        self._say(f"{'Changed' if self.entry.id else 'Added'} {saved.name}.", undo=saved.set_id)
        if not seen and not self.entry.id:
            return rx.redirect(links.entries(before=str(Cursor(saved.day, saved.key + 1))))
        return _without_new(self.router.url.query_parameters)

    @handler(Access.EDITOR)
    async def delete(self) -> Any:
        """Delete the entry that the form is about."""
        if not self.entry.id:
            return
        entries, actor = await self.get_state(EntriesState), await self._actor()
        await entries._delete(actor, int(self.entry.id), int(self.entry.version))  # noqa: SLF001  as above
        self.shown = False

    async def _open(self, actor: Actor, key: int | None) -> None:
        found = await db.ask(saving.opened, actor, key)
        entries = await self.get_state(EntriesState)
        asked = entries._place.asked.get("account", "")  # noqa: SLF001  as above
        self.accounts = choices.accounts(found.accounts)
        kept = form.category(found.entry) if found.entry else ""
        self.categories = choices.categories(found.tree, also=kept)
        self.payees = [Option(name, name) for name in found.payees]
        self._currencies = {str(one.id): one.currency for one in found.accounts}
        account = asked if asked in self._currencies else next(iter(self._currencies), "")
        known = found.entry
        self.entry = form.existing(known, actor) if known else form.new(account, actor)
        self.side = form.side(known) if known else form.OUT
        self.category = form.category(known) if known else ""
        self.currency, self.proposal = self._currencies.get(self.entry.account, ""), ""
        super()._forget_errors()
        self.shown = True

    def _forget_errors(self) -> None:
        """Keep what is wrong until the form is sent again: proposals come while it is read."""

    def _is_asking(self) -> bool:
        return self.shown


def _without_new(query: Mapping[str, str]) -> Any:
    """Lead to the same page without the open form in its address, where it is there."""
    if not query.get("new"):
        return None
    place = {name: query[name] for name in ("before", "after") if query.get(name)}
    return rx.redirect(links.entries(**filters.given(query) | place), replace=True)
