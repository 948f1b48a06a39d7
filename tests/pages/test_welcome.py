"""Three steps from signing up to a dashboard that shows something."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from finance_app import db
from finance_app.models import tables
from finance_app.pages.imports.state.commits import CommitState
from finance_app.pages.welcome import rows
from finance_app.pages.welcome.state import WelcomeState
from finance_app.services import accounts, callers, imports, preferences, users, welcome
from finance_app.ui.session import SessionState
from tests.conftest import an_account
from tests.websocket import goes_to

if TYPE_CHECKING:
    from finance_app.domain.actors import Actor
    from tests.pages.conftest import Person

PLACE = {"region": "de_AT", "base_currency": "CHF", "time_zone": "Europe/Vienna"}
ACCOUNT = {"name": "Everyday", "kind": "checking", "currency": "EUR", "amount": "1,250.40"}


def as_known(person: Person) -> Actor:
    with db.read() as session:
        return users.actor_by_email(session, person.actor.email, person.actor.now)


def is_due(person: Person) -> bool:
    with db.read() as session:
        return welcome.is_due(session, as_known(person))


async def test_sign_ups_answers_are_proposed_and_kept(person: Person) -> None:
    async with person.at("/welcome") as tab:
        assert tab.vars()["step"] == "place"
        assert tab.vars()["place"] == {
            "region": "en_US",
            "currency": "EUR",
            "time_zone": "Europe/Berlin",
        }
        answer = await tab.call(WelcomeState.save_place, answers=PLACE)
        assert goes_to(answer) == ["/welcome?step=account"]
    kept = as_known(person)
    assert (kept.region, kept.base_currency, kept.time_zone) == ("de_AT", "CHF", "Europe/Berlin")


async def test_who_was_added_without_a_browser_is_proposed_what_theirs_says(
    person: Person,
) -> None:
    person.do(preferences.change, "en_US", "UTC")
    callers.forget_all()
    async with person.at("/welcome") as tab:
        assert tab.vars()["place"] == {"region": "de_AT", "currency": "EUR", "time_zone": ""}
        await tab.call(WelcomeState.choose_region, region="de_CH")
        assert tab.vars()["place"]["currency"] == "CHF"
        await tab.call(WelcomeState.save_place, answers=PLACE)
    assert as_known(person).time_zone == "Europe/Vienna"


async def test_what_is_wrong_is_said_beside_its_field(person: Person) -> None:
    async with person.at("/welcome") as tab:
        wrong = {"region": "xx", "base_currency": "XX", "time_zone": ""}
        answer = await tab.call(WelcomeState.save_place, answers=wrong)
        assert goes_to(answer) == []
        assert set(tab.vars()["errors"]) == {"region", "base_currency"}
    async with person.at("/welcome?step=account") as tab:
        wrong = {"name": "", "kind": "checking", "currency": "XX", "amount": "much"}
        await tab.call(WelcomeState.open_account, answers=wrong)
        assert set(tab.vars()["errors"]) == {"name", "currency", "amount"}
    assert as_known(person) == replace(person.actor, now=as_known(person).now)


async def test_the_currency_is_refused_once_there_is_an_account(person: Person) -> None:
    person.do(an_account)
    async with person.at("/welcome") as tab:
        await tab.call(WelcomeState.save_place, answers=PLACE)
        assert "has accounts" in tab.vars()["errors"]["base_currency"]
    assert as_known(person).region == "en_US"  # nothing is kept by halves


async def test_the_first_account_is_opened_with_what_is_on_it_today(person: Person) -> None:
    async with person.at("/welcome?step=account") as tab:
        answer = await tab.call(WelcomeState.open_account, answers=ACCOUNT)
        assert goes_to(answer) == ["/welcome?step=done"]
        assert tab.vars()["notice"] == "Opened Everyday."
        (account,) = person.do(accounts.everything)
        assert (account.opening.amount, account.opening_day) == (125_040, person.actor.today)
        tab.query = "?step=done"
        await tab.load()
        assert tab.vars()["sentence"] == "Your first account is open."
        assert [one["name"] for one in tab.vars()["made"]] == ["Everyday"]
        assert tab.vars()["made"][0]["balance"]["text"] == "1,250.40 EUR"
    with db.read() as session:
        assert not welcome.is_unfinished(session, person.actor)


async def test_the_account_can_be_undone_at_once(person: Person) -> None:
    async with person.at("/welcome?step=account") as tab:
        await tab.call(WelcomeState.open_account, answers=ACCOUNT)
        await tab.call(SessionState.undo)
        await tab.rest()
    assert person.do(accounts.everything) == []


@pytest.mark.parametrize("step", ["place", "account"])
async def test_skipping_leads_to_the_dashboard_and_is_remembered(person: Person, step: str) -> None:
    async with person.at(f"/welcome?step={step}") as tab:
        assert is_due(person)
        assert goes_to(await tab.call(WelcomeState.finish)) == ["/"]
    assert not is_due(person)


async def test_looking_at_the_end_too_early_finishes_nothing(person: Person) -> None:
    async with person.at("/welcome?step=done") as tab:
        assert tab.vars()["made"] == []
        assert "no account yet" in tab.vars()["sentence"]
    assert is_due(person)


async def test_an_import_leads_back_until_the_end_was_seen(person: Person) -> None:
    content = b"Date,Payee,Amount\n2026-01-05,Bakery,-1.00\n2026-01-06,Kiosk,-2.00\n"
    person.do(an_account)
    batch = person.do(imports.stage, "bank.csv", content)
    async with person.at(f"/import?batch={batch}") as tab:
        await tab.call(CommitState.start)
        await tab.until_told(stage="done")
        assert tab.vars()["welcoming"]
        person.do(welcome.finish)
        await tab.load()
        assert not tab.vars()["welcoming"]


def test_an_unknown_step_is_the_first() -> None:
    steps = [
        rows.step(asked, placed=False) for asked in ("", "nowhere", "place", "account", "done")
    ]
    assert steps == ["place", "place", "place", "account", "done"]


@pytest.mark.parametrize(("count", "said"), [(0, "no account"), (1, "first"), (7, "7 accounts")])
def test_what_was_made_is_said_in_a_sentence(count: int, said: str) -> None:
    account: Any = object()
    assert said in rows.sentence([account] * count)


async def test_what_sign_up_asked_for_is_not_asked_again(person: Person) -> None:
    async with person.at("/welcome") as tab:
        assert tab.vars()["step"] == rows.PLACE
    with db.write() as session:
        session.execute(update(tables.preferences).values(placed=True))
    async with person.at("/welcome") as tab:
        assert tab.vars()["step"] == rows.ACCOUNT
    async with person.at("/welcome?step=place") as tab:
        assert tab.vars()["step"] == rows.PLACE
