"""Amounts of money, their minor units and currency a step lighter than the rest."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from finance_app.domain.formatting import MoneyText
from finance_app.ui.components.values import Text, when


def money(
    amount: MoneyText,
    *,
    size: Literal["", "figure", "hero"] = "",
    code: bool = True,
) -> rx.Component:
    """Show an amount.

    Args:
        amount: the parts that `domain.formatting.money_parts` made, or a var of them.
        size: as large as the text around it, as a card's figure (28 px) or a page's (40 px).
        code: whether the currency is written; leave it out where a column says it.
    """
    written = rx.el.span(f"\u00a0{amount.code}", class_name="money-code")
    shown = rx.el.span(
        f"{amount.sign}{amount.whole}",
        rx.el.span(amount.fraction, class_name="money-minor"),
        *([when(amount.code != "", written, "")] if code else []),
        class_name="money",
        data_tone=amount.tone,
        **({"data_size": size} if size else {}),
    )
    explained = rx.el.button(
        shown,
        type="button",
        class_name="how",
        data_how=amount.how,
        aria_haspopup="dialog",
    )
    return rx.cond(amount.how != "", explained, shown)


def converted(amount: MoneyText) -> rx.Component:
    """Show below an amount what it is in another currency; nothing where it is in none."""
    return rx.cond(
        amount.text != "", rx.el.div(money(amount), class_name="money-below"), rx.fragment()
    )


def share(text: Text) -> rx.Component:
    """Show a share or a count with an amount's weight."""
    return rx.el.span(text, class_name="money")
