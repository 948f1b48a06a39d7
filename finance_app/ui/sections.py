"""Pages under one place: accounts and rates; categories, payees, tags; activity and the trash."""

from __future__ import annotations

import reflex as rx

from finance_app.ui import links
from finance_app.ui.components.link import link

SECTIONS = (
    ("Categories", links.CATEGORIES),
    ("Payees", links.PAYEES),
    ("Tags", links.TAGS),
)
WORTH = (
    ("Accounts", links.ACCOUNTS),
    ("Rates", links.RATES),
)
CHANGES = (
    ("Activity", links.ACTIVITY),
    ("Trash", links.TRASH),
)


def sections(path: str) -> rx.Component:
    """Lead from categories, payees or tags to the others of them.

    Args:
        path: the page that is shown.
    """
    return _segments(SECTIONS, path, "What entries are sorted by")


def worth(path: str) -> rx.Component:
    """Lead from accounts to rates and back; `path` is the page that is shown."""
    return _segments(WORTH, path, "What there is, and what it is worth")


def changes(path: str) -> rx.Component:
    """Lead from activity to the trash and back; `path` is the page that is shown."""
    return _segments(CHANGES, path, "What was changed")


def _segments(pages: tuple[tuple[str, str], ...], path: str, label: str) -> rx.Component:
    return rx.el.nav(
        *(
            link(
                name,
                href=href,
                class_name="segment",
                aria_current="true" if href == path else "false",
            )
            for name, href in pages
        ),
        class_name="segments",
        aria_label=label,
    )
