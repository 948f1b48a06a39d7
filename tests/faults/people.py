"""Users at work over real websockets, who remember what was acknowledged to them."""

from __future__ import annotations

import asyncio
import json
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from sqlalchemy import text

from finance_app import db
from finance_app.pages.entries.state.form import FormState
from finance_app.pages.entries.state.listed import EntriesState
from finance_app.services import auth, demo, users, verify
from finance_app.services.users import NewUser
from tests.conftest import an_account
from tests.faults.wire import wire
from tests.websocket import HYDRATE, Tab

if TYPE_CHECKING:
    from collections.abc import Iterable

SAID = re.compile(
    r'(?:"notice_rx_state_":|"errors_rx_state_":\{"form":)("(?:[^"\\]|\\.)*")'
)  # in the page's notice, or in the form that is open
OWN = re.compile("[0-9a-f]{12}")  # what is added here is paid to
PATIENCE = 40.0  # seconds; a writer waits 30 for SQLite
TROUBLE = '"notice_trouble_rx_state_":true'
OPENED = '"shown_rx_state_":true'
LOADED = '"is_hydrated_rx_state_":true'


@dataclass
class Person:
    """A user with a book of their own, and what they were told of it."""

    token: str
    account: int
    book: int
    acknowledged: list[str] = field(default_factory=list)


def people(count: int, entries: int = 0) -> list[Person]:
    """Add users to the database that is open, with an account each and a household's entries."""
    now, made = datetime.now(UTC), []
    with db.write() as session:
        for number in range(count):
            new = NewUser(f"p{number}@example.org", "no hash", "en_US", "Europe/Berlin", "EUR")
            actor = users.add(session, new, now, is_admin=False)
            token = auth.let_in(session, actor, now)
            if entries:
                demo.fill(session, actor, entries=entries)
            made.append(Person(token, an_account(session, actor), actor.book_id))
    return made


class Page(Tab):
    """A page of a user's, over the network; it is opened again where the server closed it."""

    def __init__(self, port: int, person: Person, page: str = "/entries") -> None:
        super().__init__(wire(port), person.token, page=page)
        self.person = person

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        before = len(self.frames)
        await self._send(HYDRATE, {})
        if LOADED not in await self.heard(before, LOADED, TROUBLE):
            raise ConnectionResetError  # as somebody does who loads the page again
        return self

    async def heard(self, before: int, *texts: str) -> str:
        """Wait for a frame that has one of some texts; return it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for frame in self.frames[before:]:
                    if any(one in frame for one in texts):
                        return frame
                if "websocket.close" in self.frames:
                    raise ConnectionResetError
                self.came.clear()
                await self.came.wait()

    async def see(self) -> str:
        """Load the list of entries again; return what came."""
        before = len(self.frames)
        await self.begin(EntriesState.load)
        return await self.heard(before, '"days_rx_state_"', '"notice_rx_state_"')

    async def add(self) -> str:
        """Add an entry; return what the page says of it, and note it where that says so."""
        payee, before = uuid4().hex[:12], len(self.frames)
        given = {"payee": payee, "amount": "1.00", "day": str(date(2026, 11, 20)), "note": ""}
        await self.begin(FormState.open_new)
        said = await self.opened(before)
        if not said:  # else nobody could press the button
            answers = {**given, "category": "", "account": str(self.person.account)}
            before = len(self.frames)
            await self.begin(FormState.save, answers=answers)
        async with asyncio.timeout(PATIENCE):
            while not said:
                self.came.clear()
                said = next(
                    (one for one in self.told(before) if payee in one or "Added" not in one), ""
                )
                if not said:
                    await self.came.wait()
        if payee in said:
            self.person.acknowledged.append(payee)
        return said

    async def opened(self, before: int) -> str:
        """Wait until the form is open; return what the page says where it does not open."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self.came.clear()
                if said := next(iter(self.told(before)), ""):
                    return said
                if any(OPENED in frame for frame in self.frames[before:]):
                    return ""
                await self.came.wait()

    def told(self, before: int) -> Iterable[str]:
        """Return what the page said since."""
        for frame in self.frames[before:]:
            if frame == "websocket.close":
                raise ConnectionResetError
            for found in SAID.findall(frame):
                if said := json.loads(found):
                    yield said


async def well_again(page: Page) -> float:
    """Add entries until one is acknowledged; return how many seconds that took."""
    began = time.monotonic()
    while "Added" not in await page.add():  # noqa: ASYNC110  there is nothing to wait for
        await asyncio.sleep(0.1)
    return time.monotonic() - began


def lost(everybody: list[Person]) -> list[str]:
    """Prove all books; return what was acknowledged and is not there."""
    missing: list[str] = []
    with db.read() as session:
        assert verify.verify(session) == ()
        for one in everybody:
            asked = text(
                "SELECT p.name FROM entry e JOIN payee p ON p.id = e.payee_id "
                "AND p.book_id = e.book_id WHERE e.book_id = :book"
            )
            names = session.execute(asked, {"book": one.book}).scalars()
            there = [name for name in names if OWN.fullmatch(name)]
            assert len(there) == len(set(there))  # nothing was written twice either
            missing += set(one.acknowledged) - set(there)
    return missing


async def closed(pages: Iterable[Page]) -> None:
    """Close pages whose server may be gone."""
    for each in pages:
        with suppress(Exception):
            await each.__aexit__()
