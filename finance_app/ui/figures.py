"""A period's figures as the browser gets them, for the pages that begin with them.

The four of them, and sentences about the period: why it is shown, what does not count yet, where
there is something where it holds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from finance_app import db
from finance_app.domain import reports
from finance_app.domain.actors import Actor
from finance_app.domain.cards import Card
from finance_app.domain.dashboard import Against, Dashboard, newest_period
from finance_app.domain.entries import LineKind
from finance_app.domain.flows import Flow
from finance_app.domain.formatting import (
    MINUS,
    NO_RATE,
    MoneyText,
    day_text,
    known_parts,
    money_text,
)
from finance_app.domain.made import Made
from finance_app.domain.money import Money
from finance_app.domain.periods import Kind, Period
from finance_app.domain.valuation import Valuation
from finance_app.errors import InvalidInputError
from finance_app.services import dashboard
from finance_app.ui import bases, comparisons, explanations, links
from finance_app.ui.comparisons import Comparison
from finance_app.ui.components.figure import FigureText
from finance_app.ui.components.note import NoteText
from finance_app.ui.periods import asked, period_label, within
from finance_app.ui.session import SessionState

UNCHANGED = "Unchanged"


async def found(
    state: SessionState,
    actor: Actor,
    against: Against = Against.BEFORE,
    cards: Collection[Card] = frozenset(Card),
) -> Dashboard:
    """Return the figures of the period that stands in the address, of the usual where it is none.

    `notes` says so.
    """
    query = state.router.url.query_parameters
    text, basis = asked(query), bases.asked(query)
    try:
        return await db.ask(dashboard.shown, actor, text, against, cards, basis)
    except InvalidInputError:
        return await db.ask(dashboard.shown, actor, "", against, cards, basis)


def notes(found: Dashboard, actor: Actor, query: Mapping[str, str]) -> list[NoteText]:
    """Say what there is to know about the period; `query` is what the address asks for."""
    text = asked(query)
    said = [NoteText(sentence) for sentence in _unusable(found, actor, query)]
    if found.newest and text == "" and found.period.kind is not Kind.LAST_12:
        day, label = day_text(found.newest, actor.region), period_label(found.period, actor.region)
        said.append(NoteText(f"Your newest entry is of {day}, so this shows {label}."))
    if rates := bases.note(found.valuation, actor.region):
        said.append(NoteText(rates))
    for sentence in reports.notes(found, actor.region, actor.today):
        later = found.upcoming.period if found.upcoming else None
        href = links.entries(period=str(later)) if later else ""
        said.append(NoteText(sentence, "Show entries" if href else "", href))
    return said


def _unusable(found: Dashboard, actor: Actor, query: Mapping[str, str]) -> Iterator[str]:
    """Say what the address asks for that cannot be, and what is shown instead."""
    try:
        Period.parse(asked(query), today=actor.today)
    except InvalidInputError as error:
        usual = found.period.kind is Kind.LAST_12
        shown = "the last 12 months" if usual else period_label(found.period, actor.region)
        yield f"{error.message} This shows {shown}."
    if wrong := bases.wrong(query):
        yield wrong


def nothing(found: Dashboard, actor: Actor, href: Callable[[str], str]) -> NoteText:
    """Say that there is nothing in a period, and lead to the newest that has something."""
    if not found.is_quiet or found.newest is None:
        return NoteText()
    newest = newest_period(found.period, found.newest)
    return NoteText(
        f"There are no entries {within(found.period, actor.region)}.",
        f"Show {period_label(newest, actor.region)}",
        href(str(newest)),
    )


def figures(found: Dashboard, actor: Actor) -> list[FigureText]:
    """Write the four figures that come first, and how each changed."""
    region, flow, before, worth = actor.region, found.flow, found.before, found.worth
    entries, basis = bases.entries(found.valuation), bases.kept(found.valuation.basis)
    period, against = str(found.counted), comparisons.of_flows(found, region)
    was = worth.before.known if worth.before else None
    net_worth = _figure("Net worth", worth.now.known, was, region, welcome="up")
    net_worth = replace(net_worth, value=explanations.of_worth(net_worth.value, worth.now, region))
    came = before.known_income if before else None
    income = _figure("Income", flow.known_income, came, region, welcome="up")
    spent = before.known_spending if before else None
    spending = _figure("Spending", flow.known_spending, spent, region, welcome="down")
    income = _explained(income, flow.income_made, found.valuation, region)
    spending = _explained(spending, flow.spending_made, found.valuation, region)
    saved = _saved(flow, before.saved if before else None)
    return [
        _against(net_worth, comparisons.of_worth(found, region), links.ACCOUNTS),
        _against(income, against, entries(period=period, kind=LineKind.INCOME)),
        _against(spending, against, entries(period=period, kind=LineKind.SPENDING)),
        _against(saved, against, links.reports(str(found.period), basis=basis)),
    ]


def _explained(
    figure: FigureText, made: Sequence[Made], valuation: Valuation, region: str
) -> FigureText:
    value = explanations.of_figure(figure.value, made, valuation, region)
    return replace(figure, value=value)


def _against(figure: FigureText, what: Comparison, href: str) -> FigureText:
    if not figure.change:
        return replace(figure, against=what.nothing, href=href)
    return replace(figure, against=what.text, days=what.days, href=href)


def _figure(
    label: str, now: Money | None, was: Money | None, region: str, *, welcome: str
) -> FigureText:
    """Return an amount and its change; `welcome` is the direction that is good news."""
    found = FigureText(label, known_parts(now, region))
    if now is None or was is None:
        return found
    if was == now:
        return replace(found, change=UNCHANGED)
    change = now - was
    by = money_text(change if change.amount > 0 else -change, region)
    return _changed(found, by, "up" if change.amount > 0 else "down", welcome)


def _saved(flow: Flow, was: Decimal | None) -> FigureText:
    """Return the saved share in whole percent and its change in points of them."""
    now = flow.saved
    if flow.known_income is None or flow.known_spending is None:
        return FigureText("Saved", NO_RATE)
    if now is None:
        return FigureText("Saved", MoneyText(text="nothing came in", whole="–"))
    percent = round(now * 100)
    sign = MINUS if percent < 0 else ""
    value = MoneyText(text=f"{sign}{abs(percent)} %", sign=sign, whole=str(abs(percent)), code="%")
    if was is None:
        return FigureText("Saved", value)
    change = percent - round(was * 100)
    if not change:
        return FigureText("Saved", value, change=UNCHANGED)
    by = f"{abs(change)} point{'' if abs(change) == 1 else 's'}"
    return _changed(FigureText("Saved", value), by, "up" if change > 0 else "down", "up")


def _changed(figure: FigureText, by: str, direction: str, welcome: str) -> FigureText:
    tone = "income" if direction == welcome else ""
    return replace(figure, change=by, direction=direction, tone=tone)
