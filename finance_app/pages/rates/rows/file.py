"""Rates from a text, line by line, before they are added."""

from __future__ import annotations

from dataclasses import dataclass

from finance_app.domain.actors import Actor
from finance_app.domain.formatting import count_text, day_text
from finance_app.domain.rate_texts import equation, short_text
from finance_app.pages.rates.rows.own import days_text
from finance_app.services.own_rate_files import Looked, LookedAt

SHOWN = 100  # lines, those that ask for a look first


@dataclass(frozen=True)
class LineRow:
    """A line of the text.

    Args:
        said: what is understood; the line itself where nothing is.
        about: on which days it holds, or what is wrong.
        mark: one word for what to look at: `Wrong`, `Far off`, `Replaces`.
        tone: the mark's.
    """

    number: str = ""
    said: str = ""
    about: str = ""
    mark: str = ""
    tone: str = ""


@dataclass(frozen=True)
class FileText:
    """What is understood of a text.

    Args:
        said: how many rates there are, and how many lines are left out.
        more: how many lines are not shown.
        verb: the button: `Add 12 rates`; nothing where there is none to add.
        doubt: what is to be confirmed; nothing where nothing is.
    """

    key: str = ""
    said: str = ""
    more: str = ""
    verb: str = ""
    doubt: str = ""
    mark: str = ""
    order: str = ""
    mark_open: bool = False
    order_open: bool = False


def file_text(found: Looked, actor: Actor) -> FileText:
    """Say what is understood of a text as a whole."""
    file, region = found.file, actor.region
    good, wrong = len(file.rates), len(file.lines) - len(file.rates)
    rates = f"{count_text(good, region)} {'rate' if good == 1 else 'rates'}"
    lines = f"{count_text(wrong, region)} {'line' if wrong == 1 else 'lines'}"
    left = f"; {lines} cannot be used and {'is' if wrong == 1 else 'are'} left out" if wrong else ""
    more = len(file.lines) - SHOWN
    far = found.unusual
    return FileText(
        key=actor.now.isoformat(),
        said=f"{rates} understood{left}.",
        more=f"And {count_text(more, region)} lines more." if more > 0 else "",
        verb=f"Add {rates}" if good else "",
        doubt=f"The {count_text(far, region)} marked “Far off” {'is' if far == 1 else 'are'} right"
        if far
        else "",
        mark=file.mark,
        order=file.order,
        mark_open=file.mark_open,
        order_open=file.order_open,
    )


def lines(found: Looked, actor: Actor) -> list[LineRow]:
    """Write the lines out, those first that ask for a look."""

    def urgency(one: LookedAt) -> int:
        return 0 if one.line.wrong else 1 if one.known else 2

    return [line(one, actor) for one in sorted(found.lines, key=urgency)[:SHOWN]]


def line(one: LookedAt, actor: Actor) -> LineRow:
    """Write a line out."""
    number, rate = f"Line {one.line.number}", one.line.rate
    if rate is None:
        return LineRow(number, one.line.text[:80], one.line.wrong, "Wrong", "trouble")
    said, days = (
        equation(rate.origin, rate.value, rate.target, actor.region),
        days_text(rate, actor),
    )
    if one.known:
        known = short_text(one.known.value, actor.region)
        about = f"{days} · known is {known} of {day_text(one.known.day, actor.region)}"
        return LineRow(number, said, about, "Far off", "doubt")
    return LineRow(number, said, days, "Replaces" if one.replaces else "", "")
