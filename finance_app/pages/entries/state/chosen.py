"""What is chosen in the form by a press: the way, the accounts, the category, the tags.

Until somebody chooses, what was usual for the payee is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from finance_app import db
from finance_app.domain.access import Access
from finance_app.pages.entries.rows import form
from finance_app.pages.entries.rows.choices import TagText
from finance_app.services import payees
from finance_app.services.payees import Usual
from finance_app.ui.arguments import Arguments, Line, OptionalKey
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Chosen(Arguments):
    """An account or a category, or none."""

    key: OptionalKey


class Ticked(Arguments):
    """A tag, by its name."""

    name: Line


class Named(Arguments):
    """A payee's name, as far as it is typed."""

    name: Line


class Turned(Arguments):
    """Which way money went."""

    side: Literal["in", "out", "transfer"]


class ChosenState(SessionState):
    """What is chosen; `proposal` says what of it was proposed."""

    side: str = form.OUT
    account: str = ""
    currency: str = ""
    to: str = ""
    to_currency: str = ""
    category: str = ""
    tags: list[TagText] = []
    proposal: str = ""
    _currencies: dict[str, str] = {}
    _touched: frozenset[str] = frozenset()

    @handler(Access.SIGNED_IN, quiet=True)
    def turn(self, side: str) -> None:
        """Say which way money went."""
        self.side = Turned.of({"side": side}).side
        self._touched |= {"side"}

    @handler(Access.SIGNED_IN, quiet=True)
    def choose_account(self, key: str) -> None:
        """Ask for the amount in the account's currency."""
        self._on(str(Chosen.of({"key": key}).key or ""))
        self._touched |= {"account"}

    @handler(Access.SIGNED_IN, quiet=True)
    def choose_to(self, key: str) -> None:
        """Say where the money of a transfer goes."""
        self.to = str(Chosen.of({"key": key}).key or "")
        self.to_currency = self._currencies.get(self.to, "")
        self._touched |= {"to"}

    @handler(Access.SIGNED_IN, quiet=True)
    def choose_category(self, key: str) -> None:
        """Say what it was for; nothing is proposed any more."""
        self.category, self.proposal = str(Chosen.of({"key": key}).key or ""), ""
        self._touched |= {"category"}

    @handler(Access.SIGNED_IN, quiet=True)
    def tick(self, name: str) -> None:
        """Put a tag on, or take it off."""
        ticked = Ticked.of({"name": name}).name
        self.tags = [
            replace(tag, chosen=not tag.chosen) if tag.name == ticked else tag for tag in self.tags
        ]
        self._touched |= {"tags"}

    @handler(Access.SIGNED_IN, quiet=True, debounce=200)
    async def propose(self, name: str) -> None:
        """Propose what was usual for the payee, as far as nothing else is chosen."""
        typed = Named.of({"name": name}).name
        found = await db.ask(payees.usual, await self._actor(), typed) if typed else None
        self._propose(found, typed)

    def _propose(self, found: Usual | None, name: str) -> None:
        open_to = {"category", "tags", "side", "account"} - self._touched
        if "category" in open_to:
            self.category = str(found.category_id or "") if found else ""
            usual = found.category if found else ""
            self.proposal = f"{usual} is usual for {name}." if usual else ""
        if "tags" in open_to:
            put_on = {tag.name for tag in found.tags} if found else set()
            self.tags = [replace(tag, chosen=tag.name in put_on) for tag in self.tags]
        if found and "side" in open_to:
            self.side = form.IN if found.inwards else form.OUT
        if found and "account" in open_to and str(found.account_id) in self._currencies:
            self._on(str(found.account_id))

    def _start(self, side: str, account: str, to: str, category: str, *, new: bool) -> None:
        """Begin with these; of an entry that is there already only a missing category is open."""
        self.side, self.category, self.proposal = side, category, ""
        self._on(account)
        self.to, self.to_currency = to, self._currencies.get(to, "")
        kept = {"side", "account", "tags"} | ({"category"} if category else set())
        self._touched = frozenset() if new else frozenset(kept)

    def _on(self, account: str) -> None:
        self.account, self.currency = account, self._currencies.get(account, "")

    def _pressed(self) -> dict[str, str]:
        """Return what was chosen by hand: the browser shows it only once it was answered."""
        return {
            name: getattr(self, name)
            for name in ("account", "to", "category")
            if name in self._touched
        }

    def _tag_names(self) -> tuple[str, ...]:
        return tuple(tag.name for tag in self.tags if tag.chosen)
