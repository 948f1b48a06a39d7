"""The pages for administrators: what they show and do, and that others find nothing there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from finance_app import db
from finance_app.config import settings
from finance_app.domain.flags import DEMO_BOOKS, PASSWORD_RESET, SIGN_UP
from finance_app.pages.admin.rows import health as health_rows
from finance_app.pages.admin.state.flags import FlagsState
from finance_app.pages.admin.state.guests import GuestsState
from finance_app.pages.admin.state.letters import LettersState
from finance_app.pages.admin.state.shown import AdminState
from finance_app.pages.admin.state.users import UsersState
from finance_app.services import administration, auth, flags, joining, leaving, signup, users
from finance_app.ui.books import BooksState
from tests.flags import each_way, switch_now
from tests.pages.conftest import Person
from tests.websocket import Tab, goes_to

EVE = "eve@example.org"


@pytest.fixture
def eve(person: Person) -> Person:  # noqa: ARG001  who comes first is the administrator
    """Somebody who is no administrator."""
    now = datetime.now(UTC)
    with db.write() as session:
        wanted = users.NewUser(EVE, "no hash", "en_US", "Europe/Berlin", "EUR")
        actor = users.add(session, wanted, now, is_admin=False)
        attempt = auth.begin(session, EVE, "192.0.2.1", now)
        return Person(actor, auth.finish(session, attempt, now, right=True))


def listed(tab: Tab) -> dict[str, dict[str, Any]]:
    return {one["email"]: one for one in tab.vars()["users"]}


async def test_users_are_listed_and_found(person: Person, eve: Person) -> None:
    async with person.at("/admin") as tab:
        assert tab.vars()["section"] == "users"
        assert list(listed(tab)) == [person.actor.email, EVE]
        assert listed(tab)[person.actor.email]["is_me"]
        assert ", seen " in listed(tab)[EVE]["told"]
        answer = await tab.call(UsersState.search, answers={"text": "eve"})
        assert goes_to(answer) == ["/admin?text=eve"]
    async with person.at("/admin?text=eve") as tab:
        assert list(listed(tab)) == [eve.actor.email]


async def test_somebody_is_disabled_and_their_page_is_gone(person: Person, eve: Person) -> None:
    async with person.at("/admin") as tab, Tab(tab.app, eve.token, page="/entries") as other:
        await other.load()
        await tab.call(UsersState.do, what="disable", key=str(eve.actor.user_id))
        assert tab.vars()["notice"].startswith(f"Disabled {EVE}.")
        assert listed(tab)[EVE]["is_disabled"]
        assert goes_to(await other.load()) == ["/login?next=%2Fentries&ended=elsewhere"]
        await tab.call(UsersState.do, what="enable", key=str(eve.actor.user_id))
        assert not listed(tab)[EVE]["is_disabled"]


async def test_who_gives_it_up_is_led_away(person: Person, eve: Person) -> None:
    async with person.at("/admin") as tab:
        own = str(person.actor.user_id)
        await tab.call(UsersState.do, what="unmake admin", key=own)
        assert "last administrator" in tab.vars()["notice"]
        await tab.call(UsersState.do, what="make admin", key=str(eve.actor.user_id))
        assert listed(tab)[EVE]["is_admin"]
        assert goes_to(await tab.call(UsersState.do, what="unmake admin", key=own)) == ["/"]
        disable = tab.call(UsersState.do, what="disable", key=str(eve.actor.user_id))
        assert goes_to(await disable) == ["/login?next=%2Fadmin&ended=elsewhere"]
    with db.read() as session:
        assert not users.actor_by_email(session, person.actor.email, person.actor.now).is_admin


@pytest.mark.parametrize("what", ["flag", "test mail", "everything", ""])
async def test_nothing_else_is_done_with_users(person: Person, eve: Person, what: str) -> None:
    async with person.at("/admin") as tab:
        await tab.call(UsersState.do, what=what, key=str(eve.actor.user_id))
        assert tab.vars()["notice_trouble"]


async def test_who_asked_for_an_account_is_mailed_again(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_SIGNUP", "open")
    settings.cache_clear()
    wanted = users.NewUser("kim@example.org", "no hash", "en_US", "Europe/Berlin", "EUR")
    person.do(lambda session, actor: joining.ask(session, wanted, actor.now))
    async with person.at("/admin") as tab:
        (waiting,) = tab.vars()["pending"]
        assert (waiting["email"], waiting["told"][:6]) == ("kim@example.org", "Asked ")
        await tab.call(UsersState.mail_again, key=waiting["key"])
        assert "kim@example.org" in tab.vars()["notice"]


async def test_others_find_no_such_page(eve: Person) -> None:
    async with eve.at("/admin") as tab:
        assert not tab.vars()["is_admin"]
        assert not tab.vars().get("section")
        assert tab.vars()["notice"] == "There is no such thing, or it is not yours."
        await tab.call(UsersState.do, what="make admin", key=str(eve.actor.user_id))
        await tab.call(FlagsState.choose, answers={"name": "signup", "value": "open"})
        assert tab.vars()["notice_trouble"]
        assert not tab.vars().get("users")
    with db.read() as session:
        assert not users.actor_by_email(session, EVE, eve.actor.now).is_admin
        assert flags.value(session, SIGN_UP) == "first"


async def test_the_mode_of_signing_up_is_chosen_and_said_why(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_SIGNUP", "closed")
    settings.cache_clear()
    async with person.at("/admin?show=settings") as tab:
        shown = tab.vars()["flags"][0]
        assert (shown["name"], shown["now"], shown["why"]) == (
            "signup",
            "Nobody",
            "FINANCE_SIGNUP says so.",
        )
        assert shown["options"][0]["label"] == "As the environment says: Nobody"
        await tab.call(FlagsState.choose, answers={"name": "signup", "value": "open"})
        assert tab.vars()["notice"] == "Sign-up: Everybody."
        assert "FINANCE_SIGNUP says “Nobody”" in tab.vars()["flags"][0]["why"]
        await tab.call(FlagsState.choose, answers={"name": "signup", "value": "perhaps"})
        assert tab.vars()["notice_trouble"]
    with db.read() as session:
        assert signup.is_open(session)


@each_way(DEMO_BOOKS)
async def test_a_demo_book_is_offered_where_that_is_wanted(
    person: Person,
    switched: bool,  # noqa: FBT001  pytest hands it over
) -> None:
    switch_now(DEMO_BOOKS, switched)
    async with person.at("/welcome") as tab:
        assert tab.vars().get("may_demo", False) is switched
        if not switched:
            await tab.call(BooksState.open_demo)
            await tab.until_told(notice_trouble=True, making=False)


@each_way(PASSWORD_RESET)
async def test_the_way_in_leads_to_another_password_where_that_is_wanted(
    person: Person,
    switched: bool,  # noqa: FBT001  pytest hands it over
) -> None:
    switch_now(PASSWORD_RESET, switched)
    async with person.at("/entries") as tab, Tab(tab.app, page="/login") as stranger:
        await stranger.load()
        assert stranger.vars().get("may_reset", True) is switched


async def test_others_are_shown_no_mail(eve: Person) -> None:
    async with eve.at("/entries") as tab:
        await tab.call(LettersState.show_letter, value="digest")
        assert tab.vars()["letter"]["text"] == ""


async def test_how_the_server_is_has_a_word_beside_its_colour(person: Person) -> None:
    async with person.at("/admin?show=health") as tab:
        lines = {one["title"]: one for one in tab.vars()["health"]}
    assert lines["Schema"]["word"] == "Good"
    address = lines["Public address"]
    assert (address["word"], address["tone"]) == ("Needs attention", "doubt")
    assert address["trouble"]
    assert lines["Users"]["value"] == "1"


async def test_what_administrators_did_is_said(person: Person, eve: Person) -> None:
    person.do(administration.make_admin, eve.actor.user_id)
    person.do(flags.choose, "signup", "open")
    async with person.at("/admin?show=audit") as tab:
        told = {"Sign-up", "Made somebody an administrator"}
        first, second = (one for one in tab.vars()["events"] if one["said"] in told)
        assert (first["said"], first["was"]) == ("Sign-up", "first (by the code)")
        assert first["became"] == "open"
        assert (second["said"], second["about"]) == ("Made somebody an administrator", EVE)
        assert {first["who"], second["who"]} == {person.actor.email}
        assert tab.vars().get("audit_older", "") == ""


async def test_more_of_it_is_a_page_further(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finance_app.services.audit.AT_ONCE", 2)
    for value in ("open", "closed", "open"):
        person.do(flags.choose, "signup", value)
    async with person.at("/admin?show=audit") as tab:
        assert len(tab.vars()["events"]) == 2
        tab.query = tab.vars()["audit_older"].partition("?")[2]
        tab.query = f"?{tab.query}"
        await tab.call(AdminState.load)
        further = tab.vars()["events"][0]
        assert (further["said"], further["was"]) == ("Sign-up", "first (by the code)")


async def test_a_place_beyond_all_keys_shows_the_newest(person: Person) -> None:
    person.do(flags.choose, "signup", "open")
    async with person.at(f"/admin?show=audit&before={'9' * 19}") as tab:
        assert "Sign-up" in [one["said"] for one in tab.vars()["events"]]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (20, "less than a minute"),
        (60, "1 minute"),
        (7_500, "2 hours, 5 minutes"),
        (266_400, "3 days, 2 hours"),
    ],
)
def test_how_long_something_runs_is_said_in_words(seconds: int, said: str) -> None:
    assert health_rows.span_text(seconds) == said


async def test_who_is_invited_is_listed_sent_again_and_withdrawn(person: Person) -> None:
    async with person.at("/admin") as tab:
        assert tab.vars()["may_invite"]
        await tab.call(GuestsState.invite, answers={"email": "dora@example.org"})
        (one,) = tab.vars()["guests"]
        assert one["email"] == "dora@example.org"
        assert " by you, until " in one["told"]
        await tab.call(GuestsState.invite_again, key=one["key"])
        (other,) = tab.vars()["guests"]
        assert other["key"] != one["key"]
        await tab.call(GuestsState.withdraw, key=other["key"])
        assert tab.vars()["guests"] == []
        assert tab.vars()["notice"] == "Withdrew the invitation of dora@example.org."


async def test_where_sign_up_is_closed_nobody_is_offered_to_invite(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_SIGNUP", "closed")
    settings.cache_clear()
    async with person.at("/admin") as tab:
        assert not tab.vars()["may_invite"]


async def test_who_asked_for_deletion_is_marked_with_the_day(person: Person, eve: Person) -> None:
    with db.write() as session:
        leaving.ask(session, eve.actor, EVE, right=True, shared_too=False)
    async with person.at("/admin") as tab:
        assert listed(tab)[EVE]["leaves"].startswith("Leaves on ")
        assert listed(tab)[person.actor.email]["leaves"] == ""
