"""How far somebody new has come, and what each step writes."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import reflex as rx
from pydantic import Field
from sqlalchemy.orm import Session

from finance_app import db
from finance_app.domain import regions
from finance_app.domain.access import Access
from finance_app.domain.accounts import AccountKind
from finance_app.domain.actors import Actor, Role
from finance_app.errors import Wrong
from finance_app.pages.welcome import rows
from finance_app.pages.welcome.rows import MadeText, PlaceText
from finance_app.services import accounts, books, callers, history, preferences, users, welcome
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Line, Typed
from finance_app.ui.components.values import Option
from finance_app.ui.handlers import handler
from finance_app.ui.regions import currency_options, paid_options
from finance_app.ui.session import SessionState


class ChosenRegion(Arguments):
    """A region."""

    region: Line


class Place(Arguments):
    """Where somebody lives; `time_zone` is the browser's."""

    region: Line
    base_currency: Line
    time_zone: Line


class Answers(Arguments):
    """The first account."""

    name: Typed
    kind: Annotated[AccountKind, Field(strict=False)]
    currency: Typed
    amount: Typed


class WelcomeState(SessionState):
    """The step that stands in the address, and what it shows."""

    step: str = ""
    place: PlaceText = PlaceText()
    currencies: list[Option] = []
    paid: list[Option] = []
    sentence: str = ""
    made: list[MadeText] = []
    _routes: ClassVar[tuple[str, ...]] = (links.WELCOME,)
    _fields: ClassVar[frozenset[str]] = frozenset(
        {"region", "base_currency", "name", "kind", "currency", "amount"}
    )

    @handler(Access.SIGNED_IN)
    async def load(self) -> Any:
        """Show the step that the address asks for; who may only look is past them all."""
        actor = await self._actor()
        if actor.role is Role.VIEWER:
            return rx.redirect(links.DASHBOARD)
        asked, placed = self.router.url.query_parameters, await db.ask(welcome.is_placed, actor)
        self.step = rows.step(asked.get("step", ""), placed=placed)
        self.place = rows.proposed(actor, self.router.headers.accept_language)
        self.currencies = currency_options(actor.today, actor.currencies)
        self.paid = paid_options(actor.today, actor.currencies)
        await self._list(actor)
        if self.step == rows.DONE and self.made:
            await db.tell(welcome.finish, actor)
        return None

    @handler(Access.SIGNED_IN)
    async def choose_region(self, region: str) -> None:
        """Propose the currency that is paid in a region."""
        code = regions.require_region(ChosenRegion.of({"region": region}).region)
        paid = regions.currency_of(code, (await self._actor()).today)
        self.place = PlaceText(self.place.region, paid, self.place.time_zone)

    @handler(Access.SIGNED_IN)
    async def save_place(self, answers: dict[str, Any]) -> Any:
        """Keep region and currency, and go on."""
        await db.tell(_settled, await self._actor(), Place.of(answers))
        callers.forget(callers.token_in(self.router.headers.cookie))
        return rx.redirect(links.welcome(rows.ACCOUNT))

    @handler(Access.EDITOR)
    async def open_account(self, answers: dict[str, Any]) -> Any:
        """Open the first account, and go on."""
        given = Answers.of(answers)
        set_id = await db.tell(_opened, await self._actor(), given)
        self._say(f"Opened {given.name}.", undo=set_id)
        return rx.redirect(links.welcome(rows.DONE))

    @handler(Access.SIGNED_IN)
    async def finish(self) -> Any:
        """Go to the dashboard, and do not show this again by itself."""
        await db.tell(welcome.finish, await self._actor())
        return rx.redirect(links.DASHBOARD)

    async def _renew(self) -> None:
        await self._list(await self._actor())

    async def _list(self, actor: Actor) -> None:
        found = await db.ask(accounts.everything, actor)
        self.sentence, self.made = rows.sentence(found), rows.made(found, actor.region)


def _settled(session: Session, actor: Actor, given: Place) -> None:
    """Keep where the actor lives; their zone stays where it is known."""
    known = actor.time_zone != rows.UNKNOWN[1]
    zone = actor.time_zone if known else users.known_zone(given.time_zone)
    wrong = Wrong()
    with wrong:
        preferences.change(session, actor, given.region, zone)
    with wrong:
        books.choose_currency(session, actor, given.base_currency)
    wrong.tell()


def _opened(session: Session, actor: Actor, given: Answers) -> int:
    """Open an account; return the change set."""
    wrong = Wrong()
    with wrong:
        accounts.require_name(session, actor, given.name)
    with wrong:
        draft = rows.draft(given.name, given.kind, given.currency, given.amount, actor)
    wrong.tell()
    return history.of_account(session, actor, accounts.open_account(session, actor, draft))
