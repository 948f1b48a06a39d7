"""The composition root: pages, plain routes and the armour around them. Nothing is decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import reflex as rx

from finance_app.api.app import api
from finance_app.cli.frontend import CLIENT
from finance_app.config import settings
from finance_app.domain.access import Access
from finance_app.pages.accounts.page import account, accounts
from finance_app.pages.activity.page import activity
from finance_app.pages.admin.page import admin
from finance_app.pages.categories.page import categories
from finance_app.pages.dashboard.page import dashboard
from finance_app.pages.entries.page import entries
from finance_app.pages.factors.page import authenticator, codes, passkey, token
from finance_app.pages.imports.page import imports
from finance_app.pages.invited.page import invited
from finance_app.pages.labels.page import payees, tags
from finance_app.pages.mailed.page import (
    confirm,
    forgot,
    join,
    reset,
    sent,
    take_back,
    unsubscribe,
)
from finance_app.pages.members.page import members
from finance_app.pages.missing.page import missing
from finance_app.pages.profile.page import profile
from finance_app.pages.rates.page import rates
from finance_app.pages.reports.page import reports
from finance_app.pages.second_step.page import second_step
from finance_app.pages.security.page import security
from finance_app.pages.settings.page import settings as settings_screen
from finance_app.pages.sign_in.page import sign_in
from finance_app.pages.sign_up.page import sign_up
from finance_app.pages.trash.page import trash
from finance_app.pages.webhooks.page import webhooks
from finance_app.pages.welcome.page import welcome
from finance_app.ui import books, errors, leaving, links, live, recomputing
from finance_app.ui.finder import FinderState, finder
from finance_app.ui.frame import Shelf
from finance_app.ui.guard import Guard
from finance_app.ui.head import head
from finance_app.ui.new_book import new_book, new_book_item
from finance_app.ui.session import SessionState
from finance_app.ui.shell import Finder
from finance_app.ui.wraps import wraps
from finance_app.web import (
    api_tokens,
    asked,
    audit,
    auth,
    credentials,
    data_exports,
    factors,
    files,
    health,
    invitations,
    oidc,
    passkeys,
    second_steps,
    sessions,
    theme,
    unsubscribing,
)
from finance_app.web import leaving as leaving_routes
from finance_app.web import webhooks as webhook_routes
from finance_app.web.armour import Inside, armour
from finance_app.web.built import Built
from finance_app.web.sockets import Live

if TYPE_CHECKING:
    from starlette.types import ASGIApp

SCREENS = (
    dashboard,
    entries,
    imports,
    accounts,
    account,
    categories,
    payees,
    tags,
    rates,
    reports,
    activity,
    trash,
    settings_screen,
    security,
    profile,
    members,
    webhooks,
    admin,
    welcome,
    sign_in,
    sign_up,
    forgot,
    sent,
    join,
    reset,
    confirm,
    take_back,
    unsubscribe,
    second_step,
    authenticator,
    passkey,
    codes,
    token,
    invited,
)
FINDER = Finder(finder, FinderState.open_finder)
SHELF = Shelf(
    lambda: rx.fragment(leaving.banner(), books.banner(), recomputing.banner()),
    lambda: rx.fragment(books.book_items(), new_book_item()),
    lambda: rx.fragment(books.removed_notice(), new_book()),
    books.BooksState.shown_book.name,
    books.BooksState.shown_book.about,
    books.BooksState.is_viewer,
)
ROUTES = (
    *auth.ROUTES,
    *credentials.ROUTES,
    *oidc.ROUTES,
    *second_steps.ROUTES,
    *factors.ROUTES,
    *passkeys.ROUTES,
    *sessions.ROUTES,
    *invitations.ROUTES,
    *api_tokens.ROUTES,
    *asked.ROUTES,
    *audit.ROUTES,
    *data_exports.ROUTES,
    *files.ROUTES,
    *health.ROUTES,
    *leaving_routes.ROUTES,
    *theme.ROUTES,
    *unsubscribing.ROUTES,
    *webhook_routes.ROUTES,
)


class FinanceApp(rx.App):
    """Reflex's app, behind its armour however it is started."""

    def __call__(self) -> ASGIApp:
        """Return what the server runs."""
        pages = {links.OFFLINE: Access.ANYONE, **{each.route: each.access for each in SCREENS}}
        built = Built(CLIENT)
        inner = super().__call__()
        return armour(
            Inside(inner, api(settings().api_requests_per_minute)),
            settings(),
            built,
            ROUTES,
            pages=pages,
            identify=auth.identify,
            live=Live(live.pusher(self), live.forgetter(self), live.counter(self)),
        )


app = FinanceApp(
    stylesheets=["/app.css"],
    head_components=head(),
    app_wraps=wraps(),
    toaster=None,
    html_lang="en",
    backend_exception_handler=errors.unexpected,
    frontend_exception_handler=errors.in_browser,
)
app.add_middleware(Guard(), index=0)
for each in (*SCREENS, missing):
    app.add_page(each.framed(SessionState, FINDER, SHELF), **each.served())
