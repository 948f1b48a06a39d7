"""The period picker: one step back and on, kinds of period, or two days of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import reflex as rx

from finance_app.ui.components.button import button, step_button
from finance_app.ui.components.controls import day_input
from finance_app.ui.components.field import field as asked
from finance_app.ui.components.field import pair
from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import link
from finance_app.ui.components.menu import drop_down
from finance_app.ui.components.values import Child, Choice, Handler


@dataclass(frozen=True)
class PeriodText:
    """A period as the browser gets it; `ui.periods.period_text` makes it.

    Args:
        label: `November 2026`.
        previous: the address of the period before, nothing where there is none.
        next: the address of the period after, nothing where there is none.
        choices: month, quarter, year, last twelve months, all.
        start: the first day, as `2026-11-01`.
        last: the last day.
    """

    label: str = ""
    previous: str = ""
    next: str = ""
    choices: list[Choice] = field(default_factory=list)
    start: str = ""
    last: str = ""


def period_picker(
    period: PeriodText, *more: Child, on_days: Handler, side: str = "right"
) -> rx.Component:
    """Choose the stretch of days that the page shows; it stands in the page's address.

    Args:
        period: the one shown.
        *more: further choices of the page, in the panel.
        on_days: gets `{"start": …, "last": …}` and redirects to the page with these days.
        side: the edge that the panel is aligned with.
    """
    summary = rx.el.summary(
        icon("calendar"),
        rx.el.span(period.label),
        icon("chevron-down"),
        class_name="button period-label",
        aria_label=f"Period: {period.label}",
    )
    return rx.el.div(
        step_button("chevron-left", "Previous period", period.previous),
        drop_down(
            summary,
            rx.foreach(period.choices, _choice),
            rx.el.hr(),
            *more,
            _days(period, on_days),
            side="right" if side == "right" else "left",
            sheet=True,
        ),
        step_button("chevron-right", "Next period", period.next),
        class_name="period",
    )


def basis_choices(choices: Sequence[Choice], label: str) -> rx.Component:
    """Choose the rates in the panel of a period; nothing where there is nothing to choose."""
    offered = rx.el.div(
        rx.el.span(label),
        rx.foreach(choices, _choice),
        role="group",
        aria_label=label,
        class_name="panel-part",
    )
    return rx.cond(choices, offered, rx.fragment())


def _choice(choice: Choice) -> rx.Component:
    return link(
        rx.el.span(choice.label),
        rx.cond(choice.current, icon("check"), rx.fragment()),
        href=choice.href,
        class_name="menu-item",
        aria_current=rx.cond(choice.current, "true", "false"),
    )


def _days(period: PeriodText, on_days: Handler) -> rx.Component:
    """Ask for two days; keyed by the period, so that they follow it."""
    return rx.el.form(
        pair(
            asked("From", "start", day_input, id="period-start", default_value=period.start),
            asked("To", "last", day_input, id="period-last", default_value=period.last),
        ),
        button("Show these days", submit=True),
        on_submit=on_days,
        class_name="form panel-part",
        key=f"{period.start}{period.last}",
    )
