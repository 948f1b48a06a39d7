"""The form of an own rate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

import reflex as rx

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.own_rates import OwnRate
from finance_app.domain.rate_texts import equation
from finance_app.errors import UnusualRateError
from finance_app.pages.rates.rows import form
from finance_app.pages.rates.rows.form import FormText
from finance_app.pages.rates.rows.places import day_of
from finance_app.pages.rates.state.own import OwnRatesState
from finance_app.pages.rates.state.shown import RatesState
from finance_app.services import own_rates
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Key, Line, Switch
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Shown(Arguments):
    """A rate."""

    key: Key


class Chosen(Arguments):
    """What was chosen or typed in a field."""

    value: Line


class Answers(Arguments):
    """What the form sends; which currencies count is in the state, where choices come in order."""

    origin: Line = ""
    target: Line = ""
    rate: Line
    day: Line
    until: Line
    confirmed: Switch = False


class OwnRateFormState(SessionState):
    """The open form: `echo` says how the rate is understood, `asked` what is to be confirmed."""

    shown: bool = False
    own_rate: FormText = FormText()
    echo: str = ""
    asked: str = ""
    _typed: str = ""
    _fields: ClassVar[frozenset[str]] = frozenset(
        {"origin", "target", "rate", "day", "until", "form"}
    )

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Begin without the form, unless the address asks for a rate of a day."""
        self.shown = False
        if self.can_edit and (day := day_of(self.router.url.query_parameters.get("new", ""))):
            await self._open_new(day)

    @handler(Access.SIGNED_IN)
    def close(self) -> Any:
        """Close the form."""
        self.shown = False
        return self._without_form()

    @handler(Access.EDITOR)
    async def open_new(self) -> None:
        """Open the form for a new rate of the pair that is shown."""
        await self._open_new()

    @handler(Access.EDITOR)
    async def open_one(self, key: str) -> None:
        """Open the form for a rate."""
        chosen, actor = Shown.of({"key": key}), await self._actor()
        self._open(form.existing(await db.ask(own_rates.get, actor, chosen.key), actor))

    @handler(Access.EDITOR)
    async def choose_origin(self, value: str) -> None:
        """Take another first currency."""
        self.own_rate = replace(self.own_rate, origin=Chosen.of({"value": value}).value[:3])
        await self._echo()

    @handler(Access.EDITOR)
    async def choose_target(self, value: str) -> None:
        """Take another second currency."""
        self.own_rate = replace(self.own_rate, target=Chosen.of({"value": value}).value[:3])
        await self._echo()

    @handler(Access.EDITOR)
    async def read(self, value: str) -> None:
        """Say how the rate is understood."""
        self._typed = Chosen.of({"value": value}).value
        await self._echo()

    @handler(Access.EDITOR)
    async def save(self, answers: dict[str, Any]) -> Any:
        """Write the rate; one that is far from what is known is asked about first."""
        if not self.shown:
            return None  # pressed twice
        given, actor = Answers.of(answers), await self._actor()
        rate = form.typed(self.own_rate, given.rate, given.day, given.until, actor)
        said = equation(rate.origin, rate.value, rate.target, actor.region)
        try:
            set_id = await self._write(
                actor, rate, confirmed=given.confirmed and self.asked == said
            )
        except UnusualRateError as doubt:
            self.asked = doubt.asked
            raise
        self.shown = False
        await (await self.get_state(OwnRatesState))._show_all(actor)  # noqa: SLF001  private to the browser only
        self._say(f"{'Changed to' if self.own_rate.id else 'Added'} {said}.", undo=set_id)
        return self._without_form()

    async def _write(self, actor: Actor, rate: OwnRate, *, confirmed: bool) -> int:
        if not self.own_rate.id:
            return await db.tell(own_rates.add, actor, rate, confirmed=confirmed)
        key, version = int(self.own_rate.id), int(self.own_rate.version)
        return await db.tell(own_rates.change, actor, key, version, rate, confirmed=confirmed)

    async def _echo(self) -> None:
        self.echo = ""
        if self._typed and self.own_rate.origin and self.own_rate.target:
            self.echo = form.echo(self.own_rate, self._typed, await self._actor())

    async def _open_new(self, day: date | None = None) -> None:
        actor, pair = await self._actor(), (await self.get_state(RatesState)).pair
        self._open(form.new(pair.origin, pair.target or actor.base_currency, actor, day))

    def _without_form(self) -> Any:
        """Lead to the same pair without the open form in its address, where it is there."""
        query = self.router.url.query_parameters
        if not query.get("new"):
            return None
        kept = {name: query.get(name, "") for name in ("origin", "target", "span")}
        return rx.redirect(links.rates(**kept), replace=True)

    def _open(self, rate: FormText) -> None:
        self.own_rate, self.shown, self.echo, self.asked = rate, True, "", ""
        self._typed = rate.value

    def _is_asking(self) -> bool:
        return self.shown
