"""Skeletons: the shape of what comes, so that nothing jumps when it is there."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from finance_app.ui.components.values import Child, Flag

type Shape = Literal["line", "short", "figure", "amount", "chart"]


def bone(shape: Shape = "line") -> rx.Component:
    """Hold the place of a line of text, a figure, an amount or a chart."""
    return rx.el.span(class_name="bone", data_shape=shape)


def until(ready: Flag, content: Child, skeleton: Child) -> rx.Component:
    """Show the skeleton until the content is there."""
    waiting = rx.el.div(skeleton, aria_busy="true", aria_label="Loading", role="status")
    return rx.cond(ready, content, waiting)


def skeleton_rows(count: int = 8) -> rx.Component:
    """Hold the place of rows."""
    return rx.el.div(
        *(
            rx.el.div(
                rx.el.div(bone("short" if number % 3 else "line"), class_name="row-side"),
                rx.el.div(bone("short"), class_name="row-side wide"),
                bone("amount"),
                class_name="row",
            )
            for number in range(count)
        ),
        class_name="rows",
        aria_hidden="true",
    )


def skeleton_figure(span: int = 3) -> rx.Component:
    """Hold the place of a figure card."""
    return rx.el.div(
        rx.el.div(bone("short"), class_name="figure-label"),
        bone("figure"),
        rx.el.div(bone(), class_name="figure-change"),
        class_name="card figure",
        data_span=str(span),
        aria_hidden="true",
    )


def skeleton_list(span: int = 12, count: int = 8) -> rx.Component:
    """Hold the place of a card with rows."""
    return rx.el.div(
        rx.el.div(bone("short"), class_name="card-head"),
        skeleton_rows(count),
        class_name="card",
        data_flush="",
        data_span=str(span),
        aria_hidden="true",
    )


def skeleton_chart(span: int = 12) -> rx.Component:
    """Hold the place of a card with a chart."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(bone("short"), bone("figure"), class_name="card-title cut"),
            class_name="card-head",
        ),
        bone("chart"),
        class_name="card",
        data_span=str(span),
        aria_hidden="true",
    )
