"""Which account the rows go to, a card for each group of them."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.imports.rows.groups import GroupText
from finance_app.pages.imports.state.groups import GroupState
from finance_app.ui.accounts import KIND_OPTIONS
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.field import select_field, text_field


def groups() -> rx.Component:
    """Ask for the account of each group."""
    return stack(rx.foreach(GroupState.groups, _group))


def _group(group: GroupText) -> rx.Component:
    account = select_field(
        "Account",
        "account",
        group.options,
        id=f"account-{group.place}",
        value=group.target,
        disabled=~GroupState.can_edit,
        on_change=GroupState.aim(group.place),
    )
    fields = rx.cond(
        group.opens,
        rx.el.div(account, *_opening(group), class_name="form-line"),
        rx.el.div(account, class_name="form-line"),
    )
    hint = rx.el.p(group.hint, class_name="field-note")
    refusal = rx.el.p(group.refusal, class_name="form-error", role="alert")
    return card(
        rx.el.div(
            fields,
            rx.cond(group.hint != "", hint, rx.fragment()),
            rx.cond(group.refusal != "", refusal, rx.fragment()),
            class_name="stack",
        ),
        title="Where it goes",
        note=group.title,
    )


def _opening(group: GroupText) -> tuple[rx.Component, ...]:
    wrong = rx.cond(GroupState.wrong_at == group.place, GroupState.wrong, "")
    return (
        text_field(
            "Name",
            "name",
            id=f"name-{group.place}",
            key=group.name,
            default_value=group.name,
            max_length=100,
            disabled=~GroupState.can_edit,
            on_blur=GroupState.rename(group.place),
            error=wrong,
        ),
        select_field(
            "Kind",
            "kind",
            KIND_OPTIONS,
            id=f"kind-{group.place}",
            value=group.kind,
            disabled=~GroupState.can_edit,
            on_change=GroupState.turn(group.place),
        ),
        select_field(
            "Currency",
            "currency",
            GroupState.account_currencies,
            id=f"currency-{group.place}",
            value=group.currency,
            disabled=group.fixed | ~GroupState.can_edit,
            on_change=GroupState.pay_in(group.place),
        ),
    )
