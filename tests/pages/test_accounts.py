from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.domain.accounts import AccountKind, AccountView
from finance_app.domain.entries import EntryDraft
from finance_app.domain.formatting import day_text
from finance_app.domain.money import Money
from finance_app.pages.accounts.rows import form, listed
from finance_app.pages.accounts.rows import worth as worths
from finance_app.pages.accounts.state.form import AccountFormState
from finance_app.pages.accounts.state.listed import AccountsState
from finance_app.services import accounts, entries, rates
from tests.conftest import an_account

if TYPE_CHECKING:
    from finance_app.domain.actors import Actor
    from tests.pages.conftest import Person

ANSWERS = {
    "name": "Visa",
    "kind": "card",
    "currency": "eur",
    "amount": "-1,250.50",
    "day": "2026-11-01",
}


def everything(person: Person) -> list[AccountView]:
    found: list[AccountView] = person.do(accounts.everything)
    return found


def known_rates(person: Person) -> None:
    person.do(lambda session, actor: rates.load_history(session, actor.now))


def test_accounts_stand_by_kind_with_what_has_no_rate_named(person: Person) -> None:
    known_rates(person)
    actor: Actor = person.actor
    for currency in ("EUR", "USD", "KWD"):
        key = person.do(an_account, currency)
        person.do(entries.add, EntryDraft(key, date(2026, 10, 1), 10_000))
    at = datetime(2026, 10, 15, tzinfo=UTC)
    now = person.do(accounts.standing, now=at)
    found, worth = now.accounts, now.worth
    (kind,) = listed.kinds(now, replace(actor, now=at))
    assert (kind.heading, kind.partial) == ("Checking", True)
    euros, dollars, dinars = kind.rows
    assert (euros.base.text, euros.no_rate) == ("", "")
    assert dollars.base.text.endswith(" EUR")
    assert "Published for\tOct 15, 2026\nSource\tEuropean Central Bank" in dollars.base.how
    assert dinars.base.text == ""
    assert dinars.no_rate == "No rate for KWD on Oct 15, 2026; totals in EUR leave it out."
    assert (euros.mend, dollars.mend) == ("", "")
    assert dinars.mend == "/rates?origin=KWD&target=EUR&new=2026-10-15"
    assert dinars.href == f"/account?key={found[2].account.id}"
    said = worths.worth_text(worth, replace(actor, now=at))
    assert said.missing == "Not in it, as no rate is known: 10.000 KWD."
    assert said.total.text.endswith(" EUR")


def test_where_no_rate_is_known_there_is_a_dash_and_no_zero(person: Person) -> None:
    key = person.do(an_account, "KWD")
    person.do(entries.add, EntryDraft(key, date(2026, 10, 1), 10_000))
    now = person.do(accounts.standing)
    (kind,) = listed.kinds(now, person.actor)
    for total in (kind.total, worths.worth_text(now.worth, person.actor).total):
        assert (total.whole, total.code) == ("–", "no rate")
    assert not kind.partial


async def test_what_is_dated_after_today_is_said_apart_and_leads_to_its_entries(
    person: Person,
) -> None:
    today, key = person.actor.today, person.do(an_account)
    later = today + timedelta(days=3)
    for day, amount in ((today, 10_000), (later, -1_250)):
        person.do(entries.add, EntryDraft(key, day, amount))
    async with person.at("/accounts") as tab:
        assert tab.vars()["worth"]["total"]["text"] == "100.00 EUR"
        (kind,) = tab.vars()["kinds"]
        assert kind["total"]["text"] == kind["rows"][0]["balance"]["text"] == "100.00 EUR"
        assert kind["rows"][0]["upcoming"] == "Upcoming −12.50 EUR"
        assert tab.vars()["upcoming"] == {
            "sentence": f"Upcoming until {day_text(later, 'en_US')}, not counted yet: −12.50 EUR.",
            "label": "Show entries",
            "href": f"/entries?period={today + timedelta(days=1)}..{later}",
        }


async def test_an_account_is_opened_changed_and_deleted(person: Person) -> None:
    async with person.at("/accounts") as tab:
        assert tab.vars()["kinds"] == []
        await tab.call(AccountFormState.open_new)
        await tab.call(AccountFormState.save, answers=ANSWERS)
        assert tab.vars()["notice"] == "Opened Visa."
        (account,) = everything(person)
        assert (account.kind, account.balance, account.opening_day) == (
            AccountKind.CARD,
            Money(-125050, "EUR"),
            date(2026, 11, 1),
        )
        await tab.call(AccountFormState.open_one, key=str(account.id))
        assert tab.vars()["account"]["amount"] == "-1,250.50"
        await tab.call(AccountFormState.save, answers=ANSWERS | {"name": "Visa Gold"})
        assert tab.vars()["kinds"][0]["rows"][0]["name"] == "Visa Gold"
        await tab.call(AccountsState.delete, key=str(account.id), version="2")
        assert tab.vars()["notice"] == "Deleted Visa Gold."
        await tab.call(AccountsState.undo)
    assert [one.name for one in everything(person)] == ["Visa Gold"]


async def test_opening_and_changing_an_account_can_be_undone_from_the_notice(
    person: Person,
) -> None:
    async with person.at("/accounts") as tab:
        await tab.call(AccountFormState.open_new)
        await tab.call(AccountFormState.save, answers=ANSWERS)
        (account,) = everything(person)
        await tab.call(AccountFormState.open_one, key=str(account.id))
        await tab.call(AccountFormState.save, answers=ANSWERS | {"name": "Visa Gold"})
        assert tab.vars()["notice_undo"]
        await tab.call(AccountsState.undo)
        assert [one.name for one in everything(person)] == ["Visa"]
        await tab.call(AccountFormState.open_new)
        await tab.call(AccountFormState.save, answers=ANSWERS | {"name": "Purse"})
        assert tab.vars()["notice_undo"]
        await tab.call(AccountsState.undo)
    assert [one.name for one in everything(person)] == ["Visa"]


async def test_undoing_from_the_notice_shows_that_it_is_at_work(person: Person) -> None:
    async with person.at("/accounts") as tab:
        await tab.call(AccountFormState.open_new)
        await tab.call(AccountFormState.save, answers=ANSWERS)
        with db.write() as session:
            session.execute(text("SELECT 1"))  # from now on others wait for the database
            undoing = asyncio.create_task(tab.call(AccountsState.undo))
            await tab.until_told(notice="Undoing", notice_percent=0, notice_undo=False)
        await undoing
        assert (tab.vars()["notice"], tab.vars()["notice_percent"]) == ("Undone.", -1)
        assert tab.vars()["kinds"] == []
    assert everything(person) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "Checking EUR"}, "name"),
        ({"kind": "purse"}, "kind"),
        ({"currency": "XXX"}, "currency"),
        ({"amount": "1e9"}, "amount"),
        ({"day": ""}, "day"),
    ],
)
async def test_what_is_wrong_with_an_account_is_said_beside_its_field(
    person: Person, wrong: dict[str, Any], field: str
) -> None:
    person.do(an_account)
    async with person.at("/accounts") as tab:
        await tab.call(AccountFormState.open_new)
        await tab.call(AccountFormState.save, answers=ANSWERS | wrong)
        assert list(tab.vars()["errors"]) == [field]
        assert tab.vars()["shown"]
    assert len(everything(person)) == 1


async def test_all_that_is_wrong_with_an_account_is_said_at_once(person: Person) -> None:
    person.do(an_account)
    wrong = {"name": "checking eur", "currency": "XXX", "amount": "1e9", "day": "2026-02-30"}
    async with person.at("/accounts") as tab:
        await tab.call(AccountFormState.open_new)
        await tab.call(AccountFormState.save, answers=ANSWERS | wrong)
        assert tab.vars()["errors"] == {
            "name": "There is an account “checking eur” already.",
            "currency": "“XXX” is not a currency code; use one of ISO 4217, such as EUR.",
            "amount": "Write an amount like 12.50.",
            "day": "Choose a day that exists.",
        }
        await tab.call(AccountFormState.save, answers=ANSWERS)
        assert tab.vars()["errors"] == {}


async def test_an_account_with_entries_is_not_deleted(person: Person) -> None:
    key = person.do(an_account)
    person.do(entries.add, EntryDraft(key, date(2026, 10, 1), 1))
    async with person.at("/accounts") as tab:
        await tab.call(AccountsState.delete, key=str(key), version="1")
        assert tab.vars()["notice"] == "This account has entries; delete or move them first."
        assert tab.vars()["notice_trouble"]


async def test_how_the_bank_names_an_account_survives_an_edit(person: Person) -> None:
    opening = ("", "2026-01-01")
    draft = form.draft("Checking", AccountKind.CHECKING, "EUR", opening, person.actor)
    key = person.do(accounts.open_account, replace(draft, bank_number="DE1"))
    async with person.at("/accounts") as tab:
        await tab.call(AccountFormState.open_one, key=str(key))
        await tab.call(AccountFormState.save, answers=ANSWERS)
    (account,) = everything(person)
    assert (account.name, account.bank_number) == ("Visa", "DE1")
