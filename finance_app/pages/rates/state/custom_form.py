"""The form of a currency of the book's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.currencies import CustomCurrency
from finance_app.errors import InvalidInputError
from finance_app.pages.rates.rows import custom
from finance_app.pages.rates.rows.custom import FormText
from finance_app.pages.rates.state.custom import CustomCurrenciesState
from finance_app.services import custom_currencies
from finance_app.ui.arguments import Arguments, Key, Line
from finance_app.ui.components.values import Option
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Shown(Arguments):
    """A currency."""

    key: Key


class Chosen(Arguments):
    """What was chosen or typed in a field."""

    value: Line


class Answers(Arguments):
    """What the form sends; its decimals are in the state, where choices come in order."""

    code: Line = ""
    name: Line
    decimals: Line = ""


class CustomFormState(SessionState):
    """The open form."""

    shown: bool = False
    currency: FormText = FormText()
    decimals: list[Option] = []
    _fields: ClassVar[frozenset[str]] = frozenset({"code", "name", "decimals", "form"})

    @handler(Access.SIGNED_IN)
    def load(self) -> None:
        """Begin the page without the form, which another visit may have left open."""
        self.shown = False

    @handler(Access.SIGNED_IN)
    def close(self) -> None:
        """Close the form."""
        self.shown = False

    @handler(Access.EDITOR)
    async def open_new(self) -> None:
        """Open the form for a new one."""
        actor = await self._actor()
        self._open(custom.new(actor), actor)

    @handler(Access.EDITOR)
    async def open_one(self, key: str) -> None:
        """Open the form for one that there is."""
        chosen, actor = Shown.of({"key": key}), await self._actor()
        one = await db.ask(custom_currencies.get, actor, chosen.key)
        self._open(custom.existing(one, actor), actor)

    @handler(Access.EDITOR)
    def read_code(self, value: str) -> None:
        """Suggest name and decimals of a code that is known."""
        self.currency = custom.coded(self.currency, Chosen.of({"value": value}).value)

    @handler(Access.EDITOR)
    def choose_decimals(self, value: str) -> None:
        """Take another number of decimals."""
        chosen = Chosen.of({"value": value}).value
        if chosen not in {option.value for option in self.decimals}:
            raise InvalidInputError("Choose one of the list.", field="decimals")
        self.currency = replace(self.currency, decimals=chosen)

    @handler(Access.EDITOR)
    async def save(self, answers: dict[str, Any]) -> None:
        """Write the currency; a name that is left out is the one that is suggested."""
        if not self.shown:
            return  # pressed twice
        given, actor = Answers.of(answers), await self._actor()
        name, decimals = given.name or self.currency.suggested, int(self.currency.decimals)
        if self.currency.id:
            key, version = int(self.currency.id), int(self.currency.version)
            set_id = await db.tell(custom_currencies.change, actor, key, version, name, decimals)
        else:
            wanted = CustomCurrency(given.code, name, decimals)
            set_id = await db.tell(custom_currencies.add, actor, wanted)
        self.shown = False
        await (await self.get_state(CustomCurrenciesState))._show_all(actor)  # noqa: SLF001  private to the browser only
        code = self.currency.code or given.code.upper()
        self._say(f"{'Changed' if self.currency.id else 'Added'} {code} · {name}.", undo=set_id)

    def _open(self, currency: FormText, actor: Actor) -> None:
        self.currency, self.shown = currency, True
        self.decimals = custom.options(actor)

    def _is_asking(self) -> bool:
        return self.shown
