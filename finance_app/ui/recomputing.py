"""Every page says while the amounts of its book are being converted anew, and offers a way back."""

from __future__ import annotations

import reflex as rx

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor, Role
from finance_app.domain.recomputing import Recomputing
from finance_app.services import books, callers, recomputing
from finance_app.ui.components.button import button
from finance_app.ui.components.icon import icon
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState, renew_page


class RecomputingState(SessionState):
    """How far the shown book's amounts are; nothing is `converting` when nothing is to be said."""

    converting: str = ""
    converted: int = 0
    convertible: bool = False
    trouble: str = ""

    @handler(Access.SIGNED_IN, quiet=True)
    async def follow(self) -> None:
        """Show how far it is; the page's figures as well, once more than that has changed."""
        was = self.converting
        await self._look(await self._actor())
        if not was or was != self.converting:
            await renew_page(self)

    @handler(Access.OWNER)
    async def cancel(self) -> None:
        """Go back to the currency before, or leave amounts at the rates that they are at."""
        actor = await self._actor()
        was_mixed = await db.tell(books.cancel_recomputing, actor)
        await show_change(self, actor)
        self._say(f"The book stays in {self.base_currency}." if was_mixed else "Stopped.")
        await renew_page(self)

    async def _look(self, actor: Actor) -> None:
        found = await db.ask(recomputing.state, actor)
        shown = _sentence(found), found.percent if found else 0
        if shown != (self.converting, self.converted):
            self.converting, self.converted = shown
        self.trouble = found.problem if found else ""
        self.convertible = bool(found and found.reversible and actor.role is Role.OWNER)


async def show_change(state: SessionState, actor: Actor) -> None:
    """Show the book's currency and how far its amounts are, after either was changed here."""
    callers.forget_user(actor.user_id)
    state._show(await state._caller())  # noqa: SLF001  private so that the browser cannot call it
    found = await state.get_state(RecomputingState)
    await found._look(await state._actor())  # noqa: SLF001  as above


def _sentence(found: Recomputing | None) -> str:
    if found is None:
        return ""
    if found.stopped:
        return f"Amounts in {found.currency} could not be recomputed."
    return f"Amounts in {found.currency} are being recomputed."


def banner() -> rx.Component:
    """Say on every page how far it is, while amounts are being converted anew."""
    state = RecomputingState
    said = rx.el.div(
        icon("repeat"),
        rx.el.p(state.converting, " ", state.trouble),
        rx.el.progress(value=state.converted, max=100, aria_label=state.converting),
        rx.el.span(f"{state.converted} %", class_name="figures", aria_hidden="true"),
        rx.cond(
            state.convertible, button("Cancel", kind="plain", on_click=state.cancel), rx.fragment()
        ),
        class_name="demo-bar",
        role="note",
    )
    return rx.fragment(rx.cond(state.converting != "", said, rx.fragment()))
