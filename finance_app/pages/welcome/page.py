"""The screen that somebody new sees first: where they are, an account, and they are there."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.welcome import rows
from finance_app.pages.welcome.rows import MadeText
from finance_app.pages.welcome.state import WelcomeState
from finance_app.ui import links
from finance_app.ui.accounts import KIND_OPTIONS
from finance_app.ui.books import BooksState
from finance_app.ui.components.button import button, link_button
from finance_app.ui.components.field import (
    amount_field,
    combo_field,
    form,
    pair,
    select_field,
    text_field,
)
from finance_app.ui.components.icon import icon
from finance_app.ui.components.link import text_link
from finance_app.ui.components.money import money
from finance_app.ui.components.skeleton import skeleton_rows
from finance_app.ui.components.values import Child
from finance_app.ui.errors import field_error
from finance_app.ui.regions import base_currency_field, region_field
from finance_app.ui.shell import page

place = WelcomeState.place
CTRL_K = (rx.el.kbd("Ctrl"), " ", rx.el.kbd("K"))
SLASH = (rx.el.kbd("/"),)


def foot() -> Child:
    """Let somebody go on without all this."""
    skip = button("Skip for now", kind="plain", on_click=WelcomeState.finish)
    return rx.fragment(rx.cond(WelcomeState.step == rows.DONE, rx.fragment(), skip))


@page(links.WELCOME, title="Welcome", on_load=WelcomeState.load, bare=True, foot=foot)
def welcome() -> rx.Component:
    """Show the step that stands in the address."""
    return rx.el.div(
        rx.match(
            WelcomeState.step,
            (rows.PLACE, _place()),
            (rows.ACCOUNT, _account()),
            (rows.DONE, _done()),
            rx.el.div(skeleton_rows(4), aria_busy="true", aria_label="Loading", role="status"),
        ),
        class_name="steps",
    )


def _head(number: int, title: str, why: Child) -> rx.Component:
    """Say in words how far it is."""
    return rx.el.div(
        rx.el.p(f"Step {number} of {len(rows.STEPS)}", class_name="quiet", role="status"),
        rx.el.h2(title),
        rx.el.p(why, class_name="quiet"),
    )


def _place() -> rx.Component:
    known = rx.cond(place.time_zone != "", f"Your time zone is {place.time_zone}. ", "")
    return rx.fragment(
        _head(
            1,
            "Currency and region",
            rx.fragment(known, "All of it can be changed at any time, in the settings."),
        ),
        form(
            region_field(place.region, on_change=WelcomeState.choose_region, auto_focus=True),
            base_currency_field(WelcomeState.paid, place.currency),
            rx.el.input(type="hidden", name="time_zone", data_fill="time-zone"),
            button("Continue", kind="primary", submit=True),
            on_submit=WelcomeState.save_place,
        ),
    )


def _account() -> rx.Component:
    return rx.fragment(
        _head(2, "Your first account", "Open one here, or bring in what your bank has."),
        form(
            text_field(
                "Name",
                "name",
                placeholder="Checking",
                error=field_error("name"),
                max_length=100,
                auto_focus=True,
            ),
            pair(
                select_field("Kind", "kind", KIND_OPTIONS, error=field_error("kind")),
                combo_field(
                    "Currency",
                    "currency",
                    WelcomeState.currencies,
                    default_value=WelcomeState.base_currency,
                    key=WelcomeState.base_currency,
                    error=field_error("currency"),
                    max_length=3,
                ),
            ),
            amount_field(
                "Balance today",
                "amount",
                hint="What is on it now, with a minus for what is owed. It can be changed later.",
                error=field_error("amount"),
                placeholder="0",
            ),
            button("Open account", kind="primary", submit=True),
            on_submit=WelcomeState.open_account,
        ),
        _other_ways(),
    )


def _other_ways() -> rx.Component:
    demo = button(
        "Look around in a demo book",
        icon_name="sparkles",
        busy=BooksState.making,
        on_click=BooksState.open_demo,
    )
    return rx.el.div(
        rx.el.p("Or begin differently", class_name="quiet"),
        link_button("Bring in a bank file", links.IMPORT, icon_name="upload"),
        rx.cond(BooksState.may_demo, demo, rx.fragment()),
        link_button("Back", links.welcome(rows.PLACE), kind="plain"),
        class_name="ways-in",
    )


def _done() -> rx.Component:
    made = rx.el.ul(rx.foreach(WelcomeState.made, _made), class_name="made")
    again = link_button("Open an account", links.welcome(rows.ACCOUNT))
    return rx.fragment(
        _head(3, "Done", WelcomeState.sentence),
        rx.cond(WelcomeState.made, made, again),
        rx.el.ul(
            _tip("plus", "The plus, or ", rx.el.kbd("N"), ", adds an entry from every page."),
            _tip("search", "Find, or ", *CTRL_K, ", leads anywhere. ", *SLASH, " searches a list."),
            _tip(
                "undo",
                "Everything can be undone, also days later, under ",
                text_link("Activity", links.ACTIVITY),
                ".",
            ),
            _tip(
                "mail",
                "A digest of each week or month comes by mail, if you choose so under ",
                text_link("Settings", links.SETTINGS),
                ".",
            ),
            class_name="tips",
        ),
        button(
            "Go to the dashboard", kind="primary", auto_focus=True, on_click=WelcomeState.finish
        ),
    )


def _made(one: MadeText) -> rx.Component:
    return rx.el.li(rx.el.span(one.name, class_name="cut"), money(one.balance), key=one.id)


def _tip(icon_name: str, *said: Child) -> rx.Component:
    return rx.el.li(icon(icon_name), rx.el.span(*said))
