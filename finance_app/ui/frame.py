"""The frame around every page: the places to go, the page's title, its notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import reflex as rx

from finance_app.ui import links
from finance_app.ui.components.awake import Awake
from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import link, plain_link
from finance_app.ui.components.menu import drop_down, menu_item
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.theme import theme_switch
from finance_app.ui.components.values import Child, Flag, Handler, Text, when

type View = Callable[[], rx.Component]


@dataclass(frozen=True)
class Place:
    """A place that the frame leads to; `key` follows `g`, `also` are routes that belong to it."""

    label: str
    href: str
    icon: str
    key: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shelf:
    """The user's books.

    Args:
        banner: says what is special about the one that is shown.
        items: offers the others, in the user's menu.
        notice: says that one was removed; asks for the name of another.
        label: the name of the one that is shown, where there are several, and…
        about: …what tells it apart.
        is_viewer: whether that may only be looked at.
    """

    banner: View
    items: View
    notice: View
    label: Text = ""
    about: Text = ""
    is_viewer: Flag = False


@dataclass(frozen=True)
class Person:
    """Who is signed in.

    Args:
        is_admin: they are an administrator.
        form_mark: their forms carry it to prove which page they come from.
        choose_theme: a handler that keeps how they want the screens to look.
        find: the event that opens what finds anything.
        shelf: their books.
    """

    email: Text
    is_admin: Flag
    form_mark: Text
    choose_theme: Handler
    find: Handler
    shelf: Shelf


PLACES = (
    Place("Dashboard", links.DASHBOARD, "dashboard", "d"),
    Place("Entries", links.ENTRIES, "list", "e"),
    Place("Accounts", links.ACCOUNTS, "wallet", "a", (links.ACCOUNT, links.RATES)),
    Place("Categories", links.CATEGORIES, "shapes", "c", (links.PAYEES, links.TAGS)),
    Place("Import", links.IMPORT, "upload", "i"),
    Place("Reports", links.REPORTS, "chart", "r"),
    Place("Activity", links.ACTIVITY, "history", "h", (links.TRASH,)),
)
SETTINGS = Place(
    "Settings", links.SETTINGS, "settings", "s", (links.PROFILE, links.SECURITY, links.MEMBERS)
)
ADMIN = Place("Administration", links.ADMIN, "wrench", "m")


def frame(
    content: Child,
    *,
    title: Text,
    path: str,
    person: Person,
    above: rx.Component,
    actions: Sequence[Child] = (),
    narrow: bool = False,
) -> rx.Component:
    """Put the frame around a page's content.

    Args:
        content: the page.
        title: its heading.
        path: its route, to mark the place.
        person: who is signed in.
        above: what lies above the page: its live region, its finder.
        actions: at the right of the title.
        narrow: 720 px instead of 1200 px, for forms.
    """
    head = rx.el.header(
        rx.el.h1(title),
        *([rx.el.div(*actions, class_name="buttons")] if actions else []),
        class_name="page-head",
    )
    return rx.el.div(
        plain_link("Skip to the content", href="#content", class_name="button skip"),
        _sidebar(path, person),
        rx.el.main(
            person.shelf.banner(),
            rx.el.div(
                head, content, class_name="content", **({"data_narrow": ""} if narrow else {})
            ),
            id="content",
            tab_index=-1,
        ),
        _bottom_bar(path, person),
        above,
        Awake.create(),
        class_name="app",
    )


def plain_frame(content: Child, *, title: str, foot: Child = "", above: Child = "") -> rx.Component:
    """Put a card in the middle, without places to go."""
    return rx.el.main(
        wordmark(),
        rx.el.div(
            rx.el.section(rx.el.h1(title), content, class_name="card"), class_name="plain-box"
        ),
        rx.el.div(foot, class_name="plain-foot"),
        above,
        class_name="plain",
        id="content",
    )


def wordmark() -> rx.Component:
    """Show the app's mark and name."""
    return rx.el.span(
        rx.el.img(src="/favicon.svg", alt="", width="24", height="24"),
        "Finance",
        class_name="wordmark",
    )


def _sidebar(path: str, person: Person) -> rx.Component:
    find = rx.el.button(
        icon("search"),
        "Find",
        rx.el.kbd("Ctrl K", aria_hidden="true", class_name="push"),
        type="button",
        class_name="place",
        on_click=person.find,
    )
    add = link(
        icon("plus"),
        "New entry",
        rx.el.kbd("N", aria_hidden="true", class_name="push"),
        href=links.new_entry(),
        class_name="button",
        data_key="n",
    )
    return rx.el.header(
        link(wordmark(), href=links.DASHBOARD, aria_label="Finance, to the dashboard"),
        rx.fragment(when(person.shelf.is_viewer, "", add)),
        find,
        rx.el.nav(*(_place(one, path) for one in PLACES), class_name="places", aria_label="Places"),
        rx.el.div(
            rx.cond(person.is_admin, _place(ADMIN, path), rx.fragment()),
            _place(SETTINGS, path),
            _user_menu(person),
            class_name="sidebar-foot",
        ),
        class_name="sidebar",
    )


def _place(place: Place, path: str, *, keyed: bool = True) -> rx.Component:
    here = {"aria_current": "page"} if path in (place.href, *place.also) else {}
    key = {"data_key": f"g {place.key}"} if keyed else {}
    return link(
        icon(place.icon),
        rx.el.span(place.label),
        href=place.href,
        class_name="place",
        **here,
        **key,
    )


def _user_menu(person: Person) -> rx.Component:
    summary = rx.el.summary(
        rx.el.span(icon("user"), class_name="avatar"),
        rx.el.span(
            rx.el.span(person.shelf.label, class_name="cut"),
            rx.el.span(person.shelf.about, class_name="quiet"),
            rx.el.span(person.email, class_name="cut"),
            class_name="whose",
        ),
        icon("chevron-down"),
        class_name="person",
    )
    return drop_down(
        summary,
        person.shelf.items(),
        rx.el.hr(),
        rx.el.div(theme_switch(person.choose_theme), class_name="panel-part"),
        rx.el.hr(),
        _profile(),
        _sign_out(person),
        side="up",
    )


def _profile() -> rx.Component:
    return menu_item("Profile", href=links.PROFILE, icon_name="user")


def _sign_out(person: Person) -> rx.Component:
    pressed = rx.el.button(icon("sign-out"), "Sign out", type="submit", class_name="menu-item")
    return sign_out_form(person.form_mark, pressed)


def sign_out_form(form_mark: Text, pressed: rx.Component) -> rx.Component:
    """Sign out where a button is pressed; every page of somebody signed in has one."""
    return native_form(
        rx.el.input(type="hidden", name="form_mark", value=form_mark, read_only=True),
        pressed,
        action=links.AUTH_SIGN_OUT,
        class_name="",
    )


def _bottom_bar(path: str, person: Person) -> rx.Component:
    dashboard, entries, accounts, *others = PLACES
    more = rx.el.summary(icon("more"), rx.el.span("More"), class_name="place")
    add = link(
        icon("plus", size="l"), href=links.new_entry(), class_name="add", aria_label="New entry"
    )
    admin = menu_item(ADMIN.label, href=ADMIN.href, icon_name=ADMIN.icon)
    return rx.el.nav(
        _place(dashboard, path, keyed=False),
        _place(entries, path, keyed=False),
        when(person.shelf.is_viewer, rx.el.span(), add),
        _place(accounts, path, keyed=False),
        drop_down(
            more,
            menu_item("Find", on_click=person.find, icon_name="search"),
            *(
                menu_item(one.label, href=one.href, icon_name=one.icon)
                for one in (*others, SETTINGS)
            ),
            rx.cond(person.is_admin, admin, rx.fragment()),
            rx.el.hr(),
            person.shelf.items(),
            rx.el.hr(),
            rx.el.div(theme_switch(person.choose_theme), class_name="panel-part"),
            rx.el.hr(),
            _profile(),
            _sign_out(person),
            side="up",
            sheet=True,
        ),
        class_name="bottom-bar",
        aria_label="Places",
    )
