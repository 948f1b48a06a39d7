"""Figure cards: one number, large, and how it changed."""

from __future__ import annotations

from dataclasses import dataclass, field

import reflex as rx

from finance_app.domain.formatting import MoneyText
from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import link
from finance_app.ui.components.money import money


@dataclass(frozen=True)
class FigureText:
    """A figure as the browser gets it.

    Args:
        label: what it is: `Spending`.
        value: the amount, or a share with `%` as its code.
        change: by how much it changed, without a sign: `120.00 EUR`; nothing where not known.
        direction: `up` or `down`, drawn as an arrow and read out; nothing where it stayed.
        tone: `income` where the change is welcome, `trouble` where it asks for a look, or nothing.
        against: what it is compared with: `vs Oct 2026`.
        days: exactly which days these are, said on hover.
        href: what it leads to, nothing for nowhere.
    """

    label: str = ""
    value: MoneyText = field(default_factory=MoneyText)
    change: str = ""
    direction: str = ""
    tone: str = ""
    against: str = ""
    days: str = ""
    href: str = ""


def figure_card(figure: FigureText, *, span: int = 3) -> rx.Component:
    """Show one figure and how it changed; the whole card leads to what is behind it."""
    label = rx.cond(
        figure.href != "",
        link(figure.label, href=figure.href, class_name="cover", title=figure.days),
        rx.el.span(figure.label),
    )
    return rx.el.section(
        rx.el.h2(label, class_name="figure-label"),
        money(figure.value, size="figure"),
        rx.el.p(
            _change(figure),
            rx.el.span(figure.against),
            class_name="figure-change",
        ),
        class_name="card figure",
        data_span=str(span),
    )


def _change(figure: FigureText) -> rx.Component:
    arrow = rx.match(
        figure.direction,
        ("up", icon("arrow-up", label="up")),
        ("down", icon("arrow-down", label="down")),
        rx.fragment(),
    )
    return rx.cond(
        figure.change != "",
        rx.el.span(arrow, figure.change, class_name="figure-by", data_tone=figure.tone),
        rx.fragment(),
    )
