"""What an entry was for: one category, or several parts."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.entries.rows.parts import PartText
from finance_app.pages.entries.state.chosen import ChosenState
from finance_app.pages.entries.state.opening import OfferState
from finance_app.pages.entries.state.reckoning import ReckonState
from finance_app.ui.components.button import button, icon_button
from finance_app.ui.components.controls import amount_input, text_input
from finance_app.ui.components.field import field
from finance_app.ui.components.grouped import grouped_input
from finance_app.ui.components.values import Option
from finance_app.ui.errors import field_error

NOTHING = [Option("", "Uncategorised")]
HINT = "An empty amount takes what is left; 40% and 3*4 work too."


def parts() -> rx.Component:
    """Ask what it was for."""
    return rx.cond(ReckonState.parts, _several(), _one())


def _one() -> rx.Component:
    return rx.el.div(
        field(
            "Category",
            "category",
            grouped_input,
            groups=OfferState.categories,
            first=NOTHING,
            value=ChosenState.category,
            on_change=ChosenState.choose_category,
            hint=ChosenState.proposal,
            error=field_error("category"),
        ),
        button("Split", icon_name="split", kind="plain", on_click=ReckonState.split),
        class_name="beside",
    )


def _several() -> rx.Component:
    wrong = rx.cond(ReckonState.left != "", ReckonState.left, field_error("parts"))
    return rx.el.fieldset(
        rx.el.legend("Parts", class_name="field-label"),
        rx.el.div(rx.foreach(ReckonState.parts, _part), class_name="parts"),
        rx.el.p(
            rx.cond(wrong != "", rx.el.span(wrong, class_name="field-error"), HINT),
            class_name="field-note",
            aria_live="polite",
        ),
        rx.cond(
            field_error("category") != "",
            rx.el.p(field_error("category"), class_name="field-note field-error"),
            rx.fragment(),
        ),
        rx.el.div(
            button("Add a part", icon_name="plus", kind="plain", on_click=ReckonState.add_part),
            button("Equal parts", kind="plain", on_click=ReckonState.share_equally),
            class_name="buttons",
        ),
        class_name="field",
    )


def _part(part: PartText, place: rx.Var[int]) -> rx.Component:
    """Ask for a part: what for, how much, and more about it."""
    number = place + 1
    wrong = field_error(part.id)
    return rx.el.div(
        grouped_input(
            part.id + "-category",
            OfferState.categories,
            first=NOTHING,
            value=part.category,
            on_change=lambda key: ReckonState.choose_part(part.id, key),
            aria_label=f"Category of part {number}",
        ),
        amount_input(
            part.id,
            default_value=part.amount,
            on_change=lambda text: ReckonState.reckon(part.id, text),
            placeholder=part.share,
            aria_label=f"Amount of part {number}",
            aria_invalid=rx.cond(wrong != "", "true", "false"),
            key=part.mark,
        ),
        icon_button("x", f"Remove part {number}", on_click=ReckonState.remove_part(part.id)),
        text_input(
            part.id + "-memo",
            default_value=part.memo,
            placeholder="What exactly",
            aria_label=f"Memo of part {number}",
            max_length=1000,
        ),
        rx.el.span(part.share, class_name="figures part-share"),
        rx.cond(
            wrong != "",
            rx.el.p(wrong, class_name="field-note field-error", role="alert"),
            rx.fragment(),
        ),
        class_name="part",
        key=part.id,
    )
