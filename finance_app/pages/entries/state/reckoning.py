"""What is typed as amounts while the form is open: what it comes to, and the parts of a split."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import StringConstraints

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.formatting import money_text
from finance_app.domain.money import Money
from finance_app.domain.splits import MOST
from finance_app.errors import InvalidInputError
from finance_app.pages.entries.rows import form, moved, parts
from finance_app.pages.entries.rows.moved import ImpliedText
from finance_app.pages.entries.rows.parts import NAMES, PartText
from finance_app.pages.entries.state.chosen import ChosenState
from finance_app.services import rates
from finance_app.ui.arguments import Arguments, OptionalKey, Typed
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState

NAME = r"part-[0-9]{1,2}"
type PartName = Annotated[str, StringConstraints(pattern=rf"^{NAME}$")]
LONGEST = 100  # characters of an amount that is looked at while it is typed


class Reckoned(Arguments):
    """An amount as far as it is typed, by its field."""

    name: Annotated[str, StringConstraints(pattern=rf"^(amount|received|day|{NAME})$")]
    text: Typed


class Named(Arguments):
    """A part."""

    name: PartName


class PartChosen(Arguments):
    """A part and its category, or none."""

    name: PartName
    key: OptionalKey


class ReckonState(SessionState):
    """What amounts come to: `echo` of the entry's, `left` for its parts, `rate` of a transfer."""

    parts: list[PartText] = []
    echo: str = ""
    left: str = ""
    rate: ImpliedText = ImpliedText()
    _typed: dict[str, str] = {}
    _categories: dict[str, str] = {}

    @handler(Access.SIGNED_IN, quiet=True)
    async def reckon(self, name: str, text: str) -> None:
        """Say what the amounts come to."""
        asked = Reckoned.of({"name": name, "text": text})
        self._typed = self._typed | {asked.name: asked.text[:LONGEST]}
        said = {key: text for key, text in self.errors.items() if key not in (asked.name, "parts")}
        if len(said) < len(self.errors):
            self.errors = said
        await self._say_amounts()

    @handler(Access.SIGNED_IN, quiet=True)
    async def again(self) -> None:
        """Say what the amounts come to in another currency."""
        await self._say_amounts()

    @handler(Access.SIGNED_IN, quiet=True)
    async def split(self) -> None:
        """Share the entry among parts."""
        chosen = await self.get_state(ChosenState)
        if not self.parts:
            self.parts = parts.two(chosen.category)
        await self._say_amounts()

    @handler(Access.SIGNED_IN, quiet=True)
    async def add_part(self) -> None:
        """Share it among one more."""
        full = len(self.parts) == MOST
        self.parts = parts.more(self.parts)
        await self._say_amounts()
        if full:
            self.left = f"An entry has at most {MOST} parts."

    @handler(Access.SIGNED_IN, quiet=True)
    async def remove_part(self, name: str) -> None:
        """Share it among one less; the last one is no part any more but the whole."""
        gone = Named.of({"name": name}).name
        rest = [part for part in self.parts if part.id != gone]
        self._typed = {key: text for key, text in self._typed.items() if key != gone}
        if len(rest) == 1:
            chosen = await self.get_state(ChosenState)
            chosen.category, rest = rest[0].category, []
        self.parts = rest
        await self._say_amounts()

    @handler(Access.SIGNED_IN, quiet=True)
    async def share_equally(self) -> None:
        """Give every part the same."""
        self._typed = {key: text for key, text in self._typed.items() if key not in NAMES}
        mark = str(int(self.parts[0].mark or "0") + 1) if self.parts else ""
        self.parts = [replace(part, amount="", mark=mark) for part in self.parts]
        await self._say_amounts()

    @handler(Access.SIGNED_IN, quiet=True)
    def choose_part(self, name: str, key: str) -> None:
        """Say what a part was for."""
        chosen = PartChosen.of({"name": name, "key": key})
        category = str(chosen.key or "")
        self._categories = self._categories | {chosen.name: category}
        self.parts = [
            replace(part, category=category) if part.id == chosen.name else part
            for part in self.parts
        ]

    async def _start(self, found: list[PartText], **typed: str) -> None:
        self._categories = {}
        self.parts, self._typed = found, typed | {part.id: part.amount for part in found}
        await self._say_amounts()

    def _pressed(self) -> dict[str, str]:
        """Return the categories that were chosen: the browser shows them only once answered."""
        return {f"{name}-category": key for name, key in self._categories.items()}

    async def _say_amounts(self) -> None:
        chosen, actor = await self.get_state(ChosenState), await self._actor()
        amount = self._typed.get("amount", "")
        self.echo = form.echo(amount, chosen.currency, actor.region)
        self.rate = await self._implied(chosen, actor)
        self.left = self._share(amount, chosen.currency, actor)

    async def _implied(self, chosen: ChosenState, actor: Actor) -> ImpliedText:
        """Say at which rate money changes its currency, beside the rate of the day."""
        sent = self._typed.get("amount", ""), chosen.currency
        received = self._typed.get("received", ""), chosen.to_currency
        amounts = moved.both(sent, received, actor.region)
        if amounts is None:
            return ImpliedText()
        day = moved.day(self._typed.get("day", "")) or actor.today
        known = await db.ask(rates.on, actor, sent[1], received[1], day)
        return moved.implied(*amounts, known, actor.region)

    def _share(self, amount: str, currency: str, actor: Actor) -> str:
        """Write beside each part what it comes to; return what is wrong with them together."""
        names, region = [part.id for part in self.parts], actor.region
        said, wrong = dict.fromkeys(names, ""), ""
        try:
            total = form.unsigned(amount, form.OUT, currency, region) if amount and currency else 0
            if total and names:
                asked = parts.read(self._typed, names, currency, region)
                found = parts.shared(total, asked, currency, region)
                said = {
                    name: money_text(Money(found[name], currency), region)
                    for name, part in asked.items()
                    if part.amount is None
                }
        except InvalidInputError as error:
            wrong = error.message
        self.parts = [replace(part, share=said.get(part.id, "")) for part in self.parts]
        return wrong
