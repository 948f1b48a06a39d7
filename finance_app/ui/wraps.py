"""What stands around every page: a word when the server is out of reach or a page breaks."""

from __future__ import annotations

from collections.abc import Callable

import reflex as rx
from reflex_components_core.base.error_boundary import (  # type: ignore[import-untyped]
    error_boundary,
)
from reflex_components_core.core.banner import (  # type: ignore[import-untyped]
    has_connection_errors,
    has_too_many_connection_errors,
)

from finance_app.ui import links
from finance_app.ui.components.card import card
from finance_app.ui.components.empty import empty
from finance_app.ui.components.link import plain_link

type Wrap = Callable[[bool], rx.Component | None]


def wraps() -> dict[tuple[int, str], Wrap]:
    """Return what replaces Reflex's own wraps, for `rx.App(toaster=None, app_wraps=…)`."""
    return {
        (55, "ErrorBoundary"): lambda _: error_boundary(
            fallback_render=broken(), on_error=rx.noop()
        ),
        (5, "Overlay"): lambda stateful: offline() if stateful else None,
    }


def offline() -> rx.Component:
    """Say that the server is out of reach; Reflex keeps trying by itself.

    `assets/drafts.js` keeps what is typed meanwhile.
    """
    said = rx.el.div(
        rx.el.span("The server is out of reach. Reconnecting; what you typed stays."),
        class_name="notice",
    )
    mark = rx.el.span(hidden=True, data_away="")
    region = rx.el.div(
        rx.cond(has_connection_errors, mark, rx.fragment()),
        rx.cond(has_too_many_connection_errors, said, rx.fragment()),
        class_name="notices offline",
        role="status",
    )
    return rx.fragment(region)  # the page becomes a child of what is returned


def broken() -> rx.Component:
    """Stand in for a page that could not be drawn."""
    again = plain_link("Load it again", href=links.DASHBOARD, class_name="button")
    return rx.el.main(
        rx.el.div(
            card(empty("This page could not be shown.", again, icon_name="alert")),
            class_name="plain-box",
        ),
        class_name="plain",
    )
