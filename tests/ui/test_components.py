"""Components: what they promise to those who write pages and to those who cannot see them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from finance_app.domain.formatting import MoneyText, money_parts
from finance_app.domain.money import Money
from finance_app.ui.components.button import button, icon_button, step_button
from finance_app.ui.components.field import secret_field, select_field, text_field
from finance_app.ui.components.icon import icon
from finance_app.ui.components.money import money
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.rows import row, row_main
from finance_app.ui.components.table import table
from finance_app.ui.components.values import Option
from finance_app.ui.frame import Shelf
from finance_app.ui.shell import Finder, page, plain_page


class Shown(rx.State):
    """What a session's state has for the frame, and a form's error."""

    email: str = ""
    form_mark: str = ""
    is_admin: bool = False
    notice: str = ""
    notice_trouble: bool = False
    notice_undo: bool = False
    notice_percent: int = -1
    error: str = ""

    @rx.event
    def close_notice(self) -> None:
        """Say nothing."""

    @rx.event
    def undo(self) -> None:
        """Take it back."""

    @rx.event
    def choose_theme(self, theme: str) -> None:
        """Keep nothing."""


def written(component: Any) -> str:
    """Return what the component compiles to, as text to look into."""
    return str(component.render())


def test_an_amount_is_read_as_one_text() -> None:
    text = written(money(money_parts(Money(-123450, "EUR"), "en_US")))
    assert text.index("1,234") < text.index(".50") < text.index("EUR")


def test_an_amount_without_a_currency_ends_with_its_last_figure() -> None:
    text = written(money(MoneyText(text="12.50", whole="12.50")))
    assert "12.50" in text
    assert "\u00a0" not in text


def test_an_error_is_tied_to_its_field() -> None:
    text = written(text_field("Payee", "payee", hint="Who was paid.", error=Shown.error))
    assert '"aria-describedby":"payee-note"' in text
    assert 'id:"payee-note"' in text
    assert '"aria-invalid":(' in text
    assert 'htmlFor:"payee"' in text


def test_a_field_without_hint_or_error_describes_nothing() -> None:
    assert "aria-describedby" not in written(text_field("Payee", "payee"))


def test_a_field_may_stand_twice_on_a_page_under_two_ids() -> None:
    text = written(select_field("Account", "account", [Option("1", "Cash")], id="from-account"))
    assert 'htmlFor:"from-account"' in text
    assert 'name:"account"' in text


def test_an_icon_alone_has_a_name() -> None:
    assert '"aria-label":"Edit"' in written(icon_button("pencil", "Edit", href="/"))
    assert '"aria-hidden":"true"' in written(icon("pencil"))


def test_a_button_sends_a_form_only_if_it_says_so() -> None:
    assert 'type:"button"' in written(button("Cancel"))
    assert 'type:"submit"' in written(button("Save", submit=True))


def test_a_step_to_nowhere_is_no_link() -> None:
    assert "ReactRouterLink" not in written(step_button("chevron-left", "Previous", ""))
    assert "ReactRouterLink" in written(step_button("chevron-left", "Previous", "/"))


def test_a_row_leads_where_its_title_leads() -> None:
    text = written(row(row_main("Lidl", href="/entries?entry=1")))
    assert 'className:"cover"' in text
    assert 'to:"/entries?entry=1"' in text


def test_a_heading_that_is_empty_is_no_heading() -> None:
    text = written(table(["Day", ""], caption="Entries"))
    assert text.count("'name': '\"th\"'") == 1


def test_a_native_form_is_sent_by_the_browser() -> None:
    text = written(native_form(action="/auth/login"))
    assert 'action:"/auth/login"' in text
    assert 'method:"post"' in text
    assert "onSubmit" not in text


NO_FINDER = Finder(rx.fragment, None)
NO_SHELF = Shelf(rx.fragment, rx.fragment, rx.fragment)


def test_a_password_is_hidden_and_can_be_pasted_and_filled_in() -> None:
    text = written(secret_field("Password", "password", auto_complete="current-password"))
    assert 'type:"password"' in text
    assert 'autoComplete:"current-password"' in text
    assert "onPaste" not in text


def test_a_page_marks_its_place_and_carries_its_title() -> None:
    @page("/entries", title="Entries")
    def entries() -> rx.Component:
        return button("Add entry")

    text = written(entries.framed(Shown, NO_FINDER, NO_SHELF)())
    assert text.count('"aria-current":"page"') == 2  # at the left, and at the bottom of a phone
    assert entries.served()["title"] == "Entries · Finance"


def test_every_page_of_somebody_signed_in_lets_them_out() -> None:
    made = [
        page("/entries", title="Entries")(rx.fragment),
        page("/welcome", title="Welcome", bare=True)(rx.fragment),
    ]
    for one, ways in zip(made, (2, 1), strict=True):  # at the left, and at the bottom of a phone
        text = written(one.framed(Shown, NO_FINDER, NO_SHELF)())
        assert text.count('action:"/auth/sign-out"') == ways
        assert text.count('name:"form_mark"') == ways


def test_a_plain_page_has_no_places() -> None:
    @plain_page("/login", title="Sign in")
    def login() -> rx.Component:
        return button("Sign in")

    text = written(login.framed(Shown, NO_FINDER, NO_SHELF)())
    assert "sidebar" not in text
    assert "/auth/sign-out" not in text
