"""The day whose balances a page shows: read from its address, written out ready to show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from finance_app.domain.actors import Actor
from finance_app.domain.formatting import day_text
from finance_app.domain.periods import DAY, EARLIEST, LATEST
from finance_app.domain.worth import month_end
from finance_app.errors import AppError, InvalidInputError
from finance_app.ui.arguments import Arguments, Day
from finance_app.ui.arguments import day as parsed
from finance_app.ui.components.as_of import AsOfText
from finance_app.ui.components.values import Choice


class AsOf(Arguments):
    """The day that was chosen."""

    as_of: Day


def asked(query: Mapping[str, str], today: date) -> date:
    """Return the day as it stands in an address; today where none does.

    Raises:
        InvalidInputError: it is none, or one that nothing can be on.
    """
    text = query.get("day", "")
    return _possible(parsed(text, "as_of")) if text else today


def found(query: Mapping[str, str], today: date) -> tuple[date, AppError | None]:
    """Return the day as `asked` does, or today with what is wrong with the address."""
    try:
        return asked(query, today), None
    except InvalidInputError as error:
        return today, error


def chosen(answers: dict[str, Any], today: date) -> str:
    """Return the day that somebody chose as it stands in an address; nothing for today.

    Raises:
        InvalidInputError: it is none, or one that nothing can be on.
    """
    return written(_possible(AsOf.of(answers).as_of), today)


def written(day: date, today: date) -> str:
    """Return a day as it stands in an address; nothing for today."""
    return "" if day == today else str(day)


def as_of(day: date, actor: Actor, href: Callable[[str], str]) -> AsOfText:
    """Write a day out for the picker.

    Args:
        href: makes the page's address from a day as it stands in it.
    """
    today, region = actor.today, actor.region
    month, year = today.replace(day=1) - DAY, today.replace(month=1, day=1) - DAY
    often = {"Today": today, "End of last month": month, "End of last year": year}
    before = max(day.replace(day=1) - DAY, EARLIEST)
    after = min(month_end(day if day < month_end(day) else day + DAY), today)
    return AsOfText(
        label="Today" if day == today else day_text(day, region),
        previous=href(written(before, today)) if before < day else "",
        next=href(written(after, today)) if after > day else "",
        choices=[
            Choice(label, href(written(one, today)), one == day) for label, one in often.items()
        ],
        day=str(day),
    )


def _possible(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise InvalidInputError("Choose a day from 1900 to 2199.", field="as_of")
    return day
