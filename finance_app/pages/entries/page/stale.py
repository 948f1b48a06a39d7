"""What somebody else changed meanwhile, beside what was typed."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.entries.rows.stale import Difference
from finance_app.pages.entries.state.form import FormState
from finance_app.ui.components.button import button


def both_versions() -> rx.Component:
    """Show where two versions differ, once saving was refused for it; else nothing."""
    return rx.cond(FormState.changed_by != "", _versions(), rx.fragment())


def _versions() -> rx.Component:
    table = rx.el.table(
        rx.el.thead(
            rx.el.tr(
                rx.el.th(rx.el.span("Field", class_name="unseen"), scope="col"),
                rx.el.th("There now", scope="col"),
                rx.el.th("Typed here", scope="col"),
            )
        ),
        rx.el.tbody(rx.foreach(FormState.theirs, _difference)),
        class_name="versions",
    )
    same = rx.el.p("It is the same as what you typed.")
    return rx.el.div(
        rx.el.p(FormState.changed_by),
        rx.cond(FormState.theirs, table, same),
        rx.el.div(
            button("Take what is there", on_click=FormState.open_one(FormState.entry.id)),
            class_name="buttons",
        ),
        class_name="stale",
        role="alert",
    )


def _difference(one: Difference) -> rx.Component:
    return rx.el.tr(rx.el.th(one.label, scope="row"), rx.el.td(one.theirs), rx.el.td(one.mine))
