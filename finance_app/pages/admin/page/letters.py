"""What mails look like. They are shown in frames in which nothing runs and no link leads away."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.admin.state.letters import LettersState
from finance_app.ui.components.card import card
from finance_app.ui.components.field import select_field
from finance_app.ui.components.values import Text

letter = LettersState.letter


def letters() -> rx.Component:
    """Show a mail as text, and as mail programs show it in light and in dark."""
    return card(
        rx.el.div(
            select_field(
                "Mail",
                "letter",
                LettersState.templates,
                value=letter.template,
                on_change=LettersState.show_letter,
            ),
            rx.el.p(rx.el.span("Subject: ", class_name="quiet"), letter.subject),
            rx.el.div(
                _shown("As text", rx.el.pre(letter.text, tab_index=0)),
                _framed("In light", letter.light),
                _framed("In dark", letter.dark),
                class_name="letters",
            ),
            class_name="stack",
        ),
        title="What mails look like",
        note="With made-up values. Links in them lead nowhere.",
    )


def _framed(title: str, html: Text) -> rx.Component:
    return _shown(title, rx.el.iframe(src_doc=html, sandbox="", title=f"The mail, {title.lower()}"))


def _shown(title: str, content: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h3(title, class_name="quiet"), content)
