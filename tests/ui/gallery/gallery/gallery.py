"""The gallery's app."""

from __future__ import annotations

import reflex as rx

from finance_app.ui.frame import Shelf
from finance_app.ui.head import head
from finance_app.ui.shell import Finder
from finance_app.ui.wraps import wraps

from .lists import dashboard, entries
from .parts import accounts, imports, login, settings
from .state import Gallery

app = rx.App(
    stylesheets=["/app.css"],
    head_components=head(),
    toaster=None,
    app_wraps=wraps(),
    html_lang="en",
)
FINDER = Finder(rx.fragment, Gallery.close)
SHELF = Shelf(rx.fragment, rx.fragment, rx.fragment)
for screen in (dashboard, entries, imports, accounts, settings, login):
    app.add_page(screen.framed(Gallery, FINDER, SHELF), **screen.served())
