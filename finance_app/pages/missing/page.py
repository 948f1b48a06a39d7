"""The screen for addresses that lead nowhere."""

from __future__ import annotations

import reflex as rx

from finance_app.ui import links
from finance_app.ui.components.button import link_button
from finance_app.ui.components.empty import empty
from finance_app.ui.shell import plain_page


@plain_page(links.MISSING, title="Not found")
def missing() -> rx.Component:
    """Say so, and lead on."""
    home = link_button("Go to the dashboard", links.DASHBOARD, kind="primary")
    return empty("There is no page at this address.", home, icon_name="search")
