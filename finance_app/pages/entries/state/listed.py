"""The list of entries: one page of them, by what the address asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy.orm import Session

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.entries import Cursor, EntryFilter, EntryPage, EntrySums
from finance_app.domain.formatting import money_text
from finance_app.domain.labels import LabelKind
from finance_app.domain.valuation import Basis, Valuation, Valued
from finance_app.errors import NotFoundError, StaleError
from finance_app.pages.entries.rows import filters, listed, readings
from finance_app.pages.entries.rows.listed import DayText, SumText
from finance_app.pages.entries.rows.readings import Known
from finance_app.pages.entries.state.filters import FilterState
from finance_app.services import accounts, categories, entries, labels, transfers, valuations
from finance_app.ui import bases, links
from finance_app.ui.arguments import Arguments, Key
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Version(Arguments):
    """An entry as the user saw it."""

    key: Key
    version: Key


@dataclass(frozen=True)
class Place:
    """Which entries the page shows: the filters as they stand in the address, and from where on."""

    asked: dict[str, str] = field(default_factory=dict)
    before: Cursor | None = None
    after: Cursor | None = None
    wanted: EntryFilter = field(default_factory=EntryFilter)
    possible: bool = True
    basis: Basis = Basis.ENTRY


@dataclass(frozen=True)
class Listed:
    """One page, what its entries are worth, and what a list that is filtered comes to."""

    page: EntryPage
    valuation: Valuation
    values: dict[int, Valued]
    sums: EntrySums | None


class EntriesState(SessionState):
    """One page of entries.

    `empty` says why there are none: `accounts`, `entries`, `filter`, `unknown` where a filter
    means nothing; nothing where there are.
    """

    days: list[DayText] = []
    loaded: bool = False
    newer: str = ""
    older: str = ""
    empty: str = ""
    marked: str = ""
    summed: SumText = SumText()
    _place: Place = Place()
    _routes: ClassVar[tuple[str, ...]] = (links.ENTRIES,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show what the address asks for."""
        actor, query = await self._actor(), dict(self.router.url.query_parameters)
        asked = filters.given(query)
        known = await db.ask(_known, actor, asked)
        reading = readings.read(asked, known)
        before, after = (Cursor.parse(query.get(name, "")) for name in ("before", "after"))
        basis = bases.asked(query)
        possible = not reading.unusable - {"basis"}  # which says at which rates, not what is shown
        self._place = Place(asked, before, after, reading.wanted, possible, basis)
        bar = await self.get_state(FilterState)
        rates = await db.ask(valuations.of, actor, basis, actor.today)
        bar._draw(asked, reading, known, rates)  # noqa: SLF001  private so that the browser cannot call it
        await self._refresh(actor)
        if self.empty == "entries" and not known.accounts:
            self.empty = "accounts"
        self.loaded = True

    @handler(Access.EDITOR)
    async def delete(self, key: str, version: str) -> None:
        """Delete an entry; the notice offers to bring it back."""
        chosen = Version.of({"key": key, "version": version})
        await self._delete(await self._actor(), chosen.key, chosen.version)

    async def _delete(self, actor: Actor, key: int, version: int) -> None:
        set_id, name = await db.tell(_deleted, actor, key, version)
        await self._refresh(actor)
        self._say(f"Deleted {name}.", undo=set_id)

    async def _renew(self) -> None:
        await self._refresh(await self._actor(), int(self.marked or 0))

    async def _refresh(self, actor: Actor, marked: int | None = None) -> bool:
        """Read the page again; return whether the entry to be marked is on it."""
        place = self._place
        found = await db.ask(_listed, actor, place)
        page, sums = found.page, found.sums
        self.days = listed.days(page.entries, actor, place.wanted, found.values)
        self.summed = listed.sum_text(sums, found.valuation, actor) if sums else SumText()
        self.newer = links.entries(**place.asked, after=str(page.newer)) if page.newer else ""
        self.older = links.entries(**place.asked, before=str(page.older)) if page.older else ""
        self.empty = "" if page.entries else _why_empty(place)
        self.marked = str(marked or "")
        return any(entry.id == marked for entry in page.entries)


def _known(session: Session, actor: Actor, asked: Mapping[str, str]) -> Known:
    return Known(
        accounts.everything(session, actor),
        categories.everything(session, actor),
        _label(session, actor, LabelKind.PAYEE, asked.get("payee", "")),
        _label(session, actor, LabelKind.TAG, asked.get("tag", "")),
        actor.today,
        actor.region,
        actor.first_weekday,
    )


def _label(session: Session, actor: Actor, kind: LabelKind, text: str) -> str:
    """Return the name of the payee or tag that is asked for; nothing where there is none such."""
    key = readings.key(text)
    if key is None:
        return ""
    try:
        return labels.get(session, actor, kind, key).name
    except NotFoundError:
        return ""


def _listed(session: Session, actor: Actor, place: Place) -> Listed:
    """Return the page, at the rates that are asked for."""
    last = place.wanted.last or actor.today
    valuation = valuations.of(session, actor, place.basis, last)
    if not place.possible:  # everything would be a wrong answer to what cannot be
        return Listed(EntryPage(()), valuation, {}, None)
    sums = entries.sums(session, actor, place.wanted, valuation) if place.asked else None
    page = _turned(session, actor, place)
    values = valuations.of_entries(session, actor, valuation, page.entries)
    return Listed(page, valuation, values, sums)


def _turned(session: Session, actor: Actor, place: Place) -> EntryPage:
    """Return the page; the first one where going to what is newer has reached it."""
    if place.after is not None:
        page = entries.page(session, actor, place.wanted, newer_than=place.after)
        if page.newer is not None:
            return page
        return entries.page(session, actor, place.wanted)
    return entries.page(session, actor, place.wanted, older_than=place.before)


def _deleted(session: Session, actor: Actor, key: int, version: int) -> tuple[int, str]:
    """Delete an entry, of a transfer both sides; return the change set, and what it is called."""
    entry = entries.get(session, actor, key)
    moved = transfers.find(session, actor, entry)
    if moved is None:
        set_id = entries.delete(session, actor, key, version)
        return set_id, f"{entry.title} {money_text(entry.amount, actor.region)}"
    if entry.version != version:
        raise StaleError
    amount = money_text(moved.paying.amount, actor.region)
    called = f"the transfer of {amount} to {moved.receiving.account}"
    return transfers.delete(session, actor, moved), called


def _why_empty(place: Place) -> str:
    if not place.possible:
        return "unknown"
    return "filter" if place.asked else "entries"
