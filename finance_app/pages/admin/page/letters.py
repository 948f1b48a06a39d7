"""What mails look like. They are shown in a frame in which nothing runs and no link leads away."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.admin.rows.letters import LOOKS, WIDTHS
from finance_app.pages.admin.state.letters import LettersState
from finance_app.ui.components.card import card
from finance_app.ui.components.field import select_field
from finance_app.ui.components.segments import segments
from finance_app.ui.components.values import Text

letter = LettersState.letter


def letters() -> rx.Component:
    """Show a mail as mail programs show it in light or in dark, wide or narrow, or as text."""
    look, width = LettersState.letter_look, LettersState.letter_width
    widths = segments(WIDTHS, value=width, on_choose=LettersState.choose_width, label="Width")
    return card(
        rx.el.div(
            select_field(
                "Mail",
                "letter",
                LettersState.templates,
                value=letter.template,
                on_change=LettersState.show_letter,
            ),
            rx.el.div(
                segments(LOOKS, value=look, on_choose=LettersState.choose_look, label="Look"),
                rx.el.div(widths, class_name="wide"),  # a phone is as narrow as it is
                class_name="toolbar",
            ),
            rx.el.p(rx.el.span("Subject: ", class_name="quiet"), letter.subject),
            rx.match(
                look,
                ("text", _text()),
                ("dark", _frame(letter.dark, "The mail in dark")),
                _frame(letter.light, "The mail in light"),
            ),
            class_name="stack",
        ),
        title="What mails look like",
        note="With made-up values. Links in them lead nowhere.",
    )


def _text() -> rx.Component:
    width = LettersState.letter_width
    return rx.el.pre(letter.text, tab_index=0, class_name="letter", data_width=width)


def _frame(html: Text, title: str) -> rx.Component:
    return rx.el.iframe(
        src_doc=html,
        sandbox="",
        title=title,
        class_name="letter",
        data_width=LettersState.letter_width,
    )
