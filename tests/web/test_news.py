from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.domain.categories import CategoryKind
from finance_app.services import categories, users
from finance_app.web.news import News

if TYPE_CHECKING:
    from finance_app.domain.actors import Actor


class Pages:
    """Pages that keep what they are told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []
        self.came = asyncio.Event()

    async def push(self, client: str, set_id: int) -> None:
        self.told.append((client, set_id))
        self.came.set()


def actor(email: str) -> Actor:
    wanted = users.NewUser(email, "no hash", "de_AT", "Europe/Vienna", "EUR")
    with db.write() as session:
        return users.add(session, wanted, datetime.now(UTC), is_admin=False)


def change(who: Actor, name: str) -> None:
    with db.write() as session:
        categories.add(session, who, name, CategoryKind.EXPENSE, None)


@pytest.fixture
def pages(database: None) -> Pages:  # noqa: ARG001  it must be there
    return Pages()


async def test_only_the_pages_of_a_changed_book_are_told(pages: Pages) -> None:
    ada, eve = actor("ada@example.org"), actor("eve@example.org")
    news = News(pages.push, every=60)
    for socket, (client, who) in enumerate((("one", ada), ("two", ada), ("three", eve))):
        await news.follow(socket, client, who.book_id)
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
    ada = actor("ada@example.org")
    news = News(pages.push, every=60)
    await news.follow(1, "one", ada.book_id)
    change(ada, "Boats")
    await news.tell()
    assert len(pages.told) == 1


async def test_a_page_that_connected_again_is_told_once(pages: Pages) -> None:
    ada = actor("ada@example.org")
    news = News(pages.push, every=60)
    await news.follow(1, "one", ada.book_id)
    await news.follow(2, "one", ada.book_id)
    news.leave(1)
    change(ada, "Boats")
    await news.tell()
    assert [client for client, _ in pages.told] == ["one"]


async def test_the_look_goes_on_by_itself_while_anybody_reads(pages: Pages) -> None:
    ada = actor("ada@example.org")
    news = News(pages.push, every=0.01)
    await news.follow(1, "one", ada.book_id)
    change(ada, "Boats")
    async with asyncio.timeout(5):
        await pages.came.wait()
        news.leave(1)
        assert news.watch is not None
        await news.watch
