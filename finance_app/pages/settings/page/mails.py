"""The settings' card of mails: digests, notices, quiet hours."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.settings.rows import NoticeRow
from finance_app.pages.settings.state.notices import NoticesState
from finance_app.ui.components.button import button, buttons
from finance_app.ui.components.controls import check_input
from finance_app.ui.components.field import form, pair, select_field
from finance_app.ui.components.note import gap
from finance_app.ui.components.values import Many
from finance_app.ui.errors import field_error


def mails() -> rx.Component:
    """Show what is mailed, and when not."""
    state = NoticesState
    kept = "This server sends no mail; each becomes a file in the folder “outbox” of its data."
    return rx.el.div(
        rx.cond(state.mail_is_kept, gap(kept), rx.fragment()),
        _group("Digests of your books, at 7:00", state.digests),
        _group("Notices", state.notices),
        _quiet(),
        class_name="stack",
    )


def _group(title: str, found: Many[NoticeRow]) -> rx.Component:
    return rx.el.fieldset(rx.el.legend(title, class_name="quiet"), rx.foreach(found, _mail))


def _quiet() -> rx.Component:
    state = NoticesState
    return form(
        pair(
            select_field(
                "Quiet from",
                "quiet_from",
                state.quiet_beginnings,
                default_value=state.quiet_from,
                key=f"from-{state.quiet_from}",
                error=field_error("quiet"),
            ),
            select_field(
                "Until",
                "quiet_until",
                state.quiet_times,
                default_value=state.quiet_until,
                key=f"until-{state.quiet_until}",
            ),
        ),
        rx.el.p("In quiet hours digests and notices wait.", class_name="field-note"),
        buttons(button("Save quiet hours", submit=True)),
        on_submit=state.save_quiet,
    )


def _mail(one: NoticeRow) -> rx.Component:
    return check_input(
        one.label,
        one.key,
        checked=one.wanted,
        on_change=NoticesState.choose(one.key, ~one.wanted),
        key=one.key,
    )
