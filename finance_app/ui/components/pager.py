"""Paging: by key to what is newer and older, by number to the page before and the next."""

from __future__ import annotations

from collections.abc import Callable

import reflex as rx

from finance_app.ui.components.button import button, link_button
from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import link
from finance_app.ui.components.values import Child, Flag, Handler, Text, when


def pager(
    *, newer: Text, older: Text, labels: tuple[str, str] = ("Newer", "Older")
) -> rx.Component:
    """Lead to the pages beside this one; an address that is empty has no button.

    Args:
        newer: the address of the page before…
        older: …and of the one after.
        labels: what the two are called where the list does not go by days.
    """
    before, after = labels
    return rx.el.nav(
        when(newer != "", link_button(before, newer, icon_name="chevron-left"), rx.el.span()),
        when(
            older != "",
            link(after, icon("chevron-right"), href=older, class_name="button"),
            rx.el.span(),
        ),
        class_name="pager",
        aria_label="Pages",
    )


def turner(
    where: Child, *, earlier: Flag, later: Flag, turn: Callable[[int], Handler]
) -> rx.Component:
    """Turn the pages of something that is looked at, such as the rows of a file.

    Args:
        where: which part of it is shown.
        earlier: there is a page before.
        later: there is a next one.
        turn: the event that shows the page before, called with -1, or the next one, with 1.
    """
    following = rx.el.button(
        "Next",
        icon("chevron-right"),
        type="button",
        on_click=turn(1),
        disabled=~rx.Var.create(later),
        class_name="button",
    )
    return rx.el.nav(
        button(
            "Previous",
            icon_name="chevron-left",
            on_click=turn(-1),
            disabled=~rx.Var.create(earlier),
        ),
        where,
        following,
        class_name="pager",
        aria_label="Pages",
    )
