"""Mail: where it goes, a test, what was not sent, and what mails look like."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.admin.page.letters import letters
from finance_app.pages.admin.rows.mail import MailRow
from finance_app.pages.admin.state.mail import MailState
from finance_app.ui.components.button import button, buttons
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.chip import chip
from finance_app.ui.components.empty import empty
from finance_app.ui.components.note import gap
from finance_app.ui.components.pager import pager
from finance_app.ui.components.rows import row, row_main, row_side, rows, whole


def mail() -> rx.Component:
    """Say how mail stands."""
    unsent = rows(rx.foreach(MailState.unsent, _mail), label="Not sent")
    again = button(MailState.mail.again, on_click=MailState.retry_all, icon_name="repeat")
    return stack(
        card(_transport(), title="Where mail goes"),
        card(
            rx.cond(MailState.unsent, unsent, empty(MailState.mail.none, icon_name="check")),
            title="Not sent",
            note=MailState.mail.counts,
            actions=[rx.cond(MailState.mail.again != "", again, rx.fragment())],
            flush=True,
        ),
        pager(newer="", older=MailState.mail.more),
        letters(),
    )


def _transport() -> rx.Component:
    result = rx.el.p(
        MailState.tested, data_tone=rx.cond(MailState.test_went_well, "", "trouble"), role="status"
    )
    return rx.el.div(
        rx.el.p(MailState.mail.where),
        rx.el.p(MailState.mail.sender, class_name="quiet"),
        rx.cond(MailState.mail.warning != "", gap(MailState.mail.warning), rx.fragment()),
        buttons(
            button(
                "Send me a test mail",
                icon_name="mail",
                on_click=MailState.test,
                busy=MailState.busy,
            )
        ),
        rx.cond(MailState.tested != "", result, rx.fragment()),
        class_name="stack",
    )


def _mail(one: MailRow) -> rx.Component:
    again = button(
        "Try again",
        aria_label=f"Try again to send to {one.recipient}",
        on_click=MailState.retry(one.id),
    )
    why = rx.el.p(one.trouble, class_name="quiet wraps")
    return row(
        row_main(
            whole(one.recipient),
            chip(one.mark, one.tone),
            note=one.about,
        ),
        row_side(one.told, rx.cond(one.trouble != "", why, rx.fragment()), phone=True),
        rx.el.div(rx.cond(one.can_retry, again, rx.fragment()), class_name="row-amount"),
        key=one.id,
    )
