"""Every page says while one's account, or the book that is shown, is about to be deleted."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import reflex as rx

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.formatting import day_text
from finance_app.services import callers, leaving
from finance_app.ui import links
from finance_app.ui.components.button import button, link_button
from finance_app.ui.components.icon import icon
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class LeavingState(SessionState):
    """When the account is deleted, and when the book is; nothing where they stay."""

    leaving: str = ""
    book_leaving: str = ""

    @handler(Access.SIGNED_IN)
    async def keep(self) -> None:
        """Have it stay."""
        actor = await self._actor()
        await db.tell(leaving.keep, actor)
        callers.forget_user(actor.user_id)
        self._look(await self._actor())
        self._say("Your account stays.")

    def _look(self, actor: Actor) -> None:
        said = sentence(actor)
        if self.leaving != said:
            self.leaving = said
        lost = book_sentence(actor)
        if self.book_leaving != lost:
            self.book_leaving = lost


def sentence(actor: Actor) -> str:
    """Say when an account is deleted; nothing where it stays."""
    if actor.delete_after is None:
        return ""
    return f"Your account will be deleted on {_day(actor.delete_after, actor)}."


def book_sentence(actor: Actor) -> str:
    """Say when others lose a book that its last owner leaves; nothing where it stays."""
    if actor.book_goes is None or actor.delete_after is not None:
        return ""
    day = _day(actor.book_goes, actor)
    return f"This book will be deleted on {day}: its last owner leaves. Ask them to hand it over."


def _day(moment: datetime, actor: Actor) -> str:
    return day_text(moment.astimezone(ZoneInfo(actor.time_zone)).date(), actor.region)


def banner() -> rx.Component:
    """Say so on every page, above all else."""
    state = LeavingState
    said = rx.el.div(
        icon("warning"),
        rx.el.p(state.leaving),
        button("Keep my account", kind="plain", on_click=state.keep),
        class_name="demo-bar",
        data_tone="doubt",
        role="note",
    )
    lost = rx.el.div(
        icon("warning"),
        rx.el.p(state.book_leaving),
        link_button("See who", links.MEMBERS, kind="plain"),
        link_button("Keep a copy", links.PROFILE, kind="plain"),
        class_name="demo-bar",
        data_tone="doubt",
        role="note",
    )
    return rx.fragment(
        rx.cond(state.leaving != "", said, rx.fragment()),
        rx.cond(state.book_leaving != "", lost, rx.fragment()),
    )
