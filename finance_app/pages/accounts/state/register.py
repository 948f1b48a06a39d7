"""An account's register: one page of it, what is on the account on a day, and how it came there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import reflex as rx
from sqlalchemy.orm import Session

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.entries import Cursor
from finance_app.errors import NotFoundError
from finance_app.pages.accounts.rows import register, register_list
from finance_app.pages.accounts.rows.register import ChartText, HeadText, StartText
from finance_app.pages.accounts.rows.register_list import DayText
from finance_app.services import account_ends, registers
from finance_app.services.registers import Head, RegisterPage
from finance_app.ui import days, links
from finance_app.ui.arguments import Arguments, Key
from finance_app.ui.components.as_of import AsOfText
from finance_app.ui.components.values import Choice
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Version(Arguments):
    """An account as the user saw it."""

    key: Key
    version: Key


class RegisterState(SessionState):
    """One page of an account's register; `missing` where the address names none of the book's."""

    loaded: bool = False
    missing: bool = False
    head: HeadText = HeadText()
    as_of: AsOfText = AsOfText()
    chart: ChartText = ChartText()
    spans: list[Choice] = []
    days: list[DayText] = []
    start: StartText = StartText()
    newer: str = ""
    older: str = ""
    _routes: ClassVar[tuple[str, ...]] = (links.ACCOUNT,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show what the address asks for."""
        actor = await self._actor()
        _, wrong = days.found(self.router.url.query_parameters, actor.today)
        await self._refresh(actor)
        self.loaded = True
        if wrong:
            self._fail(wrong)

    @handler(Access.SIGNED_IN)
    async def choose_day(self, answers: dict[str, Any]) -> Any:
        """Show the register up to another day."""
        actor, query = await self._actor(), self.router.url.query_parameters
        asked = {"span": query.get("span", ""), "day": days.chosen(answers, actor.today)}
        return rx.redirect(links.account(query.get("key", ""), **asked))

    @handler(Access.EDITOR)
    async def reopen(self, key: str, version: str) -> None:
        """Open the closed account again."""
        chosen, actor = Version.of({"key": key, "version": version}), await self._actor()
        set_id = await db.tell(account_ends.reopen, actor, chosen.key, chosen.version)
        await self._refresh(actor)
        self._say(f"Reopened {self.head.name}.", undo=set_id)

    async def _renew(self) -> None:
        await self._refresh(await self._actor())

    async def _refresh(self, actor: Actor) -> None:
        query = dict(self.router.url.query_parameters)
        place = register.Place.read(query, actor)
        try:
            head, page = await db.ask(_shown, actor, place, query)
        except NotFoundError:
            self.missing, self.head = True, HeadText()
            return
        self.missing = False
        self.head = register.head(head, place, actor)
        self.as_of = days.as_of(place.day, actor, place.of_day)
        self.chart, self.spans = register.chart(head, place, actor), register.spans(place)
        self.days, self.start = register_list.days(page, actor), register.start(head, page, actor)
        self.newer, self.older = place.turned(page)


def _shown(
    session: Session, actor: Actor, place: register.Place, query: Mapping[str, str]
) -> tuple[Head, RegisterPage]:
    before, after = (Cursor.parse(query.get(name, "")) for name in ("before", "after"))
    head = registers.head(session, actor, place.key, place.day, place.months)
    page = registers.page(
        session, actor, place.key, until=place.until, older_than=before, newer_than=after
    )
    return head, page
