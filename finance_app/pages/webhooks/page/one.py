"""One webhook: its secret, a test, and what it was told."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.webhooks.rows import DeliveryRow
from finance_app.pages.webhooks.state import WebhooksState
from finance_app.pages.webhooks.state.one import WebhookState
from finance_app.ui import links
from finance_app.ui.components.button import button, buttons, link_button
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.chip import chip
from finance_app.ui.components.copying import copy
from finance_app.ui.components.dialog import confirm
from finance_app.ui.components.empty import empty
from finance_app.ui.components.more import more
from finance_app.ui.components.note import gap
from finance_app.ui.components.pager import pager
from finance_app.ui.components.rows import row, row_main, row_side, rows, whole

state = WebhookState
SIGNED = (
    "Deliveries are signed with this secret as Standard Webhooks says, so that their receiver "
    "knows that they come from here."
)


def one() -> rx.Component:
    """Show the one that the address names."""
    told = rows(rx.foreach(state.deliveries, _delivery), label="Deliveries")
    return stack(
        buttons(link_button("All webhooks", links.WEBHOOKS, icon_name="chevron-left")),
        _about(),
        card(
            rx.cond(
                state.deliveries,
                told,
                empty("It has not been told anything yet.", icon_name="clock"),
            ),
            title="Deliveries",
            note="Of the last 30 days, the newest first.",
            flush=True,
        ),
        pager(newer="", older=state.older_deliveries),
        confirm(
            rx.el.span(
                state.hook.url,
                " is told nothing any more, and the list of its deliveries is deleted.",
            ),
            shown=state.dropping,
            title="Delete this webhook?",
            verb="Delete",
            on_confirm=state.drop,
            on_close=state.close_dropping,
        ),
    )


def _about() -> rx.Component:
    hook = state.hook
    result = rx.el.p(state.tried, data_tone=rx.cond(state.tried_well, "", "trouble"), role="status")
    pause = button("Pause", on_click=state.pause)
    resume = button("Resume", on_click=state.resume)
    acts = buttons(
        rx.cond(
            hook.can_try,
            button("Send a test", on_click=state.test, busy=state.trying, icon_name="repeat"),
            rx.fragment(),
        ),
        button("Change…", on_click=WebhooksState.open_edit(hook.key)),
        rx.cond(hook.is_paused, resume, pause),
        button("Delete…", on_click=state.ask_dropping),
    )
    return card(
        rx.el.div(
            rx.el.p(rx.el.strong(hook.url, class_name="wraps"), " ", _mark()),
            rx.el.p(hook.told_of, rx.el.br(), hook.about, class_name="quiet"),
            rx.cond(hook.trouble != "", gap(hook.trouble), rx.fragment()),
            acts,
            result,
            more(
                "Secret",
                rx.el.p(SIGNED, class_name="quiet"),
                rx.el.p(
                    id="secret",
                    class_name="secret-text",
                    data_text_from=hook.secret,
                    key=hook.key,
                ),
                buttons(copy("secret")),
            ),
            class_name="stack",
        ),
        title="Webhook",
    )


def _mark() -> rx.Component:
    hook = state.hook
    return rx.cond(hook.mark != "", chip(hook.mark, hook.tone), rx.fragment())


def _delivery(told: DeliveryRow) -> rx.Component:
    again = button(
        "Send again",
        aria_label=f"Send again: {told.title}",
        on_click=state.redeliver(told.key),
        busy=state.trying,
    )
    trouble = rx.el.p(told.trouble, class_name="wraps")
    return row(
        row_main(whole(told.title), chip(told.mark, told.tone), note=told.kind),
        row_side(
            rx.el.div(told.told),
            rx.cond(told.trouble != "", trouble, rx.fragment()),
            more("What is sent", rx.el.pre(told.body, class_name="wraps")),
            phone=True,
        ),
        rx.el.div(
            rx.cond(state.hook.can_try & told.can_resend, again, rx.fragment()),
            class_name="row-amount",
        ),
        key=told.key,
    )
