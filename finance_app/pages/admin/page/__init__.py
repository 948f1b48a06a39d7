"""The screens for administrators, a section each; to everybody else there is no such page."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.admin.page.audit import audit
from finance_app.pages.admin.page.flags import settings
from finance_app.pages.admin.page.jobs import jobs
from finance_app.pages.admin.page.mail import mail
from finance_app.pages.admin.page.server import health
from finance_app.pages.admin.page.users import users
from finance_app.pages.admin.state import shown
from finance_app.pages.admin.state.asking import AskingState
from finance_app.pages.admin.state.shown import AdminState
from finance_app.ui import links
from finance_app.ui.components.button import link_button
from finance_app.ui.components.card import card, stack, toolbar
from finance_app.ui.components.empty import empty
from finance_app.ui.components.link import link
from finance_app.ui.components.skeleton import skeleton_rows, until
from finance_app.ui.session import SessionState
from finance_app.ui.shell import page

SECTIONS = (
    ("Users", shown.USERS, links.ADMIN),
    ("Settings", shown.SETTINGS, links.admin(shown.SETTINGS)),
    ("Mail", shown.MAIL, links.admin(shown.MAIL)),
    ("Jobs", shown.JOBS, links.admin(shown.JOBS)),
    ("Health", shown.HEALTH, links.admin(shown.HEALTH)),
    ("Audit", shown.AUDIT, links.admin(shown.AUDIT)),
)


@page(links.ADMIN, title="Administration", on_load=[AdminState.load, AskingState.close], admin=True)
def admin() -> rx.Component:
    """Show the section that the address names, to administrators only."""
    sections = rx.match(
        AdminState.section,
        (shown.USERS, users()),
        (shown.SETTINGS, settings()),
        (shown.MAIL, mail()),
        (shown.JOBS, jobs()),
        (shown.HEALTH, health()),
        audit(),
    )
    filled = stack(
        toolbar(_sections()),
        until(AdminState.section != "", sections, card(skeleton_rows(10), flush=True)),
    )
    home = link_button("Go to the dashboard", links.DASHBOARD, kind="primary")
    missing = card(empty("There is no page at this address.", home, icon_name="search"))
    return rx.fragment(rx.cond(SessionState.is_admin, filled, missing))


def _sections() -> rx.Component:
    return rx.el.nav(
        *(
            link(
                label,
                href=href,
                class_name="segment",
                aria_current=rx.cond(AdminState.section == name, "true", "false"),
            )
            for label, name, href in SECTIONS
        ),
        class_name="segments",
        data_many="",
        aria_label="What is administered",
    )
