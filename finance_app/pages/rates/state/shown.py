"""The pair that the address asks for: drawn, listed day by day, and beside the book's others."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx
from sqlalchemy.orm import Session

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.rate_series import RateDays, RatePoint
from finance_app.pages.rates.rows import pairs
from finance_app.pages.rates.rows.pairs import CurrencyRow, DayRow, LineText, PairText
from finance_app.pages.rates.rows.places import Place
from finance_app.services import rate_views
from finance_app.services.rate_views import Current
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Line
from finance_app.ui.components.values import Choice, Option
from finance_app.ui.handlers import handler
from finance_app.ui.regions import currency_options
from finance_app.ui.session import SessionState


class Chosen(Arguments):
    """A currency of the list."""

    value: Line


class RatesState(SessionState):
    """One pair; none where the book is in one currency and the address names no pair."""

    loaded: bool = False
    pair: PairText = PairText()
    line: LineText = LineText()
    spans: list[Choice] = []
    days: list[DayRow] = []
    newer: str = ""
    older: str = ""
    currencies: list[CurrencyRow] = []
    options: list[Option] = []
    _routes: ClassVar[tuple[str, ...]] = (links.RATES,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show what the address asks for."""
        await self._renew()
        self.loaded = True

    @handler(Access.SIGNED_IN)
    def choose_origin(self, value: str) -> Any:
        """Show what another currency is worth in the one that is shown."""
        return self._other(Chosen.of({"value": value}).value, self.pair.target)

    @handler(Access.SIGNED_IN)
    def choose_target(self, value: str) -> Any:
        """Show what the currency that is shown is worth in another one."""
        return self._other(self.pair.origin, Chosen.of({"value": value}).value)

    def _other(self, origin: str, target: str) -> Any:
        if origin == target:  # the one that was on that side goes to the other
            origin, target = self.pair.target, self.pair.origin
        origin = origin or self.base_currency
        target = target or self.base_currency
        span = self.router.url.query_parameters.get("span", "")
        return rx.redirect(links.rates(origin, target, span=span))

    async def _renew(self) -> None:
        await self._refresh(await self._actor())

    async def _refresh(self, actor: Actor) -> None:
        query = dict(self.router.url.query_parameters)
        found, place, points, days = await db.ask(_shown, actor, query)
        self.currencies = pairs.currencies(found, place, actor)
        self.pair = pairs.pair_text(place, points[-1].rate if points else None, actor)
        none = [] if self.pair.origin else [Option("", "Choose a currency")]
        offered = none + currency_options(actor.today, actor.currencies)
        if self.options != offered:  # they are many
            self.options = offered
        self.line, self.spans = pairs.line(points, place, actor), pairs.spans(place)
        self.days = pairs.days(days, actor)
        self.newer, self.older = pairs.beside(days, place)


def _shown(
    session: Session, actor: Actor, query: dict[str, str]
) -> tuple[list[Current], Place, list[RatePoint], RateDays]:
    found = rate_views.current(session, actor)
    place = Place.read(query, [one.currency for one in found], actor)
    if place.pair is None:
        return found, place, [], RateDays(())
    points = rate_views.line(session, actor, place.pair, place.days)
    days = rate_views.listed(session, actor, place.pair, last=place.last, after=place.after)
    return found, place, points, days
