"""Arranging: a tile for each card, to be dragged, or moved and resized by buttons and keys."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.cards import Turn
from finance_app.pages.dashboard.rows.places import TileText
from finance_app.pages.dashboard.state.arranging import ArrangeState
from finance_app.ui.components.button import button, link_button
from finance_app.ui.components.drags import drags, grip
from finance_app.ui.components.icon import icon
from finance_app.ui.components.values import Flag, Text

HELP = "Drag, or press Alt and an arrow key: up and down move, left and right resize"


def leaving() -> rx.Component:
    """Offer to end arranging, or to begin anew."""
    return rx.fragment(
        button("Reset", kind="plain", icon_name="undo", on_click=ArrangeState.start_over),
        link_button("Done", ArrangeState.done, kind="primary"),
    )


def arranging() -> rx.Component:
    """Show the tiles."""
    return drags(
        rx.el.p("Only you see the dashboard like this.", class_name="quiet"),
        rx.el.p(ArrangeState.said, role="status", class_name="unseen"),
        rx.el.ul(rx.foreach(ArrangeState.tiles, _tile), class_name="grid", aria_label="Cards"),
        rx.cond(ArrangeState.hidden, _hidden(), rx.fragment()),
        on_drop=ArrangeState.arrange,
        class_name="stack",
    )


def _hidden() -> rx.Component:
    tiles = rx.foreach(ArrangeState.hidden, _hidden_tile)
    return rx.el.section(
        rx.el.h2("Hidden", class_name="quiet"),
        rx.el.ul(tiles, class_name="hidden-tiles", aria_label="Hidden cards"),
        class_name="stack",
    )


def _tile(one: TileText) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            grip(one.name, HELP),
            rx.el.strong(one.name, class_name="cut"),
            rx.el.span(one.size, class_name="quiet wide push"),
            class_name="tile-name",
        ),
        rx.el.div(
            _turn("chevron-left", f"Move {one.name} earlier", Turn.EARLIER, off=one.first),
            _turn("chevron-right", f"Move {one.name} later", Turn.LATER, off=one.last),
            _turn("fold", f"Make {one.name} narrower", Turn.NARROWER, off=one.narrowest, wide=True),
            _turn("unfold", f"Make {one.name} wider", Turn.WIDER, off=one.widest, wide=True),
            _turn("eye-off", f"Hide {one.name}", Turn.HIDE),
            class_name="buttons",
        ),
        class_name="card tile",
        data_span=one.columns,
        data_drag_kind="card",
        data_drop="card:along",
        **_drag(one),
    )


def _hidden_tile(one: TileText) -> rx.Component:
    show = button("Show", icon_name="eye", aria_label=f"Show {one.name}", data_way=Turn.SHOW)
    return rx.el.li(rx.el.span(one.name, class_name="cut"), show, class_name="tile", **_drag(one))


def _drag(one: TileText) -> dict[str, Text]:
    """Return what `assets/drag.js` goes by."""
    return {
        "data_drag": one.key,
        "data_target": one.key,
        "data_version": one.version,
        "data_label": one.name,
        "key": one.key,
    }


def _turn(
    icon_name: str, label: str, turn: Turn, *, off: Flag = False, wide: bool = False
) -> rx.Component:
    return rx.el.button(
        icon(icon_name),
        type="button",
        class_name="button wide" if wide else "button",
        data_kind="plain",
        data_icon_only="",
        data_way=turn,
        aria_disabled=rx.cond(off, "true", "false"),
        aria_label=label,
        title=label,
    )
