from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.domain.categories import CategoryKind
from finance_app.domain.entries import EntryDraft
from finance_app.errors import UnavailableError
from finance_app.models.columns import new_key
from finance_app.outages import AWAY
from finance_app.services import auth, books, categories, entries, homes, recompute_runs, users
from finance_app.ui.session import Latest
from finance_app.web.news import AGAIN, News
from tests.conftest import an_account

if TYPE_CHECKING:
    from finance_app.services.auth import Caller


class Pages:
    """Pages that keep what they are told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int | None]] = []
        self.came = asyncio.Event()

    async def push(self, client: str, set_id: int | None) -> None:
        self.told.append((client, set_id))
        self.came.set()


def caller(email: str) -> Caller:
    """Sign somebody new in."""
    wanted = users.NewUser(email, "no hash", "de_AT", "Europe/Vienna", "EUR")
    with db.write() as session:
        now = datetime.now(UTC)
        users.add(session, wanted, now, is_admin=False)
        token = auth.finish(session, auth.begin(session, email, "192.0.2.1", now), now, right=True)
        return auth.caller(session, token, now)


def change(who: Caller, name: str) -> None:
    with db.write() as session:
        categories.add(session, who.actor, name, CategoryKind.EXPENSE, None)


@pytest.fixture
def pages(database: None) -> Pages:  # noqa: ARG001  it must be there
    return Pages()


async def test_only_the_pages_of_a_changed_book_are_told(pages: Pages) -> None:
    ada, eve = caller("ada@example.org"), caller("eve@example.org")
    news = News(pages.push, every=60)
    for socket, (client, who) in enumerate((("one", ada), ("two", ada), ("three", eve))):
        await news.follow(socket, client, who)
    await news.tell()
    assert pages.told == []
    change(ada, "Boats")
    await news.tell()
    assert [client for client, _ in pages.told] == ["one", "two"]
    await news.tell()
    assert len(pages.told) == 2
    news.leave(0)
    change(ada, "Kites")
    await news.tell()
    assert [client for client, _ in pages.told[2:]] == ["two"]


async def test_a_change_between_opening_and_the_first_look_is_told(pages: Pages) -> None:
    ada = caller("ada@example.org")
    news = News(pages.push, every=60)
    await news.follow(1, "one", ada)
    change(ada, "Boats")
    await news.tell()
    assert len(pages.told) == 1


async def test_pages_are_told_how_far_recomputing_is(pages: Pages) -> None:
    ada = caller("ada@example.org")
    with db.write() as session:
        account = an_account(session, ada.actor)
        entries.add(session, ada.actor, EntryDraft(account, date(2026, 11, 20), -5, "Kiosk"))
    news = News(pages.push, every=60)
    await news.follow(1, "one", ada)
    with db.write() as session:
        set_id = books.change_currency(session, ada.actor, "USD")
    await news.tell()
    assert pages.told == [("one", set_id), ("one", None)]
    await news.tell()
    assert len(pages.told) == 2
    recompute_runs.run(lambda: datetime.now(UTC), pause=0)
    await news.tell()
    assert pages.told[2:] == [("one", None)]


async def test_a_page_that_connected_again_is_told_once(pages: Pages) -> None:
    ada = caller("ada@example.org")
    news = News(pages.push, every=60)
    await news.follow(1, "one", ada)
    await news.follow(2, "one", ada)
    news.leave(1)
    change(ada, "Boats")
    await news.tell()
    assert [client for client, _ in pages.told] == ["one"]


async def test_who_looks_at_another_book_is_told_in_every_page_and_follows_it(
    pages: Pages,
) -> None:
    ada, eve = caller("ada@example.org"), caller("eve@example.org")
    news = News(pages.push, every=60)
    for socket, (client, who) in enumerate((("one", ada), ("two", ada), ("three", eve))):
        await news.follow(socket, client, who)
    there = replace(ada.actor, book_id=new_key(), is_demo=True)
    with db.write() as session:
        homes.begin(session, there)
        books.switch(session, ada.actor, there.book_id)
    await news.tell()
    assert [client for client, _ in pages.told] == ["one", "two"]
    change(ada, "Boats")  # in the book that is looked at no more
    await news.tell()
    assert len(pages.told) == 2
    change(replace(ada, actor=there), "Kites")
    await news.tell()
    assert [client for client, _ in pages.told[2:]] == ["one", "two"]


async def test_a_page_that_shows_the_book_of_a_moment_ago_is_told(pages: Pages) -> None:
    ada = caller("ada@example.org")
    there = replace(ada.actor, book_id=new_key(), is_demo=True)
    with db.write() as session:
        homes.begin(session, there)
        books.switch(session, ada.actor, there.book_id)
    news = News(pages.push, every=60)
    await news.follow(1, "one", ada)
    await news.tell()
    assert len(pages.told) == 1


async def test_the_look_goes_on_by_itself_while_anybody_reads(pages: Pages) -> None:
    ada = caller("ada@example.org")
    news = News(pages.push, every=0.01)
    await news.follow(1, "one", ada)
    change(ada, "Boats")
    async with asyncio.timeout(5):
        await pages.came.wait()
        news.leave(1)
        assert news.watch is not None
        await news.watch


async def test_pages_read_again_when_the_database_is_back(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = caller("ada@example.org")
    news = News(pages.push, every=0.01)
    await news.follow("a socket", "one", ada)
    asked, tried = db.ask, asyncio.Event()

    async def away(*_: object) -> None:
        tried.set()
        raise UnavailableError(AWAY.told)

    monkeypatch.setattr(db, "ask", away)
    await asyncio.wait_for(tried.wait(), 10)
    assert pages.told == []
    monkeypatch.setattr(db, "ask", asked)
    await asyncio.wait_for(pages.came.wait(), 10)
    await news.tell()
    await asyncio.sleep(0.1)  # more would have come by now
    assert pages.told == [("one", AGAIN)]
    assert Latest.of({"key": str(AGAIN)}).key
    news.leave("a socket")
