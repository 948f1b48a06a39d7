"""The day that balances are of: month ends one step away, any day by choice."""

from __future__ import annotations

from dataclasses import dataclass, field

import reflex as rx

from finance_app.ui.components.button import button, step_button
from finance_app.ui.components.controls import day_input
from finance_app.ui.components.field import field as asked
from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import link
from finance_app.ui.components.menu import drop_down
from finance_app.ui.components.values import Choice, Handler


@dataclass(frozen=True)
class AsOfText:
    """A day as the browser gets it; `ui.days.as_of` makes it.

    Args:
        label: `Today` or `Dec 31, 2025`.
        previous: the address of the month's end before.
        next: the address of the month's end after, or of today; nothing where that is shown.
        choices: days that are often asked for.
        day: as `2025-12-31`.
    """

    label: str = ""
    previous: str = ""
    next: str = ""
    choices: list[Choice] = field(default_factory=list)
    day: str = ""


def as_of_picker(shown: AsOfText, *, on_day: Handler) -> rx.Component:
    """Choose the day whose balances are shown; it stands in the page's address.

    Args:
        shown: the day.
        on_day: gets `{"as_of": …}` and redirects to the page of this day.
    """
    summary = rx.el.summary(
        icon("calendar"),
        rx.el.span(shown.label),
        icon("chevron-down"),
        class_name="button period-label",
        aria_label=f"Balances of: {shown.label}",
    )
    chosen = rx.el.form(
        asked("Balances at the end of", "as_of", day_input, default_value=shown.day, required=True),
        button("Show this day", submit=True),
        on_submit=on_day,
        class_name="form panel-part",
        key=shown.day,
    )
    return rx.el.div(
        step_button("chevron-left", "Previous end of a month", shown.previous),
        drop_down(
            summary,
            rx.foreach(shown.choices, _choice),
            rx.el.hr(),
            chosen,
            side="right",
            sheet=True,
        ),
        step_button("chevron-right", "Next end of a month", shown.next),
        class_name="period",
    )


def _choice(choice: Choice) -> rx.Component:
    return link(
        rx.el.span(choice.label),
        rx.cond(choice.current, icon("check"), rx.fragment()),
        href=choice.href,
        class_name="menu-item",
        aria_current=rx.cond(choice.current, "true", "false"),
    )
