"""The filter bar: what it says stands in the address, so each change leads to another one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, Literal

import reflex as rx

from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.amounts import parse_amount
from finance_app.domain.entries import OWN
from finance_app.domain.money import Money
from finance_app.domain.periods import Kind
from finance_app.domain.valuation import Valuation
from finance_app.errors import InvalidAmountError, InvalidInputError, Wrong
from finance_app.pages.entries.rows import choices, filters
from finance_app.pages.entries.rows.filters import ChipText, FilterText
from finance_app.pages.entries.rows.readings import Known, Reading
from finance_app.ui import bases, links
from finance_app.ui.arguments import Arguments, Line
from finance_app.ui.components.grouped import OptionGroup
from finance_app.ui.components.period import PeriodText
from finance_app.ui.components.values import Choice, Option
from finance_app.ui.handlers import handler
from finance_app.ui.periods import between, period_text
from finance_app.ui.session import SessionState


class Chosen(Arguments):
    """A filter and what it is to be."""

    name: Literal["account", "category"]
    value: Line


class Searched(Arguments):
    """What is looked for."""

    text: Line


class Narrowed(Arguments):
    """Which kind, between which amounts, and which way."""

    kind: Literal["", "income", "spending", "transfer"]
    least: Line
    most: Line
    direction: Literal["", "in", "out"]


class FilterState(SessionState):
    """What the filter bar shows and offers."""

    period: PeriodText = PeriodText()
    filter: FilterText = FilterText()
    chips: list[ChipText] = []
    bases: list[Choice] = []
    accounts: list[Option] = []
    categories: list[OptionGroup] = []
    _fields: ClassVar[frozenset[str]] = frozenset({"least", "most", "start", "last"})

    @handler(Access.SIGNED_IN)
    async def choose(self, name: str, value: str) -> Any:
        """Show what is on one account or category."""
        chosen = Chosen.of({"name": name, "value": value})
        return self._to(**{chosen.name: chosen.value})

    @handler(Access.SIGNED_IN)
    async def search(self, answers: dict[str, Any]) -> Any:
        """Show what says the words."""
        return self._to(text=Searched.of(answers).text)

    @handler(Access.SIGNED_IN)
    async def narrow(self, answers: dict[str, Any]) -> Any:
        """Show what is of one kind, lies between two amounts and went one way."""
        asked, actor = Narrowed.of(answers), await self._actor()
        wrong = Wrong()
        with wrong:
            least = _bound("least", asked.least, actor)
        with wrong:
            most = _bound("most", asked.most, actor)
        wrong.tell()
        if least and most and Decimal(least) > Decimal(most):
            raise InvalidInputError("Enter the smaller amount here.", field="least")
        return self._to(
            least=least,
            most=most,
            direction=asked.direction,
            kind=asked.kind,
        )

    @handler(Access.SIGNED_IN)
    async def choose_days(self, answers: dict[str, Any]) -> Any:
        """Show what happened from one day to another."""
        return self._to(period=between(answers))

    def _to(self, **changed: str) -> Any:
        """Lead to the address with other filters, at its first page."""
        asked = filters.given(self.router.url.query_parameters)
        return rx.redirect(links.entries(**asked | changed))

    def _draw(
        self, asked: dict[str, str], reading: Reading, known: Known, valuation: Valuation
    ) -> None:
        """Show what the address asks for."""
        others = {name: text for name, text in asked.items() if name != "period"}

        def href(period: str) -> str:
            kept = {} if period == Kind.ALL else {"period": period}
            return links.entries(**others | kept)

        self.period = period_text(
            filters.period(asked, known.today),
            today=known.today,
            region=known.region,
            first_weekday=known.first_weekday,
            href=href,
        )
        self.bases = bases.choices(valuation, lambda one: links.entries(**asked | {"basis": one}))
        self.filter = filters.shown(asked, known.region)
        self.chips = filters.chips(asked, reading)
        self.accounts = choices.open_accounts(known.accounts, also=(self.filter.account,))
        self.categories = choices.categories(
            known.tree, all_of="All of ", also=self.filter.category.removeprefix(OWN)
        )


def _bound(field: str, text: str, actor: Actor) -> str:
    """Return an amount as it stands in the address, nothing for none."""
    if not text:
        return ""
    try:
        amount = parse_amount(text, actor.base_currency, actor.region)
    except InvalidAmountError as error:
        raise InvalidAmountError(error.message, field=field) from error
    value: Decimal = Money(abs(amount), actor.base_currency).decimal
    return f"{value:f}"
