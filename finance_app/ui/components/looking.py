"""Narrowing a long record down to days and more, and taking what is left along as a file."""

from __future__ import annotations

import reflex as rx

from finance_app.ui.components.button import button
from finance_app.ui.components.field import day_field
from finance_app.ui.components.link import file_link
from finance_app.ui.components.values import Child, Handler, Text
from finance_app.ui.errors import field_error


def looking(
    *fields: Child,
    since: Text,
    until: Text,
    files: tuple[Text, Text],
    on_submit: Handler,
    key: Text,
) -> rx.Component:
    """Ask what is looked for, in one line where there is room.

    Args:
        *fields: what else is asked for, before the days.
        since: the first day that is looked for…
        until: …and the last.
        files: the addresses of the same as CSV and as JSON.
        on_submit: gets the answers, `since` and `until` among them.
        key: changes with what is looked for, so that the fields follow the address.
    """
    days = (
        day_field("From", "since", default_value=since, error=field_error("since")),
        day_field("To", "until", default_value=until, error=field_error("until")),
    )
    along = rx.el.span(
        "Take along as ", file_link("CSV", files[0]), " or ", file_link("JSON", files[1])
    )
    return rx.el.form(
        *fields,
        *days,
        rx.el.div(button("Show", submit=True), class_name="buttons"),
        rx.el.p(along, class_name="quiet"),
        on_submit=on_submit,
        class_name="looking",
        role="search",
        aria_label="Narrow it down",
        key=key,
    )
