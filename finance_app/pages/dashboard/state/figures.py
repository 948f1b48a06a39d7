"""Figures, charts and lists of the period in the address, each where the user arranged it."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar, Literal

import reflex as rx

from finance_app.domain import cards
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.cards import Card
from finance_app.domain.dashboard import Dashboard
from finance_app.domain.reports import gaps
from finance_app.pages.dashboard.rows import bridge, charts, lists, places
from finance_app.pages.dashboard.rows.bridge import BridgeText
from finance_app.pages.dashboard.rows.charts import ChartText
from finance_app.pages.dashboard.rows.lists import EntryRow, PayeeRow
from finance_app.pages.dashboard.rows.places import PlaceText
from finance_app.ui import bases, comparisons, figures, links, periods
from finance_app.ui.arguments import Arguments
from finance_app.ui.components.note import NoteText
from finance_app.ui.components.period import PeriodText
from finance_app.ui.components.values import Choice
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class DashboardState(SessionState):
    """The period, what it is compared with, and which card stands where."""

    loaded: bool = False
    empty: bool = False
    period: PeriodText = PeriodText()
    compare: list[Choice] = comparisons.USUAL
    notes: list[NoteText] = []
    nothing: NoteText = NoteText()
    gaps: list[str] = []
    places: list[PlaceText] = []
    bases: list[Choice] = []
    arrange: str = links.dashboard(arrange="1")
    _routes: ClassVar[tuple[str, ...]] = (links.DASHBOARD,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show the period that the address asks for, unless it asks for the cards alone."""
        await self._renew()

    async def _renew(self) -> None:
        actor, query = await self._actor(), self.router.url.query_parameters
        if query.get("arrange"):
            return
        against = comparisons.asked(query)
        arrangement = cards.read(actor.dashboard)
        wanted = {place.card for place in cards.shown(arrangement)}
        found = await figures.found(self, actor, against, wanted)
        compare, basis = comparisons.kept(against), bases.kept(found.valuation.basis)
        here = partial(links.dashboard, compare=compare, basis=basis)
        self.period = periods.period_text(
            found.period,
            today=actor.today,
            region=actor.region,
            first_weekday=actor.first_weekday,
            href=here,
        )
        self.compare = comparisons.choices(
            found, lambda one: links.dashboard(str(found.period), compare=one, basis=basis)
        )
        self.bases = bases.choices(
            found.valuation,
            lambda one: links.dashboard(str(found.period), compare=compare, basis=one),
        )
        self.notes = figures.notes(found, actor, query)
        self.nothing = figures.nothing(found, actor, here)
        self.gaps = list(gaps(found, actor.region))
        self.places = places.places(arrangement, found, figures.figures(found, actor))
        self.arrange = here(str(found.period), arrange="1")
        self.empty = found.is_empty
        drawn = await self.get_state(ChartsState)
        drawn._draw(found, actor, wanted)  # noqa: SLF001  private so that the browser cannot call it
        self.loaded = True

    @handler(Access.SIGNED_IN)
    async def choose_days(self, answers: dict[str, Any]) -> Any:
        """Show the days from one to another."""
        query = self.router.url.query_parameters
        compare = comparisons.kept(comparisons.asked(query))
        basis = bases.kept(bases.asked(query))
        return rx.redirect(links.dashboard(periods.between(answers), compare=compare, basis=basis))


class Opened(Arguments):
    """A card whose table was opened."""

    card: Literal[Card.CASH_FLOW, Card.CATEGORIES, Card.WORTH_OVER_TIME, Card.BRIDGE]


class ChartsState(SessionState):
    """What the larger cards show: charts, payees, entries."""

    flow: ChartText = ChartText()
    spending: ChartText = ChartText()
    worth: ChartText = ChartText()
    bridge: BridgeText = BridgeText()
    payees: list[PayeeRow] = []
    unspent: str = ""
    unranked: str = ""
    recent: list[EntryRow] = []
    coming: list[EntryRow] = []
    all_coming: str = ""
    _explained: frozenset[Card] = frozenset()

    @handler(Access.SIGNED_IN)
    async def explain(self, card: str) -> None:
        """Have the amounts of a card's table explain themselves from now on."""
        chosen = Opened.of({"card": card}).card
        if chosen in self._explained:
            return
        self._explained |= {chosen}
        actor, against = await self._actor(), comparisons.asked(self.router.url.query_parameters)
        found = await figures.found(self, actor, against, {chosen})
        self._draw_charts(found, actor, {chosen})

    def _draw_charts(self, found: Dashboard, actor: Actor, wanted: set[Card]) -> None:
        query, told = self.router.url.query_parameters, self._explained
        every = query.get("groups") == charts.ALL_GROUPS
        if Card.CASH_FLOW in wanted:
            self.flow = charts.cash_flow(found, actor, told=Card.CASH_FLOW in told)
        if Card.CATEGORIES in wanted:
            is_told = Card.CATEGORIES in told
            self.spending = charts.spending(found, actor, every=every, told=is_told)
        if Card.WORTH_OVER_TIME in wanted:
            self.worth = charts.net_worth(found, actor, told=Card.WORTH_OVER_TIME in told)
        if Card.BRIDGE in wanted:
            is_open = query.get("gains") == bridge.OPEN
            self.bridge = bridge.bridge(found, actor, is_open=is_open, told=Card.BRIDGE in told)

    def _draw(self, found: Dashboard, actor: Actor, wanted: set[Card]) -> None:
        self._draw_charts(found, actor, wanted)
        self.payees = lists.payees(found, actor)
        self.unspent, self.unranked = lists.unspent(found), lists.unranked(found)
        self.recent = lists.recent(found, actor)
        self.coming = lists.coming(found, actor)
        self.all_coming = lists.all_coming(found, actor)
