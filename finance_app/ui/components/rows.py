"""Lists of rows in which the whole row is the target, in groups by day where days matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import reflex as rx

from finance_app.domain.formatting import MoneyText
from finance_app.ui.components.link import link
from finance_app.ui.components.money import money
from finance_app.ui.components.values import Child, Flag, Handler, Text


def rows(*children: Child, label: Text = "", dense: bool = False) -> rx.Component:
    """List rows: `rows(rx.foreach(State.entries, entry_row))`.

    Args:
        *children: what `row` makes.
        label: what is listed, read out.
        dense: 32 px instead of 40 px a row.
    """
    said = {"aria_label": label} if not isinstance(label, str) or label else {}
    close = {"data_dense": ""} if dense else {}
    return rx.el.ul(*children, class_name="rows", **said, **close)


def group(
    heading: Text,
    *children: Child,
    total: MoneyText | None = None,
    level: Literal["h2", "h3"] = "h2",
) -> rx.Component:
    """Put rows under a heading, such as a day, with their total at the right.

    Args:
        heading: the day.
        *children: what `rows` makes.
        total: the sum of the group.
        level: `h3` where the list stands in a card with a title.
    """
    return rx.el.section(
        rx.el.div(
            rx.el.h2(heading) if level == "h2" else rx.el.h3(heading),
            *([money(total)] if total is not None else []),
            class_name="group-head",
        ),
        *children,
        class_name="group",
    )


def row(
    *cells: Child, actions: Sequence[Child] = (), chosen: Flag = False, **props: Any
) -> rx.Component:
    """Show one thing in a line.

    Args:
        *cells: a `row_main`, then any of `row_side` and `row_amount`.
        actions: icon buttons, seen on hover and on focus.
        chosen: marked as selected.
        **props: such as `key`.
    """
    return rx.el.li(
        *cells,
        *([rx.el.div(*actions, class_name="row-actions")] if actions else []),
        class_name="row",
        data_chosen=rx.cond(chosen, "true", "false"),
        **props,
    )


def row_main(
    title: Child, *more: Child, href: Text = "", on_click: Handler = None, note: Text = ""
) -> rx.Component:
    """Name the row's thing; where it leads somewhere, the whole row does.

    Args:
        title: the name.
        *more: chips after it.
        href: the page that the row leads to.
        on_click: the event that the row causes instead.
        note: quiet words after the title; below it on a phone.
    """
    if on_click is not None:
        name = rx.el.button(title, type="button", on_click=on_click, class_name="cover")
    elif not isinstance(href, str) or href:
        name = link(title, href=href, class_name="cover")
    else:
        name = rx.el.span(title)
    quiet = [] if isinstance(note, str) and not note else [rx.el.span(note, class_name="row-note")]
    return rx.el.div(name, *quiet, *more, class_name="row-main")


def whole(text: Text) -> rx.Component:
    """Write out, on as many lines as it needs, what could be taken for another once it is cut."""
    return rx.el.span(text, class_name="wraps")


def row_side(*children: Child, phone: bool = False, note: Text = "") -> rx.Component:
    """Say something second about the row.

    Args:
        *children: what is said.
        phone: it stays on small screens, in place of the row's note.
        note: the row's note, to stay on small screens beside it.
    """
    beside = [] if isinstance(note, str) and not note else [rx.el.span(note, class_name="narrow")]
    kept = phone or bool(beside)
    return rx.el.div(*children, *beside, class_name="row-side" if kept else "row-side wide")


def row_amount(amount: MoneyText) -> rx.Component:
    """Show the row's amount, aligned at the right."""
    return rx.el.div(money(amount), class_name="row-amount")


def selection_bar(
    count: Text, *actions: Child, shown: Flag, on_clear: rx.Component
) -> rx.Component:
    """Slide in at the bottom what can be done with the rows chosen.

    Args:
        count: `3 entries`.
        *actions: buttons.
        shown: whether anything is chosen.
        on_clear: the button that chooses nothing again.
    """
    return rx.cond(
        shown,
        rx.el.div(rx.el.strong(count), *actions, on_clear, class_name="selection", role="status"),
        rx.fragment(),
    )
