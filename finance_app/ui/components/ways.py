"""A chart as a table of links, for the keyboard, for fingers and for those who cannot see it."""

from __future__ import annotations

from dataclasses import dataclass, field

import reflex as rx

from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import link
from finance_app.ui.components.menu import drop_down
from finance_app.ui.components.values import Handler


@dataclass(frozen=True)
class Way:
    """Where a bar or point leads.

    Args:
        text: what it stands for: `1,234.50 EUR`.
        label: the same with what it is of, read out.
        href: its entries.
        how: where a converted amount comes from; filled in once the table is opened.
    """

    text: str = ""
    label: str = ""
    href: str = ""
    how: str = ""


@dataclass(frozen=True)
class WayRow:
    """All that stands at one place of a chart, such as a month."""

    name: str = ""
    ways: list[Way] = field(default_factory=list)


@dataclass(frozen=True)
class WaysText:
    """A chart's bars and points.

    Args:
        title: what the chart shows.
        headings: of the columns.
    """

    title: str = ""
    headings: list[str] = field(default_factory=list)
    rows: list[WayRow] = field(default_factory=list)


def ways(found: WaysText, *, on_open: Handler = None) -> rx.Component:
    """Offer the table behind a button; a sheet on a phone.

    Args:
        found: the table.
        on_open: the event that has its amounts explain themselves.
    """
    said = f"{found.title} as a table"
    summary = rx.el.summary(
        icon("list"),
        class_name="button",
        data_kind="plain",
        data_icon_only="",
        aria_label=said,
        title=said,
        **({} if on_open is None else {"on_click": on_open}),
    )
    return drop_down(summary, _table(found), side="right", sheet=True)


def _table(found: WaysText) -> rx.Component:
    return rx.el.div(
        rx.el.table(
            rx.el.caption(found.title, class_name="unseen"),
            rx.el.thead(
                rx.el.tr(rx.foreach(found.headings, lambda one: rx.el.th(one, scope="col")))
            ),
            rx.el.tbody(rx.foreach(found.rows, _row)),
        ),
        class_name="ways",
    )


def _heading(text: rx.Var[str]) -> rx.Component:
    return rx.el.th(text, scope="col")


def _row(row: WayRow) -> rx.Component:
    return rx.el.tr(rx.el.th(row.name, scope="row"), rx.foreach(row.ways, _way))


def _way(way: Way) -> rx.Component:
    plain = link(way.text, href=way.href, aria_label=way.label)
    explained = link(
        way.text,
        href=way.href,
        aria_label=way.label,
        data_how=way.how,
        aria_haspopup="dialog",
    )
    return rx.el.td(rx.cond(way.how != "", explained, plain))
