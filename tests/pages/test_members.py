"""The page of people: inviting, roles, removal, and what becomes of the open pages of others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from finance_app import db
from finance_app.config import settings
from finance_app.domain.actors import Role
from finance_app.domain.entries import EntryDraft
from finance_app.models import tables
from finance_app.pages.activity.state import ActivityState
from finance_app.pages.members.state import AskState, MembersState
from finance_app.services import (
    auth,
    books,
    callers,
    entries,
    history,
    invitations,
    members,
    users,
)
from finance_app.ui.books import BooksState
from finance_app.ui.new_book import NewBookState
from tests.conftest import an_account
from tests.pages.conftest import Person
from tests.websocket import Tab, goes_to
from tests.websocket import update as shown

if TYPE_CHECKING:
    from typing import Any

EVE = "eve@example.org"


@pytest.fixture
def eve(person: Person) -> Person:
    """An editor of Ada's book, who looks at it."""
    return _joined(person, EVE, Role.EDITOR)


def _joined(person: Person, email: str, role: Role) -> Person:
    now = datetime.now(UTC)
    new = users.NewUser(email, "no hash", "en_US", "UTC", "EUR")
    with db.write() as session:
        actor = users.add(session, new, now, is_admin=False)
        there = replace(actor, book_id=person.actor.book_id, role=role)
        members.add(session, there, role, f"{email} joined")
        books.switch(session, actor, there.book_id)
        attempt = auth.begin(session, email, "192.0.2.1", now)
        return Person(there, auth.finish(session, attempt, now, right=True))


def listed(tab: Tab) -> list[tuple[str, str]]:
    return [(one["email"], one["role"]) for one in tab.vars()["members"]]


def frames(tab: Tab) -> list[dict[str, Any]]:
    return [shown(frame) for frame in tab.frames if frame.startswith("42")]


async def test_an_owner_invites_sends_again_and_withdraws(person: Person) -> None:
    async with person.at("/members") as tab:
        assert listed(tab) == [("ada@example.org", "owner")]
        await tab.call(MembersState.invite, answers={"email": "nobody", "role": "viewer"})
        assert "name@example.org" in tab.vars()["errors"]["email"]
        await tab.call(MembersState.invite, answers={"email": EVE, "role": "viewer"})
        assert tab.vars()["notice"] == (
            f"A mail to {EVE} is a file in the folder “outbox”, to be handed on."
        )
        (one,) = tab.vars()["invitations"]
        assert one["email"] == EVE
        assert one["about"].startswith("Viewer, invited ")
        assert " by you, until " in one["about"]
        await tab.call(MembersState.resend, key=one["key"])
        assert "link in the first one is dead" in tab.vars()["notice"]
        await tab.call(MembersState.withdraw, key=one["key"])
        assert tab.vars()["invitations"] == []


@pytest.mark.parametrize(
    ("mode", "is_admin", "may"),
    [
        ("invite", False, True),
        ("first", False, False),
        ("first", True, True),
        ("closed", True, False),
    ],
)
async def test_whether_somebody_new_could_accept_is_said_before(
    person: Person, monkeypatch: pytest.MonkeyPatch, mode: str, *, is_admin: bool, may: bool
) -> None:
    monkeypatch.setenv("FINANCE_SIGNUP", mode)
    settings.cache_clear()
    with db.write() as session:
        session.execute(update(tables.user).values(is_admin=is_admin))
    async with person.at("/members") as tab:
        assert tab.vars()["takes_newcomers"] is may


async def test_another_owner_is_made_once_it_is_confirmed(person: Person, eve: Person) -> None:
    async with person.at("/members") as tab:
        await tab.call(AskState.ask, what="make owner", key=str(eve.actor.user_id))
        assert "they can remove you, too" in tab.vars()["asked"]["text"]
        assert listed(tab)[1] == (EVE, "editor")
        await tab.call(AskState.go)
        assert listed(tab)[1] == (EVE, "owner")
        assert tab.vars()["notice"] == "They are an owner now."


async def test_editors_see_who_is_in_and_change_nothing(person: Person, eve: Person) -> None:
    person.do(invitations.invite, "dora@example.org", Role.VIEWER)
    async with eve.at("/members") as tab:
        assert listed(tab) == [("ada@example.org", "owner"), (EVE, "editor")]
        assert not tab.vars()["is_owner"]
        assert tab.vars()["invitations"] == []
        assert not tab.shows("dora@example.org")
        await tab.call(MembersState.invite, answers={"email": "x@example.org", "role": "owner"})
        assert "Only an owner" in tab.vars()["notice"]
        key = str(eve.actor.user_id)
        await tab.call(MembersState.change_role, key=key, role="owner")
        await tab.call(AskState.ask, what="remove", key=str(person.actor.user_id))
        assert listed(tab) == [("ada@example.org", "owner"), (EVE, "editor")]


async def test_another_role_shows_at_once_on_open_pages(person: Person, eve: Person) -> None:
    async with person.at("/members") as tab, Tab(tab.app, eve.token, page="/accounts") as other:
        await other.load()
        assert other.vars()["can_edit"]
        key = str(eve.actor.user_id)
        await tab.call(MembersState.change_role, key=key, role="viewer")
        assert tab.vars()["notice"] == f"{EVE} is a viewer now."
        await other.until_told(can_edit=False, is_viewer=True)


async def test_the_open_pages_of_who_is_removed_lose_the_book(person: Person, eve: Person) -> None:
    person.do(an_account, "EUR", "Under the mattress")
    async with person.at("/members") as tab, Tab(tab.app, eve.token, page="/accounts") as other:
        await other.load()
        assert other.shows("Under the mattress")
        await tab.call(AskState.ask, what="remove", key=str(eve.actor.user_id))
        assert tab.vars()["asked"]["title"] == f"Remove {EVE} from My book?"
        await tab.call(AskState.go)
        assert listed(tab) == [("ada@example.org", "owner")]
        await other.until_told(kinds=[])
        await other.rest()
        assert goes_to(frames(other)) == ["/"]
        assert [one["name"] for one in other.vars()["books"]] == ["My book"]
        assert (
            other.vars()["notice"]
            == f"You are no longer in the book My book of {person.actor.email}."
        )
        other.frames.clear()
        await other.load()
        assert not other.shows("Under the mattress")


async def test_somebody_leaves_and_is_at_home(person: Person, eve: Person) -> None:
    async with eve.at("/members") as tab:
        await tab.call(AskState.leave)
        assert tab.vars()["asked"]["verb"] == "Leave"
        assert goes_to(await tab.call(AskState.go)) == ["/"]
        assert len(tab.vars()["books"]) == 1
    async with person.at("/members") as tab:
        assert listed(tab) == [("ada@example.org", "owner")]
        await tab.call(AskState.leave)
        await tab.call(AskState.go)
        assert "always has an owner" in tab.vars()["notice"]


async def test_a_book_is_handed_over(person: Person, eve: Person) -> None:
    async with person.at("/members") as tab:
        await tab.call(AskState.ask, what="hand over", key=str(eve.actor.user_id))
        await tab.call(AskState.go)
        assert listed(tab) == [(EVE, "owner"), ("ada@example.org", "editor")]
        assert not tab.vars()["is_owner"]


async def test_a_book_is_renamed_and_that_is_undone(person: Person) -> None:
    async with person.at("/members") as tab:
        await tab.call(MembersState.rename, answers={"name": "  "})
        assert "name" in tab.vars()["errors"]
        await tab.call(MembersState.rename, answers={"name": "House  hold"})
        assert tab.vars()["book"] == "House hold"
        assert [one["name"] for one in tab.vars()["books"]] == ["House hold"]
        assert tab.vars()["notice_undo"]
    set_id = person.do(history_of_newest)
    async with person.at("/activity") as tab:
        await tab.call(ActivityState.take_back, key=str(set_id))
        await tab.until_told(busy="")
    async with person.at("/members") as tab:
        assert tab.vars()["book"] == "My book"


def history_of_newest(session: Any, actor: Any) -> int:
    """Return what was done last."""
    return history.page(session, actor)[0].id


async def test_books_can_be_told_apart_in_the_menu(person: Person, eve: Person) -> None:
    async with person.at("/") as tab:
        assert [one["about"] for one in tab.vars()["books"]] == ["Yours, shared with 1"]
        assert tab.vars()["shown_book"]["name"] == ""
    async with eve.at("/") as tab:
        assert [(one["name"], one["about"]) for one in tab.vars()["books"]] == [
            ("My book", "Yours alone"),
            ("My book", "Editor · ada@example.org"),
        ]
        shown = tab.vars()["shown_book"]
        assert (shown["name"], shown["about"]) == ("My book", "Editor · ada@example.org")


async def test_another_book_is_made_under_a_name_of_its_own(person: Person) -> None:
    async with person.at("/accounts") as tab:
        await tab.call(NewBookState.open)
        await tab.call(NewBookState.save, answers={"book_name": "my BOOK"})
        assert "Another book" in tab.vars()["errors"]["name"]
        answer = await tab.call(NewBookState.save, answers={"book_name": "Holiday flat"})
        assert goes_to(answer) == ["/"]
        assert [(one["name"], one["current"]) for one in tab.vars()["books"]] == [
            ("My book", False),
            ("Holiday flat", True),
        ]
        await tab.call(BooksState.switch, key=str(person.actor.book_id))
        assert tab.vars()["shown_book"]["name"] == "My book"


async def test_activity_says_who_and_shows_what_one_person_did(person: Person, eve: Person) -> None:
    account = person.do(an_account)
    for who, payee in ((person, "Adas Bakery"), (eve, "Eves Kiosk")):
        draft = EntryDraft(account, who.actor.today, -500, payee)
        who.do(entries.add, draft)
    async with person.at("/activity") as tab:
        told = {one["summary"]: one["about"] for one in tab.vars()["days"][0]["rows"]}
        assert EVE in next(about for said, about in told.items() if "Eves Kiosk" in said)
        assert "you" in next(about for said, about in told.items() if "Adas Bakery" in said)
        joined = next(one for one in tab.vars()["days"][0]["rows"] if "joined" in one["summary"])
        assert joined["verb"] == ""
        choices = [(one["value"], one["label"]) for one in tab.vars()["people"]]
        assert choices[0] == ("", "Everybody")
        assert (str(eve.actor.user_id), EVE) in choices
        answer = await tab.call(ActivityState.choose_person, value=str(eve.actor.user_id))
        assert goes_to(answer) == [f"/activity?by={eve.actor.user_id}"]
    async with person.at(f"/activity?by={eve.actor.user_id}") as tab:
        assert tab.shows("Eves Kiosk")
        assert not tab.shows("Adas Bakery")
    callers.forget_all()
