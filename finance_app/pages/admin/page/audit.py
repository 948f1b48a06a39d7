"""The audit log: who did what, when, from where, before and after."""

from __future__ import annotations

import reflex as rx

from finance_app.pages.admin.rows.audit import KINDS, EventRow
from finance_app.pages.admin.state.audit import AuditState
from finance_app.ui import links
from finance_app.ui.components.button import link_button
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.empty import empty
from finance_app.ui.components.field import select_field, text_field
from finance_app.ui.components.looking import looking
from finance_app.ui.components.pager import pager
from finance_app.ui.components.rows import row, row_main, row_side, rows

NOTE = "Each event is linked to the one before it; nobody can change or remove one unseen."
looked = AuditState.looked


def audit() -> rx.Component:
    """Show events, newest first, and what they can be narrowed down to."""
    everything = link_button("Show everything", links.admin("audit"))
    none = empty(AuditState.audit_none, everything, icon_name="search")
    some = rows(rx.foreach(AuditState.events, _event), label="Events")
    return stack(
        _filters(),
        card(
            rx.cond(AuditState.events, some, none),
            title="Audit log",
            note=NOTE,
            flush=True,
        ),
        pager(newer="", older=AuditState.audit_older),
    )


def _filters() -> rx.Component:
    """Ask what is looked for."""
    person = text_field(
        "Person",
        "person",
        default_value=looked.person,
        placeholder="E-mail",
        max_length=200,
        auto_complete="off",
    )
    return looking(
        person,
        select_field("What", "what", KINDS, default_value=looked.what),
        since=looked.since,
        until=looked.until,
        files=(AuditState.audit_csv, AuditState.audit_lines),
        on_submit=AuditState.look,
        key=f"{looked.person} {looked.what} {looked.since} {looked.until}",
    )


def _event(one: EventRow) -> rx.Component:
    about = rx.cond(one.about != "", rx.el.span(": ", one.about), rx.fragment())
    where = rx.cond(one.where != "", f"{one.who}, {one.where}", one.who)
    became = rx.cond(
        one.was != "",
        rx.el.span(rx.el.del_(one.was), " → ", rx.el.ins(one.became)),
        rx.el.span(one.became),
    )
    changed = rx.cond(
        (one.was != "") | (one.became != ""),
        rx.el.span(became, class_name="quiet wraps"),
        rx.fragment(),
    )
    return row(
        row_main(rx.el.span(one.said, about, class_name="wraps"), changed, note=where),
        row_side(one.when, note=where),
        key=one.id,
    )
