"""The card that offers all of one's data as a file."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.profile.page.parts import asked_again, refusal
from finance_app.pages.profile.state.export import ExportState
from finance_app.ui import links
from finance_app.ui.components.button import button, buttons, file_button
from finance_app.ui.components.native_form import native_form
from finance_app.ui.components.progress import progress

EXPORT = "export"
WHAT = (
    "Books, entries, categories and everything that was ever changed, as CSV and JSON with a note "
    "on what is what; also what is known of you here, and the bank’s files that are kept."
)


def export() -> rx.Component:
    """Offer the file, show how far it is, or ask for it."""
    state = ExportState
    ready = rx.el.div(
        buttons(file_button(state.file_label, state.href, kind="primary")),
        class_name="stack",
    )
    return rx.el.div(
        rx.el.p(WHAT, class_name="quiet"),
        rx.cond(state.said != "", rx.el.p(state.said, role="status"), rx.fragment()),
        rx.cond(state.href != "", ready, rx.fragment()),
        rx.cond(state.running, progress(state.file_label, state.percent), _form()),
        class_name="stack",
    )


def _form() -> rx.Component:
    label = rx.cond(ExportState.href != "", "Prepare a new file", "Prepare the file")
    return native_form(
        *asked_again(EXPORT),
        buttons(button(label, icon_name="file", submit=True)),
        action=links.AUTH_EXPORT,
        error=refusal(EXPORT),
    )
