"""Links: within the app they change the page without loading it anew."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML  # type: ignore[import-untyped]
from reflex_components_core.react_router.dom import ReactRouterLink  # type: ignore[import-untyped]

from finance_app.ui.components.values import Child, Text


def link(*children: Child, href: Text, **props: Any) -> rx.Component:
    """Lead to another page of the app; brings no look of its own."""
    return ReactRouterLink.create(*children, to=href, **props)


class Anchor(BaseHTML):
    """A plain `<a>`: Reflex's own asks the app's router instead of the browser."""

    tag = "a"
    href: rx.Var[str]
    download: rx.Var[str]


def plain_link(*children: Child, href: Text, **props: Any) -> rx.Component:
    """Lead where the browser goes by itself: a place on the page, a file, the page anew."""
    return Anchor.create(*children, href=href, **props)


def text_link(label: Child, href: Text) -> rx.Component:
    """Lead to another page from within a sentence."""
    return link(label, href=href, class_name="text-link")


def file_link(label: Child, href: Text) -> rx.Component:
    """Lead to a plain HTTP route, such as a file to download."""
    return plain_link(label, href=href, class_name="text-link")
