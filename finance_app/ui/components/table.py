"""Tables: figures in columns, for reports and previews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import reflex as rx

from finance_app.domain.formatting import MoneyText
from finance_app.ui.components.link import link
from finance_app.ui.components.money import money
from finance_app.ui.components.values import Child, Handler, Text


def table(
    headings: Sequence[Child],
    *body: Child,
    caption: str,
    foot: rx.Component | None = None,
    dense: bool = False,
    stacked: bool = False,
) -> rx.Component:
    """Show rows of figures.

    Args:
        headings: texts, or `right("Amount")` above amounts.
        *body: what `table_row` makes, such as `rx.foreach(State.lines, line)`.
        caption: what the table shows, read out.
        foot: the row of totals.
        dense: 32 px instead of 40 px a row.
        stacked: on a phone the cells of a row stand below one another, the first two side by side.
    """
    looks = {"data_dense": dense, "data_stacked": stacked}
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="unseen"),
            rx.el.thead(rx.el.tr(*map(_heading, headings))),
            rx.el.tbody(*body),
            *([rx.el.tfoot(foot)] if foot is not None else []),
            class_name="table",
            **{name: "" for name, wanted in looks.items() if wanted},
        ),
        class_name="table-box",
        tab_index=0,
        role="region",
        aria_label=caption,
    )


def right(text: Text) -> rx.Component:
    """Head a column of amounts."""
    return rx.el.th(text, scope="col", data_right="")


def table_row(*cells: Child, **props: Any) -> rx.Component:
    """Make a row of what `cell`, `cell_link` and `cell_money` make."""
    return rx.el.tr(*cells, **props)


def cell(*children: Child) -> rx.Component:
    """Show text or parts."""
    return rx.el.td(*children)


def cell_link(text: Text, href: Text = "", *, on_click: Handler = None) -> rx.Component:
    """Name the row; the whole row leads where this leads."""
    if on_click is not None:
        return rx.el.td(rx.el.button(text, type="button", on_click=on_click, class_name="cover"))
    return rx.el.td(link(text, href=href, class_name="cover"))


def cell_money(amount: MoneyText, *, code: bool = True) -> rx.Component:
    """Show an amount, aligned at the right."""
    return rx.el.td(money(amount, code=code), data_right="")


def cell_number(text: Text) -> rx.Component:
    """Show a count or a share, aligned at the right."""
    return rx.el.td(text, data_right="")


def _heading(text: Child) -> rx.Component:
    if isinstance(text, rx.Component):
        return text
    return rx.el.th(text, scope="col") if text != "" else rx.el.td()
