from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.actors import Role
from finance_app.domain.leaving import BookFate, Fate
from finance_app.pages.profile.rows import export as export_rows
from finance_app.pages.profile.rows.leaving import row
from finance_app.pages.profile.state.export import ExportState
from finance_app.pages.profile.state.profile import ProfileState
from finance_app.pages.settings.state.notices import NoticesState
from finance_app.services import auth, data_exports, leaving, users
from finance_app.ui.leaving import LeavingState
from tests.conftest import somebody
from tests.services.books import join

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from tests.pages.conftest import Person
    from tests.websocket import Tab


async def test_a_name_is_kept_and_nonsense_is_said_beside_it(person: Person) -> None:
    async with person.at("/profile") as tab:
        await tab.call(ProfileState.save, answers={"name": " Ada  Lovelace"})
        assert (tab.vars()["name"], tab.vars()["notice"]) == ("Ada Lovelace", "Saved.")
        await tab.call(ProfileState.save, answers={"name": "x" * 81})
        assert "80 characters" in tab.vars()["errors"]["name"]
    async with person.at("/profile") as again:
        assert again.vars()["name"] == "Ada Lovelace"


async def test_what_was_wrong_with_a_form_is_said_in_that_form(person: Person) -> None:
    async with person.at("/profile?error=current&form=leave") as tab:
        assert tab.vars()["form"] == "leave"
        assert tab.vars()["errors"] == {"current_password": "That is not your password."}
    async with person.at("/profile?error=busy&form=export") as tab:
        assert tab.vars()["refusal"] == "Your file is being written already."


async def test_a_file_is_followed_until_it_can_be_fetched(person: Person) -> None:
    digest = auth.digest(person.token)
    person.do(lambda session, actor: data_exports.ask(session, actor, digest, right=True))
    async with person.at("/settings") as tab:
        tab.page = "/profile"
        await tab.begin(ExportState.load)
        await tab.until_told(running=True)
        assert tab.vars()["file_label"] == "Preparing your file: 0 %"
        data_exports.run(lambda: datetime.now(UTC), lambda: True)
        await tab.until_told(running=False)
        assert tab.vars()["href"].startswith("/files/data?key=")
        assert tab.vars()["file_label"].startswith("Download it (")
        assert tab.vars()["said"].startswith("Your file is ready. This browser can download it")


async def test_another_browser_is_told_that_it_cannot_fetch_the_file(person: Person) -> None:
    def elsewhere(session: Session, actor: Actor) -> None:
        attempt = auth.begin(session, actor.email, "192.0.2.1", actor.now)
        other = auth.digest(auth.finish(session, attempt, actor.now, right=True))
        data_exports.ask(session, actor, other, right=True)

    person.do(elsewhere)
    data_exports.run(lambda: datetime.now(UTC), lambda: True)
    async with person.at("/profile") as tab:
        assert tab.vars()["href"] == ""
        assert tab.vars()["said"].startswith("Another browser asked for a file")


@pytest.mark.parametrize(
    ("size", "text"),
    [(1, "1 kB"), (12_345, "13 kB"), (1_000_000, "1 MB"), (12_345_678_901, "12,346 MB")],
)
def test_a_files_size_is_written_out(size: int, text: str) -> None:
    assert export_rows.size_text(size, "en_US") == text


@pytest.mark.parametrize(
    ("others", "named"),
    [
        (("Eve",), "Eve"),
        (("Eve", "Bob"), "Eve and Bob"),
        (("Eve", "Bob", "Cy", "Di"), "Eve, Bob, Cy and 1 other"),
        (("Eve", "Bob", "Cy", "Di", "Ed"), "Eve, Bob, Cy and 2 others"),
    ],
)
def test_who_would_lose_a_book_is_named(others: tuple[str, ...], named: str) -> None:
    said = row(BookFate("Home", Fate.IS_TAKEN, others)).said
    them = "one of them" if len(others) > 1 else "them"
    assert said == f"Deleted for {named} too, unless you make {them} an owner first."
    theirs = row(BookFate("Home", Fate.STAYS, others, Role.VIEWER, "eve@example.org"))
    assert theirs.about == "Viewer · eve@example.org"
    assert theirs.said == f"Stays with {named}."


async def test_what_becomes_of_ones_books_is_shown(person: Person) -> None:
    async with person.at("/profile") as tab:
        (own,) = tab.vars()["fates"]
        assert (own["about"], own["said"]) == ("Yours alone", "Deleted with you.")
        assert (tab.vars()["takes"], tab.vars()["warning"]) == (False, "")

    def share(session: Session, actor: Actor) -> None:
        join(session, somebody(session, "eve@example.org"), actor.book_id, Role.EDITOR)

    person.do(share)
    async with person.at("/profile") as tab:
        assert "eve@example.org" in tab.vars()["fates"][0]["said"]
        assert tab.vars()["takes"]
        assert "only administrator" in tab.vars()["warning"]


async def test_every_page_says_when_the_account_goes_until_it_is_kept(person: Person) -> None:
    def going(session: Session, actor: Actor) -> str:
        leaving.ask(session, actor, actor.email, right=True, shared_too=False)
        attempt = auth.begin(session, actor.email, "192.0.2.1", actor.now)
        return auth.finish(session, attempt, actor.now, right=True)

    back = type(person)(person.actor, person.do(going))
    day = (person.actor.today + timedelta(days=7)).day
    for page in ("/entries", "/profile"):
        async with back.at(page) as tab:
            assert tab.vars()["leaving"].startswith("Your account will be deleted on ")
            assert f" {day}, " in tab.vars()["leaving"]
            if page == "/profile":
                await tab.call(LeavingState.keep)
                assert (tab.vars()["leaving"], tab.vars()["notice"]) == ("", "Your account stays.")
    kept = back.do(lambda session, actor: users.actor_by_email(session, actor.email, actor.now))
    assert kept.delete_after is None


async def test_mails_that_one_can_do_without_are_chosen(person: Person) -> None:
    def wanted(tab: Tab) -> list[str]:
        shown = (*tab.vars()["digests"], *tab.vars()["notices"])
        return [one["key"] for one in shown if one["wanted"]]

    async with person.at("/settings") as tab:
        usual = wanted(tab)
        assert usual == ["export", "role", "people", "import", "trouble"]
        await tab.call(NoticesState.choose, key="export", wanted=False)
        await tab.call(NoticesState.choose, key="week", wanted=True)
        assert wanted(tab) == ["week", *usual[1:]]
    async with person.at("/settings") as tab:
        assert wanted(tab) == ["week", *usual[1:]]
        await tab.call(NoticesState.choose, key="sign-in", wanted=False)
        assert tab.vars()["notice"] == "Choose one of the list."
        await tab.call(NoticesState.choose, key="export", wanted=True)
        assert wanted(tab) == ["week", *usual]


async def test_when_it_is_quiet_is_chosen(person: Person) -> None:
    async with person.at("/settings") as tab:
        assert (tab.vars()["quiet_from"], tab.vars()["quiet_until"]) == ("", "07:00")
        at_ten = {"quiet_from": "22:00", "quiet_until": "06:30"}
        await tab.call(NoticesState.save_quiet, answers=at_ten)
        assert tab.vars()["notice"] == "Saved."
        same = {"quiet_from": "22:00", "quiet_until": "22:00"}
        await tab.call(NoticesState.save_quiet, answers=same)
        assert tab.vars()["errors"] == {"quiet": "Choose two different times."}
    async with person.at("/settings") as tab:
        assert (tab.vars()["quiet_from"], tab.vars()["quiet_until"]) == ("22:00", "06:30")
        await tab.call(NoticesState.save_quiet, answers={"quiet_from": "", "quiet_until": "06:30"})
        assert tab.vars()["quiet_from"] == ""
