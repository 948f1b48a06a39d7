"""The page of people: who is in the book that is shown, inviting others, and its name."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.actors import Role
from finance_app.pages.members.rows import ROLES, InvitationRow, MemberRow, What
from finance_app.pages.members.state import AskState, MembersState
from finance_app.ui import links
from finance_app.ui.components.button import button, buttons
from finance_app.ui.components.card import card, stack
from finance_app.ui.components.chip import chip
from finance_app.ui.components.dialog import confirm
from finance_app.ui.components.field import form, select_field, text_field
from finance_app.ui.components.menu import menu, menu_item
from finance_app.ui.components.note import gap
from finance_app.ui.components.rows import row, row_main, row_side, rows, whole
from finance_app.ui.components.skeleton import skeleton_rows, until
from finance_app.ui.errors import field_error
from finance_app.ui.mailing import FOLDER
from finance_app.ui.shell import page

NOTE = "They get a mail with a link that works for a week, once."
CLOSED = (
    "Sign-up is closed here: nobody new gets an account by your invitation. Whoever has one "
    "already can accept; for others ask the administrator first."
)
ALONE = "Only you see this book. Whom you invite sees it live beside you."


@page(links.MEMBERS, title="People", on_load=[MembersState.load, AskState.close], narrow=True)
def members() -> rx.Component:
    """Show who is in the book, a card for each thing that can be done about it."""
    state = MembersState
    asked = AskState.asked
    everything = stack(
        _members(),
        rx.cond(state.is_owner, _invite(), rx.fragment()),
        rx.cond(state.is_owner, _name(), rx.fragment()),
    )
    return rx.fragment(
        until(state.loaded, everything, card(skeleton_rows(4), flush=True)),
        confirm(
            asked.text,
            shown=asked.what != "",
            title=asked.title,
            verb=asked.verb,
            on_confirm=AskState.go,
            on_close=AskState.close,
        ),
    )


def _members() -> rx.Component:
    state = MembersState
    leave = button("Leave", on_click=AskState.leave)
    return card(
        rows(rx.foreach(state.members, _member), label="Members"),
        title=state.book,
        note=rx.cond(state.is_shared, "Activity says who changed what.", ALONE),
        actions=[rx.cond(state.is_shared, leave, rx.fragment())],
        flush=True,
    )


def _member(one: MemberRow) -> rx.Component:
    acts = menu(
        *(_role_item(one, role) for role in Role),
        rx.el.hr(),
        menu_item(
            "Hand the book over", on_click=AskState.ask(What.HAND_OVER, one.key), icon_name="key"
        ),
        menu_item(
            "Remove",
            on_click=AskState.ask(What.REMOVE, one.key),
            icon_name="trash",
            danger=True,
        ),
        label=f"More about {one.email}",
    )
    own = menu(*(_role_item(one, role) for role in Role), label="More about you")
    shown = rx.cond(one.is_you, rx.cond(MembersState.is_shared, own, rx.fragment()), acts)
    return row(
        row_main(whole(one.email), rx.cond(one.is_you, chip("You"), rx.fragment())),
        row_side(
            rx.el.div(one.about),
            rx.cond(one.address != "", rx.el.div(one.address, class_name="wraps"), rx.fragment()),
            phone=True,
        ),
        rx.cond(MembersState.is_owner, shown, rx.fragment()),
        key=one.key,
    )


def _role_item(one: MemberRow, role: Role) -> rx.Component:
    label = f"Make {role}"
    act = MembersState.change_role(one.key, role)
    if role is Role.OWNER:
        act = AskState.ask(What.MAKE_OWNER, one.key)
    item = menu_item(label, on_click=act, icon_name="user")
    return rx.cond(one.role == role, rx.fragment(), item)


def _invite() -> rx.Component:
    state = MembersState
    ask = form(
        rx.cond(state.takes_newcomers, rx.fragment(), gap(CLOSED)),
        text_field(
            "E-mail",
            "email",
            type="email",
            auto_complete="off",
            required=True,
            max_length=254,
            hint=rx.cond(state.is_kept, FOLDER, ""),
            error=field_error("email"),
        ),
        select_field("As", "role", ROLES, default_value=Role.EDITOR, error=field_error("role")),
        buttons(button("Invite", kind="primary", submit=True)),
        on_submit=state.invite,
        key=state.sent,
    )
    invited = card(
        rows(rx.foreach(state.invitations, _invitation), label="Invitations"),
        title="Invited",
        flush=True,
    )
    return rx.fragment(
        rx.cond(state.invitations, invited, rx.fragment()),
        card(ask, title="Invite somebody", note=NOTE),
    )


def _invitation(one: InvitationRow) -> rx.Component:
    return row(
        row_main(whole(one.email), rx.cond(one.mark != "", chip(one.mark), rx.fragment())),
        row_side(rx.el.div(one.about, class_name="wraps"), phone=True),
        menu(
            menu_item("Send again", on_click=MembersState.resend(one.key), icon_name="repeat"),
            menu_item(
                "Withdraw", on_click=MembersState.withdraw(one.key), icon_name="x", danger=True
            ),
            label=f"More about the invitation of {one.email}",
        ),
        key=one.key,
    )


def _name() -> rx.Component:
    state = MembersState
    return card(
        form(
            text_field(
                "Name",
                "name",
                default_value=state.book,
                required=True,
                max_length=60,
                error=field_error("name"),
            ),
            buttons(button("Rename", submit=True)),
            on_submit=state.rename,
            key=state.book,
        ),
        title="Name of the book",
    )
