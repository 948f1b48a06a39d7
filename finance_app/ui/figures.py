"""The four figures of a period, as the browser gets them, for the pages that begin with them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from finance_app.domain.actors import Actor
from finance_app.domain.dashboard import Dashboard
from finance_app.domain.formatting import MINUS, MoneyText, day_text, money_parts, money_text
from finance_app.domain.money import Money
from finance_app.domain.periods import Kind
from finance_app.ui import links
from finance_app.ui.components.figure import FigureText
from finance_app.ui.periods import period_label


def figures(found: Dashboard, actor: Actor) -> list[FigureText]:
    """Write the four figures that come first, and how each changed."""
    region, flow, before, worth = actor.region, found.flow, found.before, found.worth
    period, against = str(found.period), _compared(found, region)
    since = f"since {day_text(worth.before.day, region)}" if worth.before else ""
    was = worth.before.amount if worth.before else None
    net_worth = _figure("Net worth", worth.now.amount, was, region, welcome="up")
    income = _figure("Income", flow.income, before.income if before else None, region, welcome="up")
    spent = before.spending if before else None
    spending = _figure("Spending", flow.spending, spent, region, welcome="down")
    saved = _saved(flow.saved, before.saved if before else None)
    return [
        _against(net_worth, since, links.ACCOUNTS),
        _against(income, against, links.entries(period=period, direction="in")),
        _against(spending, against, links.entries(period=period, direction="out")),
        _against(saved, against, links.reports(period)),
    ]


def _against(figure: FigureText, what: str, href: str) -> FigureText:
    return replace(figure, against=what if figure.change else "", href=href)


def _figure(label: str, now: Money, was: Money | None, region: str, *, welcome: str) -> FigureText:
    """Return an amount and its change; `welcome` is the direction that is good news."""
    found = FigureText(label, money_parts(now, region))
    if was is None or was == now:
        return found
    change = now - was
    by = money_text(change if change.amount > 0 else -change, region)
    return _changed(found, by, "up" if change.amount > 0 else "down", welcome)


def _saved(now: Decimal | None, was: Decimal | None) -> FigureText:
    """Return the saved share in whole percent and its change in points of them."""
    if now is None:
        return FigureText("Saved", MoneyText(text="nothing came in", whole="–"))
    percent = round(now * 100)
    sign = MINUS if percent < 0 else ""
    value = MoneyText(text=f"{sign}{abs(percent)} %", sign=sign, whole=str(abs(percent)), code="%")
    change = percent - round(was * 100) if was is not None else 0
    if not change:
        return FigureText("Saved", value)
    by = f"{abs(change)} point{'' if abs(change) == 1 else 's'}"
    return _changed(FigureText("Saved", value), by, "up" if change > 0 else "down", "up")


def _changed(figure: FigureText, by: str, direction: str, welcome: str) -> FigureText:
    tone = "income" if direction == welcome else ""
    return replace(figure, change=by, direction=direction, tone=tone)


def _compared(found: Dashboard, region: str) -> str:
    """Say what the figures are compared with."""
    if found.previous is None:
        return ""
    if found.period.kind is Kind.LAST_12:
        return "vs prior 12 months"
    if found.period.kind is Kind.CUSTOM:
        days = found.period.days
        return f"vs prior {days} days" if days > 1 else "vs the day before"
    return f"vs {period_label(found.previous, region)}"
