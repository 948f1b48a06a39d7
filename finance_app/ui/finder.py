"""Going anywhere by typing: places, actions, accounts, categories, and what entries say.

The state knows what the book has to offer; `assets/finder.js` narrows the list while one types.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlalchemy.orm import Session

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.accounts import AccountView
from finance_app.domain.actors import Actor
from finance_app.domain.categories import CategoryView, offered_ids
from finance_app.domain.entries import NO_CATEGORY
from finance_app.services import accounts, categories
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Line
from finance_app.ui.books import BooksState
from finance_app.ui.components.dialog import dialog
from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import link
from finance_app.ui.frame import ADMIN, PLACES, SETTINGS, Place
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState

WRITING = (
    Place("New entry", links.new_entry(), "plus", ""),
    Place("Import a bank file", links.IMPORT, "upload", ""),
)
ACTIONS = (
    Place("Entries without a category", links.entries(category=NO_CATEGORY), "filter", ""),
    Place("Arrange the dashboard", links.dashboard(arrange="1"), "arrange", ""),
    Place("Rates", links.RATES, "coins", ""),
    Place("Trash", links.TRASH, "trash", ""),
    Place("People in this book", links.MEMBERS, "people", ""),
)


@dataclass(frozen=True)
class Hit:
    """A thing of the book that can be gone to.

    Args:
        label: its name.
        note: what it belongs to.
        href: where it leads.
        hue: a category's, `other` for an account.
    """

    label: str = ""
    note: str = ""
    href: str = ""
    hue: str = ""


class Words(Arguments):
    """What was typed."""

    text: Line


class FinderState(SessionState):
    """Whether the finder or the list of keys is open, and what the book has to offer."""

    finding: bool = False
    telling: bool = False
    accounts: rx.Field[list[Hit]] = rx.field(default_factory=list)
    categories: rx.Field[list[Hit]] = rx.field(default_factory=list)

    @handler(Access.SIGNED_IN)
    async def open_finder(self) -> None:
        """Offer everything there is."""
        some, tree = await db.ask(_offered, await self._actor())
        self.accounts, self.categories = account_hits(some), category_hits(tree)
        self.finding, self.telling = True, False

    @handler(Access.SIGNED_IN)
    def open_keys(self) -> None:
        """Tell which keys do what."""
        self.finding, self.telling = False, True

    @handler(Access.SIGNED_IN)
    def close_both(self) -> None:
        """Close what is open."""
        self.finding = self.telling = False

    @handler(Access.SIGNED_IN)
    def look_up(self, answers: dict[str, Any]) -> Any:
        """Show the entries that say what was typed."""
        words = Words.of(answers).text
        self.finding = False
        return rx.redirect(links.entries(text=words))


def account_hits(found: Iterable[AccountView]) -> list[Hit]:
    """Return the open accounts as what the finder offers."""
    return [
        Hit(one.name, one.currency, links.account(str(one.id)), "other")
        for one in found
        if one.closed_on is None
    ]


def category_hits(tree: Sequence[CategoryView]) -> list[Hit]:
    """Return categories, each with its group, as what the finder offers."""
    names, offered = {one.id: one.name for one in tree}, offered_ids(tree)
    return [
        Hit(
            one.name,
            names.get(one.parent_id or 0, ""),
            links.entries(category=str(one.id)),
            str(one.hue),
        )
        for one in tree
        if one.id in offered
    ]


def finder() -> rx.Component:
    """Show the finder and the list of keys when they are asked for, and listen to their keys."""
    return rx.fragment(
        _on_key("mod+k", FinderState.open_finder),
        _on_key("?", FinderState.open_keys),
        dialog(_search(), shown=FinderState.finding, title="Find", on_close=FinderState.close_both),
        dialog(_keys(), shown=FinderState.telling, title="Keys", on_close=FinderState.close_both),
    )


def _offered(session: Session, actor: Actor) -> tuple[list[AccountView], list[CategoryView]]:
    return accounts.everything(session, actor), categories.everything(session, actor)


def _on_key(key: str, event: Any) -> rx.Component:
    """Answer to a key, out of sight."""
    return rx.el.button(
        type="button",
        tab_index=-1,
        aria_hidden="true",
        class_name="unseen",
        data_key=key,
        on_click=event,
    )


def _search() -> rx.Component:
    return rx.el.form(
        rx.el.span(
            icon("search"),
            rx.el.input(
                name="text",
                type="text",
                role="combobox",
                placeholder="Where to go or what to look for",
                aria_label="What to find",
                aria_controls="hits",
                aria_expanded="true",
                aria_autocomplete="list",
                auto_complete="off",
                max_length=100,
                class_name="input",
                data_first="",
                data_narrows="hits",
            ),
            class_name="search",
        ),
        _hits(),
        on_submit=FinderState.look_up,
        class_name="finder",
        role="search",
    )


def _hits() -> rx.Component:
    admin = rx.cond(FinderState.is_admin, _place(ADMIN), rx.fragment())
    return rx.el.div(
        _group("Go to", *(_place(one) for one in (*PLACES, SETTINGS)), admin),
        _group("Do", _writing(), *(_place(one) for one in ACTIONS)),
        _group("Accounts", rx.foreach(FinderState.accounts, _hit)),
        _group("Categories", rx.foreach(FinderState.categories, _hit)),
        _group("Entries", _look_up()),
        id="hits",
        role="listbox",
        aria_label="Found",
        class_name="hits",
    )


def _writing() -> rx.Component:
    """Offer what writes to the book, where it may be written to."""
    some = rx.fragment(*(_place(one) for one in WRITING))
    return rx.cond(BooksState.is_viewer, rx.fragment(), some)


def _group(label: str, *hits: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(label, class_name="hits-label", aria_hidden="true"),
        *hits,
        role="group",
        aria_label=label,
    )


def _place(place: Place) -> rx.Component:
    keys = (
        [rx.el.kbd(f"G {place.key.upper()}", aria_hidden="true", class_name="push")]
        if place.key
        else []
    )
    return _option(icon(place.icon), rx.el.span(place.label), *keys, href=place.href)


def _hit(hit: Hit) -> rx.Component:
    return _option(
        rx.el.span(class_name="dot", data_hue=hit.hue),
        rx.el.span(hit.label),
        rx.el.span(hit.note, class_name="quiet push"),
        href=hit.href,
    )


def _option(*inside: rx.Component, href: Any) -> rx.Component:
    return link(
        *inside,
        href=href,
        role="option",
        tab_index=-1,
        class_name="hit",
        on_click=FinderState.close_both,
    )


def _look_up() -> rx.Component:
    """Look through the entries for what was typed; there whatever that is."""
    return rx.el.button(
        icon("search"),
        rx.el.span("Look through all entries"),
        rx.el.kbd("↵", aria_hidden="true", class_name="push"),
        type="submit",
        role="option",
        tab_index=-1,
        class_name="hit",
        data_always="",
    )


def _keys() -> rx.Component:
    anywhere = (
        ("N", "New entry"),
        ("/", "Search the list"),
        ("Ctrl K", "Find anything"),
        ("?", "These keys"),
        ("Esc", "Close what is open"),
    )
    going = [(f"G {place.key.upper()}", place.label) for place in (*PLACES, SETTINGS)]
    return rx.el.div(_table("Anywhere", anywhere), _table("Go to", going), class_name="keys")


def _table(label: str, keys: Iterable[tuple[str, str]]) -> rx.Component:
    return rx.el.section(
        rx.el.h3(label, class_name="quiet"),
        rx.el.dl(
            *(
                rx.el.div(rx.el.dt(what), rx.el.dd(*map(rx.el.kbd, key.split())))
                for key, what in keys
            )
        ),
    )
