"""Cards: what belongs together, with the figure that a chart proves above it as text."""

from __future__ import annotations

from collections.abc import Sequence

import reflex as rx

from finance_app.ui.components.values import Child, Text


def card(
    *children: Child,
    title: Text = "",
    figure: rx.Component | None = None,
    note: Text = "",
    actions: Sequence[Child] = (),
    flush: bool = False,
    span: int = 12,
) -> rx.Component:
    """Show what belongs together.

    Args:
        *children: the content.
        title: what it is, as a heading.
        figure: the figure that a chart proves, such as `money(State.spent)`.
        note: a quiet line below the figure.
        actions: buttons at the right of the title.
        flush: content reaches the border, for rows and tables.
        span: columns of twelve that it takes in a `grid`.
    """
    head: list[Child] = [rx.el.h2(title)] if _given(title) else []
    if figure is not None:
        head.append(rx.el.div(figure, class_name="card-figure"))
    if _given(note):
        head.append(rx.el.p(note, class_name="card-note"))
    top = rx.el.div(
        rx.el.div(*head, class_name="card-title"),
        *([rx.el.div(*actions, class_name="buttons")] if actions else []),
        class_name="card-head",
    )
    return rx.el.section(
        *([top] if head or actions else []),
        *children,
        class_name="card",
        data_span=str(span),
        **({"data_flush": ""} if flush else {}),
    )


def grid(*children: Child) -> rx.Component:
    """Lay cards out on twelve columns, one below the other where there is no room."""
    return rx.el.div(*children, class_name="grid")


def stack(*children: Child, span: int = 12) -> rx.Component:
    """Put things one below the other, 16 px apart; `span` columns wide in a `grid`."""
    return rx.el.div(*children, class_name="stack", data_span=str(span))


def toolbar(*children: Child) -> rx.Component:
    """Put filters and buttons in one line above what they act on."""
    return rx.el.div(*children, class_name="toolbar")


def _given(text: Text) -> bool:
    return not isinstance(text, str) or text != ""
