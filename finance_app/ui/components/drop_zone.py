"""The place to drop a file; `assets/app.js` sends it to a plain HTTP route."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.statements import MAX_BYTES
from finance_app.ui.components.icon import icon
from finance_app.ui.components.values import Text


def drop_zone(title: Text, hint: Text, *, action: str, accept: str) -> rx.Component:
    """Take one file, dropped or chosen.

    The bare file is POSTed with its name, percent-encoded, in `X-Filename`. The answer is JSON:
    `{"location": …}` to go there, `{"error": …}` to say what was wrong.

    Args:
        title: what to drop.
        hint: which files are understood.
        action: the route that takes it.
        accept: the endings that the browser offers first: `.ofx,.csv`.
    """
    return rx.el.div(
        icon("upload", size="l"),
        rx.el.label(title, html_for="drop-file", class_name="drop-title"),
        rx.el.p(hint, class_name="quiet", id="drop-hint"),
        rx.el.progress(max=1, hidden=True, aria_label="Sending the file"),
        rx.el.p(class_name="drop-error", role="alert", data_error=""),
        rx.el.input(type="file", id="drop-file", accept=accept, aria_describedby="drop-hint"),
        class_name="drop",
        data_action=action,
        data_most=str(MAX_BYTES),
    )
