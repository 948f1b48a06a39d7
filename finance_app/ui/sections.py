"""Categories, payees and tags: three pages under one place."""

from __future__ import annotations

import reflex as rx

from finance_app.ui import links
from finance_app.ui.components.link import link

SECTIONS = (
    ("Categories", links.CATEGORIES),
    ("Payees", links.PAYEES),
    ("Tags", links.TAGS),
)


def sections(path: str) -> rx.Component:
    """Lead from one of the three to the others.

    Args:
        path: the page that is shown.
    """
    return rx.el.nav(
        *(
            link(
                label,
                href=href,
                class_name="segment",
                aria_current="true" if href == path else "false",
            )
            for label, href in SECTIONS
        ),
        class_name="segments",
        aria_label="What entries are sorted by",
    )
