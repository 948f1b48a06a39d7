"""The card of programs' tokens: what there is, one more, and one less."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.api_tokens import LONGEST_NAME
from finance_app.pages.security.page import asked
from finance_app.pages.security.rows import TokenRow
from finance_app.pages.security.state.tokens import TokensState
from finance_app.ui import links
from finance_app.ui.components.button import button
from finance_app.ui.components.card import card
from finance_app.ui.components.dialog import confirm
from finance_app.ui.components.field import select_field, text_field
from finance_app.ui.components.rows import row, row_main, row_side, rows, whole
from finance_app.ui.components.values import Option

FORM = "token"
WHAT = "A token lets a program in, as you, without your password."
LASTING = (
    Option("30", "30 days"),
    Option("90", "90 days"),
    Option("365", "A year"),
    Option("0", "Without end"),
)


def tokens() -> rx.Component:
    """Show the tokens of programs; make and revoke them."""
    state = TokensState
    listed = rows(rx.foreach(state.tokens, _token), label="Tokens for programs")
    guide = rx.el.p(
        rx.el.a("What programs can do", href=links.API_DOCS, class_name="text-link"),
        class_name="card-body quiet",
    )
    return rx.fragment(
        card(
            rx.cond(state.tokens, listed, rx.fragment()),
            guide,
            title="Programs",
            note=WHAT,
            actions=[asked.opener(FORM, "Make a token…", shown=state.can_make)],
            flush=True,
        ),
        _new(),
        confirm(
            rx.el.span("Programs that come with “", state.revoking_name, "” are let in no more."),
            shown=state.revoking != "",
            title="Revoke this token?",
            verb="Revoke",
            on_confirm=state.revoke,
            on_close=state.close_revoking,
        ),
    )


def _token(one: TokenRow) -> rx.Component:
    revoke = button(
        "Revoke",
        aria_label=f"Revoke {one.name}",
        on_click=TokensState.ask_revoking(one.key),
    )
    return row(
        row_main(whole(one.name)),
        row_side(rx.el.div(one.may), rx.el.div(one.ends), rx.el.div(one.used), phone=True),
        rx.el.div(revoke, class_name="row-amount"),
        key=one.key,
    )


def _new() -> rx.Component:
    name = text_field(
        "Name",
        "name",
        hint="What it is for, such as “Backup script”.",
        required=True,
        max_length=LONGEST_NAME,
        data_keep="token-name",
        data_once="",
        id="token-name",
        error=asked.error(FORM, "name"),
    )
    scope = select_field(
        "Scope",
        "scope",
        TokensState.token_scopes,
        hint="At most what you may do yourself.",
        error=asked.error(FORM, "scope"),
    )
    return asked.form_dialog(
        FORM,
        name,
        scope,
        select_field("Books", "book", TokensState.token_books),
        select_field("Lasts", "days", LASTING, default_value="365"),
        title="Make a token",
        verb="Make the token",
        action=links.AUTH_TOKEN,
    )
