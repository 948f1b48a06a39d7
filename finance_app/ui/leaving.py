"""Every page says while one's account is about to be deleted, and offers to keep it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import reflex as rx

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.formatting import day_text
from finance_app.services import callers, leaving
from finance_app.ui.components.button import button
from finance_app.ui.components.icon import icon
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class LeavingState(SessionState):
    """When the account is deleted, in words; nothing where it stays."""

    leaving: str = ""

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


def sentence(actor: Actor) -> str:
    """Say when an account is deleted; nothing where it stays."""
    if actor.delete_after is None:
        return ""
    day = actor.delete_after.astimezone(ZoneInfo(actor.time_zone)).date()
    return f"Your account will be deleted on {day_text(day, actor.region)}."


def banner() -> rx.Component:
    """Say so on every page, above all else."""
    state = LeavingState
    said = rx.el.div(
        icon("warning"),
        rx.el.p(state.leaving),
        button("Keep my account", kind="plain", on_click=state.keep),
        class_name="demo-bar",
        role="note",
    )
    return rx.fragment(rx.cond(state.leaving != "", said, rx.fragment()))
