"""The form of an own rate: what it starts with, and what was typed into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finance_app.domain.actors import Actor
from finance_app.domain.own_rate_rules import OwnRateView, parse_rate
from finance_app.domain.own_rates import OwnRate
from finance_app.domain.rate_texts import equation, stated_text
from finance_app.errors import InvalidInputError, Wrong
from finance_app.ui.arguments import day as parsed_day


@dataclass(frozen=True)
class FormText:
    """What the form starts with; `id` is empty for a new rate."""

    key: str = ""
    id: str = ""
    version: str = ""
    title: str = ""
    origin: str = ""
    target: str = ""
    value: str = ""
    day: str = ""
    until: str = ""
    today: str = ""


def new(origin: str, target: str, actor: Actor, day: date | None = None) -> FormText:
    """Start a new rate of a pair, from a day on, or from today."""
    return FormText(
        key=actor.now.isoformat(),
        title="Add a rate",
        origin=origin,
        target=target,
        day=str(day or actor.today),
        today=str(actor.today),
    )


def existing(one: OwnRateView, actor: Actor) -> FormText:
    """Start with a rate as it is."""
    rate = one.rate
    return FormText(
        key=actor.now.isoformat(),
        id=str(one.id),
        version=str(one.version),
        title="Change the rate",
        origin=rate.origin,
        target=rate.target,
        value=stated_text(rate.value, actor.region),
        day=str(rate.day),
        until=str(rate.until or ""),
        today=str(actor.today),
    )


def typed(shown: FormText, rate: str, day: str, until: str, actor: Actor) -> OwnRate:
    """Return the rate that was typed.

    Raises:
        InvalidInputError: something cannot be used; all of it is told.
    """
    wrong, last = Wrong(), None
    with wrong:
        value = parse_rate(rate, actor.region)
    with wrong:
        first = parsed_day(day, "day")
    with wrong:
        last = parsed_day(until, "until") if until else None
    with wrong:
        if not shown.origin:
            raise InvalidInputError("Choose a currency.", field="origin")
    wrong.tell()
    return OwnRate(shown.origin, shown.target, first, value, last)


def echo(shown: FormText, rate: str, actor: Actor) -> str:
    """Say how what is typed is understood."""
    value = parse_rate(rate, actor.region)
    return equation(shown.origin, value, shown.target, actor.region)
