"""Books on the screen: the demo, switching in one tab and what the others make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from finance_app import db
from finance_app.domain.actors import Role
from finance_app.pages.accounts.state.form import AccountFormState
from finance_app.pages.accounts.state.listed import AccountsState
from finance_app.services import accounts, books, callers, demo, profiles, users
from finance_app.ui.books import BooksState
from finance_app.ui.session import SessionState
from tests.conftest import an_account, somebody
from tests.services.books import join, know_rates
from tests.websocket import Tab, goes_to, update

if TYPE_CHECKING:
    from finance_app.domain.actors import Actor
    from tests.pages.conftest import Person


@pytest.fixture(autouse=True)
def small_demo(sqlite: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001  it must be there
    """Few rates and few entries: what a demo holds is tested elsewhere."""
    monkeypatch.setattr(books, "DEMO_ENTRIES", 60)
    with db.write() as session:
        know_rates(session, USD="1.1172", JPY="175.68", GBP="0.87")


def looked_at(person: Person) -> Actor:
    """Return the user in the book that they look at by now."""
    with db.read() as session:
        return users.actor_by_email(session, person.actor.email, person.actor.now)


def with_demo(person: Person) -> Actor:
    """Make a demo book and look at it."""
    person.do(books.add_demo)
    callers.forget_all()
    return looked_at(person)


async def until_home(tab: Tab) -> None:
    await tab.until_told(is_demo=False)
    await tab.rest()


async def test_a_demo_book_is_made_and_shown_from_any_page(person: Person) -> None:
    async with person.at("/accounts") as tab:
        assert not tab.vars()["is_demo"]
        assert [book["name"] for book in tab.vars()["books"]] == ["My book"]
        answer = await tab.call(BooksState.open_demo)
        await tab.until_told(is_demo=True, has_demo=True, making=False)
        assert "/" in goes_to(answer)
        assert [book["current"] for book in tab.vars()["books"]] == [False, True]
        assert tab.vars()["notice"] == ""
    assert looked_at(person).is_demo


async def test_the_demo_is_removed_with_one_click_and_brought_back_with_another(
    person: Person,
) -> None:
    there = with_demo(person)
    async with person.at("/accounts") as tab:
        assert tab.vars()["is_demo"]
        answer = await tab.call(BooksState.remove_demo)
        assert goes_to(answer) == ["/"]
        assert (tab.vars()["is_demo"], tab.vars()["removed"]) == (False, True)
        assert tab.vars()["kinds"] == []
        assert looked_at(person).book_id == person.actor.book_id
        await tab.call(BooksState.bring_back)
        assert (tab.vars()["is_demo"], tab.vars()["removed"]) == (True, False)
        assert looked_at(person).book_id == there.book_id


async def test_the_own_book_is_not_removed(person: Person) -> None:
    person.do(an_account)
    async with person.at("/") as tab:
        await tab.call(BooksState.remove_demo)
        assert "Only a demo book" in tab.vars()["notice"]
        assert not tab.vars()["removed"]
    assert looked_at(person).book_id == person.actor.book_id


async def test_on_the_dashboard_a_switch_shows_the_other_book_there(person: Person) -> None:
    there = with_demo(person)
    async with person.at("/") as tab:
        assert not tab.vars()["empty"]
        await tab.call(BooksState.go_home)
        await tab.until_told(empty=True, loaded=True)
        await tab.call(BooksState.switch, key=str(there.book_id))
        await tab.until_told(empty=False, loaded=True)
        assert tab.vars()["is_demo"]


async def test_every_open_tab_follows_a_switch_and_forgets_what_it_showed(person: Person) -> None:
    with_demo(person)
    async with (
        person.at("/accounts") as tab,
        Tab(tab.app, person.token, page="/entries") as other,
    ):
        await other.load()
        assert other.vars()["is_demo"]
        await tab.call(BooksState.go_home)
        await until_home(other)
        assert goes_to(frames(other)) == ["/"]
        assert other.vars()["days"] == []


async def test_what_a_tab_asks_for_after_a_switch_elsewhere_is_not_done(person: Person) -> None:
    there = with_demo(person)
    own = person.do(an_account)
    async with person.at("/accounts") as tab:
        with db.read() as session:
            account = accounts.everything(session, there)[0]
        person.do(books.go_home)
        callers.forget_all()
        answer = await tab.call(
            AccountsState.delete, key=str(account.id), version=str(account.version)
        )
        assert goes_to(answer) == ["/"]
        with db.read() as session:
            assert accounts.get(session, there, account.id)
            assert accounts.get(session, looked_at(person), own)


async def test_rows_of_the_book_that_was_left_are_refused(person: Person) -> None:
    there = with_demo(person)
    with db.read() as session:
        account = accounts.everything(session, there)[0]
    async with person.at("/accounts") as tab:
        await tab.call(BooksState.go_home)
        tab.page = "/accounts"
        for event, payload in strange(account.id):
            tab.frames.clear()
            await tab.call(event, **payload)
            assert tab.vars()["notice_trouble"], event
            assert not tab.shows(account.name)
        tab.frames.clear()
        tab.page, tab.query = "/entries", f"?account={account.id}"
        await tab.load()
        assert not tab.shows(account.name)


def strange(key: int) -> list[tuple[Any, dict[str, str]]]:
    """Return what could be asked about an account."""
    return [
        (AccountFormState.open_one, {"key": str(key)}),
        (AccountsState.delete, {"key": str(key), "version": "1"}),
        (BooksState.switch, {"key": str(key)}),
    ]


async def test_what_could_be_undone_in_one_book_cannot_in_another(person: Person) -> None:
    there = with_demo(person)
    new = {"name": "Jar", "kind": "cash", "currency": "EUR", "amount": "", "day": "2026-11-20"}
    async with person.at("/accounts") as tab:
        await tab.call(AccountFormState.open_new)
        await tab.call(AccountFormState.save, answers=new)
        assert tab.vars()["notice_undo"]
        await tab.call(BooksState.go_home)
        assert not tab.vars()["notice_undo"]
        await tab.call(SessionState.undo)
        with db.read() as session:
            assert "Jar" in {one.name for one in accounts.everything(session, there)}


async def test_a_demo_that_cannot_be_made_leaves_nothing(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "DEMO_ENTRIES", demo.MOST + 1)
    async with person.at("/") as tab:
        await tab.call(BooksState.open_demo)
        await tab.until_told(making=False, notice_trouble=True)
        assert [book["name"] for book in tab.vars()["books"]] == ["My book"]
    assert not looked_at(person).is_demo


def frames(tab: Tab) -> list[dict[str, Any]]:
    """Return all that a tab was told."""
    return [update(frame) for frame in tab.frames if frame.startswith("42")]


async def test_two_books_of_the_same_name_are_told_apart(person: Person) -> None:
    async with person.at("/") as tab:
        assert tab.vars()["shown_book"]["name"] == ""
        assert len(tab.vars()["books"]) == 1
    with db.write() as session:
        eve = somebody(session, "eve@example.org")
        profiles.rename(session, eve, "Eve")
        join(session, person.actor, eve.book_id, Role.VIEWER)
    callers.forget_all()
    async with person.at("/") as tab:
        assert [(one["name"], one["about"]) for one in tab.vars()["books"]] == [
            ("My book", "Yours alone"),
            ("My book", "Viewer · Eve"),
        ]
        shown = tab.vars()["shown_book"]
        assert (shown["name"], shown["about"]) == ("My book", "Yours alone")
