"""The form for one entry or transfer, new or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import reflex as rx

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.entries import Cursor, EntryView
from finance_app.domain.transfers import TransferView
from finance_app.errors import StaleError
from finance_app.pages.entries.rows import filters
from finance_app.pages.entries.rows.form import FormText
from finance_app.pages.entries.rows.parts import NAMES
from finance_app.pages.entries.rows.stale import Difference
from finance_app.pages.entries.state import opening, saving
from finance_app.pages.entries.state.answers import Sent
from finance_app.pages.entries.state.chosen import ChosenState
from finance_app.pages.entries.state.listed import EntriesState
from finance_app.pages.entries.state.reckoning import ReckonState
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Key
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Shown(Arguments):
    """An entry."""

    key: Key


class FormState(SessionState):
    """What the form starts with.

    `theirs` is where the entry as it is by now differs from what was typed, `changed_by` says whose
    doing that was; both are empty until a save is refused for it.
    """

    shown: bool = False
    entry: FormText = FormText()
    theirs: list[Difference] = []
    changed_by: str = ""
    _before: EntryView | None = None
    _transfer: TransferView | None = None
    _fields: ClassVar[frozenset[str]] = frozenset(
        {"payee", "amount", "day", "account", "category", "note", "tags", "status", "parts"}
        | {"original", "original_currency", "to", "received", "fee", "fee_category", "arrived"}
        | set(NAMES)
    )

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Open the form where the address says so."""
        self.shown = False
        asked = self.router.url.query_parameters
        if asked.get("new"):
            await self._open(await self._actor(), None)
        elif asked.get("entry"):
            key = Shown.of({"key": asked["entry"]}).key
            await self._open(await self._actor(), key)

    @handler(Access.EDITOR)
    async def open_new(self) -> None:
        """Open the form for a new entry."""
        await self._open(await self._actor(), None)

    @handler(Access.SIGNED_IN)
    async def open_one(self, key: str) -> None:
        """Open the form for an entry."""
        await self._open(await self._actor(), Shown.of({"key": key}).key)

    @handler(Access.EDITOR)
    async def duplicate(self) -> None:
        """Open the form for a new entry like the one that it is about."""
        if self._before is not None:
            await self._open(await self._actor(), self._before.id, copied=True)

    @handler(Access.SIGNED_IN)
    def close(self) -> Any:
        """Close the form."""
        self.shown = False
        return _without_form(self.router.url.query_parameters)

    @handler(Access.EDITOR)
    async def save(self, answers: dict[str, Any]) -> Any:
        """Write the entry; where something is wrong, it is said and what was typed stays."""
        super()._forget_errors()
        if not self.shown:
            return None  # pressed twice
        chosen, actor = await self.get_state(ChosenState), await self._actor()
        reckoning = await self.get_state(ReckonState)
        pressed = chosen._pressed() | reckoning._pressed()  # noqa: SLF001  private: no browser calls it
        sent = Sent.of(answers, pressed, chosen.side, chosen._tag_names())  # noqa: SLF001  as above
        before = self._before
        if before is None:
            return await self._saved(actor, await db.tell(saving.added, actor, sent), new=True)
        try:
            saved = await db.tell(saving.changed, actor, before, self._transfer, sent)
        except StaleError:
            await self._compare(actor, before, sent)
            return None
        return await self._saved(actor, saved, new=False)

    @handler(Access.EDITOR)
    async def delete(self) -> Any:
        """Delete the entry that the form is about."""
        if self._before is None:
            return
        entries, actor = await self.get_state(EntriesState), await self._actor()
        await entries._delete(actor, self._before.id, self._before.version)  # noqa: SLF001  as above
        self.shown = False

    async def _saved(self, actor: Actor, saved: saving.Saved, *, new: bool) -> Any:
        self.shown = False
        entries = await self.get_state(EntriesState)
        seen = await entries._refresh(actor, saved.key)  # noqa: SLF001  as above
        self._say(f"{'Added' if new else 'Changed'} {saved.name}.", undo=saved.set_id)
        if not seen and new:
            return rx.redirect(links.entries(before=str(Cursor(saved.day, saved.key + 1))))
        return _without_form(self.router.url.query_parameters)

    async def _compare(self, actor: Actor, before: EntryView, sent: Sent) -> None:
        """Show both versions; saving again means the typed one, over what is there by now."""
        found = await db.ask(saving.compared, actor, before, self._transfer, sent)
        self._before, self._transfer = found.entry, found.transfer
        self.theirs, self.changed_by = found.differences, found.who

    async def _open(self, actor: Actor, key: int | None, *, copied: bool = False) -> None:
        found = await db.ask(saving.opened, actor, key)
        entries = await self.get_state(EntriesState)
        asked = entries._place.asked.get("account", "")  # noqa: SLF001  as above
        await opening.offer(self, found, asked, actor, new=copied or key is None)
        self.entry = opening.text(found, actor, new=copied or key is None)
        self._before, self._transfer = found.entry, found.transfer
        if copied:
            self._before = self._transfer = None
        self.theirs, self.changed_by = [], ""
        super()._forget_errors()
        self.shown = True

    def _forget_errors(self) -> None:
        """Keep what is wrong until the form is sent again: proposals come while it is read."""

    def _is_asking(self) -> bool:
        return self.shown


def _without_form(query: Mapping[str, str]) -> Any:
    """Lead to the same page without the open form in its address, where it is there."""
    if not query.get("new") and not query.get("entry"):
        return None
    place = {name: query[name] for name in ("before", "after") if query.get(name)}
    return rx.redirect(links.entries(**filters.given(query) | place), replace=True)
