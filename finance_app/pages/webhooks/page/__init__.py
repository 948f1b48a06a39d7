"""The page of webhooks: all of a book's, or one and what it was told."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.webhooks import LONGEST_URL
from finance_app.pages.webhooks.page.one import one
from finance_app.pages.webhooks.rows import TopicRow, WebhookRow
from finance_app.pages.webhooks.state import NEW, WebhooksState
from finance_app.pages.webhooks.state.one import WebhookState
from finance_app.ui import links
from finance_app.ui.components.button import button
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.chip import chip
from finance_app.ui.components.controls import check_input
from finance_app.ui.components.dialog import dialog, dialog_foot
from finance_app.ui.components.empty import empty
from finance_app.ui.components.field import form, text_field
from finance_app.ui.components.rows import row, row_main, row_side, rows, whole
from finance_app.ui.components.skeleton import skeleton_rows, until
from finance_app.ui.errors import field_error
from finance_app.ui.shell import page

state = WebhooksState
WHAT = (
    "A webhook is an address of another program, which is told at once what changes in this book."
)
NONE = "No program is told anything. Home automation or a script of yours could be."
NOT_YOURS = "Only an owner of the book sees and adds webhooks."


@page(
    links.WEBHOOKS,
    title="Webhooks",
    on_load=[WebhooksState.load, WebhookState.load],
    narrow=True,
)
def webhooks() -> rx.Component:
    """Show the one that the address names, else all of them."""
    shown = rx.cond(WebhookState.hook.key != "", one(), _all())
    refused = card(empty(NOT_YOURS, icon_name="shield"))
    return rx.fragment(
        until(
            state.hooks_loaded,
            rx.cond(state.may_hook, shown, refused),
            card(skeleton_rows(3), flush=True),
        ),
        _form(),
    )


def _all() -> rx.Component:
    listed = rows(rx.foreach(state.hooks, _webhook), label="Webhooks")
    return stack(
        card(
            rx.cond(state.hooks, listed, empty(NONE, icon_name="zap")),
            title="Webhooks",
            note=WHAT,
            actions=[button("Add a webhook…", on_click=state.open_new, icon_name="plus")],
            flush=True,
        )
    )


def _webhook(hook: WebhookRow) -> rx.Component:
    mark = rx.cond(hook.mark != "", chip(hook.mark, hook.tone), rx.fragment())
    return row(
        row_main(whole(hook.url), mark, href=hook.href),
        row_side(
            rx.el.div(hook.told_of, class_name="wraps"),
            rx.el.div(hook.about, class_name="wraps"),
            phone=True,
        ),
        key=hook.key,
    )


def _form() -> rx.Component:
    address = text_field(
        "Address",
        "url",
        type="url",
        placeholder="https://",
        default_value=state.hook_url,
        required=True,
        max_length=LONGEST_URL,
        hint="Each change is one signed POST to it.",
        error=field_error("url"),
    )
    told = rx.el.fieldset(
        rx.el.legend("Told of"),
        rx.foreach(state.hook_topics, _topic),
        rx.cond(
            field_error("topics") != "",
            rx.el.p(field_error("topics"), class_name="field-error", role="alert"),
            rx.fragment(),
        ),
    )
    return dialog(
        form(
            address,
            told,
            dialog_foot(
                button("Cancel", on_click=state.close_form),
                button("Save", kind="primary", submit=True),
            ),
            on_submit=state.save,
            key=state.editing,
        ),
        shown=state.editing != "",
        title=rx.cond(state.editing == NEW, "Add a webhook", "Change the webhook"),
        on_close=state.close_form,
    )


def _topic(topic: TopicRow) -> rx.Component:
    return check_input(topic.label, topic.key, default_checked=topic.chosen, key=topic.key)
