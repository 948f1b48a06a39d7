"""The form of an entry: who, how much, when, where and for what."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.entries import Status
from finance_app.pages.entries.page.amount import amount_and_day
from finance_app.pages.entries.page.pad import recent
from finance_app.pages.entries.page.parts import parts
from finance_app.pages.entries.rows.choices import TagText
from finance_app.pages.entries.state.chosen import ChosenState
from finance_app.pages.entries.state.form import FormState
from finance_app.pages.entries.state.opening import OfferState
from finance_app.pages.entries.state.reckoning import ReckonState
from finance_app.ui.components.field import (
    amount_field,
    combo_field,
    note_field,
    pair,
    select_field,
    text_field,
)
from finance_app.ui.components.more import more
from finance_app.ui.components.values import Option
from finance_app.ui.errors import field_error

entry = FormState.entry
STATUSES = [Option(one, one.capitalize()) for one in Status]


def written() -> rx.Component:
    """Ask who, how much, when, where and for what."""
    return rx.fragment(
        _payee(),
        amount_and_day(),
        select_field(
            "Account",
            "account",
            OfferState.accounts,
            value=ChosenState.account,
            on_change=lambda key: [ChosenState.choose_account(key), ReckonState.again()],
            error=field_error("account"),
        ),
        parts(),
        _said(),
    )


def _payee() -> rx.Component:
    return rx.fragment(
        combo_field(
            "Payee",
            "payee",
            OfferState.payees,
            default_value=entry.payee,
            on_change=ChosenState.propose,
            error=field_error("payee"),
            max_length=200,
            data_first="",
        ),
        rx.cond(entry.id == "", recent(), rx.fragment()),
    )


def _said() -> rx.Component:
    """Ask what else is to be remembered."""
    return rx.fragment(
        note_field("Note", "note", default_value=entry.note, error=field_error("note"), rows="2"),
        _tags(),
        more(
            "Status and original currency",
            select_field(
                "Status",
                "status",
                STATUSES,
                default_value=entry.status,
                hint="Pending until the bank has it, reconciled once a statement agrees.",
                error=field_error("status"),
            ),
            pair(
                amount_field(
                    "Paid as",
                    "original",
                    default_value=entry.original,
                    hint="Where it was in another currency than the account's.",
                    error=field_error("original"),
                ),
                combo_field(
                    "Currency",
                    "original_currency",
                    OfferState.currencies,
                    default_value=entry.original_currency,
                    error=field_error("original_currency"),
                    max_length=3,
                ),
            ),
            is_open=entry.more,
        ),
    )


def _tags() -> rx.Component:
    known = rx.el.div(
        rx.foreach(ChosenState.tags, _tag),
        class_name="ticks",
        role="group",
        aria_label="Tags",
    )
    return rx.el.div(
        rx.cond(ChosenState.tags, known, rx.fragment()),
        text_field(
            rx.cond(ChosenState.tags, "More tags", "Tags"),
            "new_tags",
            hint="With commas between them.",
            error=field_error("tags"),
        ),
        class_name="stack-s",
    )


def _tag(tag: TagText) -> rx.Component:
    return rx.el.button(
        tag.name,
        type="button",
        on_click=ChosenState.tick(tag.name),
        aria_pressed=rx.cond(tag.chosen, "true", "false"),
        class_name="tick-chip",
    )
