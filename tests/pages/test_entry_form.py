"""What the form for an entry can do beyond one line: parts, transfers, tags, what was usual."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from finance_app.domain.entries import EntryDraft, EntryFilter, EntryView, LineDraft, Status
from finance_app.domain.transfers import TransferDraft
from finance_app.pages.entries.state.chosen import ChosenState
from finance_app.pages.entries.state.form import FormState
from finance_app.pages.entries.state.listed import EntriesState
from finance_app.pages.entries.state.reckoning import ReckonState
from finance_app.services import categories, entries, transfers
from tests.conftest import an_account
from tests.services.books import know_rates

if TYPE_CHECKING:
    from tests.pages.conftest import Person
    from tests.websocket import Tab

DAY = date(2026, 11, 20)


def typed(account: int, **more: str) -> dict[str, Any]:
    given = {"payee": "Market", "amount": "30.00", "day": str(DAY), "note": "", "category": ""}
    parts = {name.replace("_", "-"): more.pop(name) for name in list(more) if "part" in name}
    return given | {"account": str(account)} | more | parts


def listed(person: Person) -> list[EntryView]:
    return list(person.do(entries.page, EntryFilter()).entries)


def two_categories(person: Person) -> tuple[str, str]:
    one, other = person.do(categories.everything)[-2:]
    return str(one.id), str(other.id)


async def amounts(tab: Tab, **more: str) -> None:
    for name, text in more.items():
        await tab.call(ReckonState.reckon, name=name.replace("_", "-"), text=text)


async def test_an_entry_is_split_and_an_empty_part_takes_the_rest(person: Person) -> None:
    account, (food, fun) = person.do(an_account), two_categories(person)
    async with person.at("/entries?new=1") as tab:
        await tab.call(ChosenState.choose_category, key=food)
        await tab.call(ReckonState.split)
        await amounts(tab, amount="30", part_0="40%")
        shown = tab.vars()["parts"]
        assert [(one["category"], one["share"]) for one in shown] == [
            (food, "12.00 EUR"),
            ("", "18.00 EUR"),
        ]
        sent = typed(account, part_0="40%", part_0_category=food, part_1="", part_1_category=fun)
        await tab.call(FormState.save, answers=sent | {"part-1-memo": "cinema"})
    (found,) = listed(person)
    assert [(line.amount, str(line.category_id), line.memo) for line in found.lines] == [
        (-1200, food, ""),
        (-1800, fun, "cinema"),
    ]


async def test_parts_that_do_not_come_to_the_amount_are_refused_and_say_by_how_much(
    person: Person,
) -> None:
    account = person.do(an_account)
    async with person.at("/entries?new=1") as tab:
        await tab.call(ReckonState.split)
        await amounts(tab, amount="30", part_0="10", part_1="5")
        assert tab.vars()["left"] == "15.00 EUR is left for no part."
        await tab.call(FormState.save, answers=typed(account, part_0="10", part_1="5"))
        assert tab.vars()["errors"] == {"parts": "15.00 EUR is left for no part."}
        await tab.call(FormState.save, answers=typed(account, part_0="10", part_1="much"))
        assert list(tab.vars()["errors"]) == ["part-1"]
    assert listed(person) == []


async def test_equal_parts_and_going_back_to_one(person: Person) -> None:
    account, (food, fun) = person.do(an_account), two_categories(person)
    lines = (LineDraft(-700, int(food)), LineDraft(-300, int(fun), "tip"))
    key = person.do(entries.add, EntryDraft(account, DAY, -1000, "Market", lines=lines))
    async with person.at("/entries") as tab:
        await tab.call(FormState.open_one, key=str(key))
        assert [one["amount"] for one in tab.vars()["parts"]] == ["7.00", "3.00"]
        await tab.call(ReckonState.add_part)
        await tab.call(ReckonState.share_equally)
        shares = [one["share"] for one in tab.vars()["parts"]]
        assert shares == ["3.34 EUR", "3.33 EUR", "3.33 EUR"]
        await tab.call(ReckonState.remove_part, name="part-0")
        await tab.call(ReckonState.remove_part, name="part-2")
        assert (tab.vars()["parts"], tab.vars()["category"]) == ([], fun)


async def test_an_amount_is_reckoned_and_echoed(person: Person) -> None:
    account = person.do(an_account)
    async with person.at("/entries?new=1") as tab:
        await amounts(tab, amount="12.50*3")
        assert tab.vars()["echo"] == "= 37.50 EUR"
        await amounts(tab, amount="12.50*")
        assert tab.vars()["echo"] == ""
        await tab.call(FormState.save, answers=typed(account, amount="12.50*3"))
    assert listed(person)[0].amount.amount == -3750


async def test_what_was_usual_is_filled_in_but_for_what_is_chosen(person: Person) -> None:
    first, card = person.do(an_account), person.do(an_account, "EUR", "Card")
    (food, fun) = two_categories(person)
    line = (LineDraft(500, int(food)),)
    person.do(entries.add, EntryDraft(card, DAY, 500, "Market", lines=line, tags=("weekly",)))
    async with person.at("/entries?new=1") as tab:
        assert tab.vars()["account"] == str(first)
        await tab.call(ChosenState.propose, name="market")
        shown = tab.vars()
        assert (shown["account"], shown["category"], shown["side"]) == (str(card), food, "in")
        assert shown["tags"] == [{"name": "weekly", "chosen": True}]
        await tab.call(ChosenState.choose_account, key=str(first))
        await tab.call(ChosenState.choose_category, key=fun)
        await tab.call(ChosenState.turn, side="out")
        await tab.call(ChosenState.tick, name="weekly")
        await tab.call(ChosenState.propose, name="Market")
        shown = tab.vars()
        assert (shown["account"], shown["category"], shown["side"]) == (str(first), fun, "out")
        assert shown["tags"] == [{"name": "weekly", "chosen": False}]


async def test_tags_are_put_on_taken_off_and_made(person: Person) -> None:
    account = person.do(an_account)
    draft = EntryDraft(account, DAY, -1000, "Market", tags=("weekly", "home"))
    key = person.do(entries.add, draft)
    async with person.at("/entries") as tab:
        await tab.call(FormState.open_one, key=str(key))
        await tab.call(ChosenState.tick, name="home")
        await tab.call(FormState.save, answers=typed(account, new_tags=" Trip , WEEKLY,"))
    assert [tag.name for tag in listed(person)[0].tags] == ["Trip", "weekly"]


async def test_status_and_what_was_paid_in_another_currency_are_kept(person: Person) -> None:
    account = person.do(an_account)
    more = {"status": "pending", "original": "35.40", "original_currency": "usd"}
    async with person.at("/entries?new=1") as tab:
        await tab.call(FormState.save, answers=typed(account) | more | {"original": ""})
        assert list(tab.vars()["errors"]) == ["original"]
        await tab.call(FormState.save, answers=typed(account) | more | {"original_currency": "XQX"})
        assert list(tab.vars()["errors"]) == ["original_currency"]
        await tab.call(FormState.save, answers=typed(account) | more | {"status": "sure"})
        assert list(tab.vars()["errors"]) == ["status"]
        await tab.call(FormState.save, answers=typed(account) | more)
    (found,) = listed(person)
    assert found.original
    assert (found.status, str(found.original)) == (Status.PENDING, "-35.40 USD")


async def test_a_duplicate_is_a_new_entry_of_today(person: Person) -> None:
    account = person.do(an_account)
    key = person.do(entries.add, EntryDraft(account, DAY, -1000, "Market", note="rye"))
    async with person.at("/entries") as tab:
        await tab.call(FormState.open_one, key=str(key))
        await tab.call(FormState.duplicate)
        shown = tab.vars()["entry"]
        assert (shown["id"], shown["payee"], shown["amount"]) == ("", "Market", "10.00")
        assert shown["day"] != str(DAY)
        await tab.call(FormState.save, answers=typed(account, note=shown["note"]))
    assert [one.note for one in listed(person)] == ["rye", "rye"]


def moved(source: int, target: int, **more: str) -> dict[str, str]:
    return {
        "account": str(source),
        "to": str(target),
        "amount": "100",
        "day": str(DAY),
        "note": "",
    } | more


async def test_money_is_moved_across_currencies_with_a_fee(person: Person) -> None:
    source, target = person.do(an_account), person.do(an_account, "USD", "Abroad")
    async with person.at("/entries?new=1") as tab:
        await tab.call(ChosenState.turn, side="transfer")
        assert (tab.vars()["to"], tab.vars()["to_currency"]) == (str(target), "USD")
        await amounts(tab, amount="100", received="110")
        said = tab.vars()["rate"]["text"].replace("\N{NO-BREAK SPACE}", " ")
        assert said == "1 EUR = 1.10 USD; no rate is known for the day"
        await tab.call(FormState.save, answers=moved(source, target, received=""))
        assert list(tab.vars()["errors"]) == ["received"]
        sent = moved(source, target, received="110", fee="1.50", arrived="2026-11-22")
        await tab.call(FormState.save, answers=sent)
        assert not tab.vars()["shown"]
    arrived, paid = listed(person)
    assert (paid.amount.amount, arrived.amount.amount) == (-10_150, 11_000)
    assert arrived.day == date(2026, 11, 22)


async def test_a_transfers_rate_is_compared_with_the_days_and_doubted_beyond_three_percent(
    person: Person,
) -> None:
    person.do(an_account)
    person.do(an_account, "USD", "Abroad")
    person.do(lambda session, _: know_rates(session, USD="1.1"))
    async with person.at("/entries?new=1") as tab:
        await tab.call(ChosenState.turn, side="transfer")
        await amounts(tab, amount="100", received="110")
        await tab.call(ReckonState.reckon, name="day", text="2026-10-20")
        for received, text, doubt in (
            ("110", "1 EUR = 1.10 USD, as on Oct 19, 2026", ""),
            ("113", "1 EUR = 1.13 USD, 3% above that of Oct 19, 2026", ""),
            (
                "113.38",
                "1 EUR = 1.1338 USD, 3.1% above that of Oct 19, 2026",
                "That is 3.1% above the day’s rate, 1 EUR = 1.10 USD. Check both amounts.",
            ),
        ):
            await amounts(tab, received=received)
            said = {
                key: one.replace("\N{NO-BREAK SPACE}", " ")
                for key, one in tab.vars()["rate"].items()
            }
            assert said == {"text": text, "doubt": doubt}


async def test_a_transfer_is_changed_on_both_sides(person: Person) -> None:
    source, target = person.do(an_account), person.do(an_account, "EUR", "Savings")
    key = person.do(transfers.add, TransferDraft(source, target, DAY, 5000, 5000))
    async with person.at("/entries") as tab:
        await tab.call(FormState.open_one, key=str(key))
        shown = tab.vars()
        assert (shown["side"], shown["entry"]["amount"]) == ("transfer", "50.00")
        assert (shown["account"], shown["to"]) == (str(source), str(target))
        await tab.call(FormState.save, answers=moved(source, target))
    assert sorted(one.amount.amount for one in listed(person)) == [-10_000, 10_000]


async def test_a_transfer_changed_meanwhile_shows_both_versions(person: Person) -> None:
    source, target = person.do(an_account), person.do(an_account, "EUR", "Savings")
    draft = TransferDraft(source, target, DAY, 5000, 5000)
    key = person.do(transfers.add, draft)
    async with person.at("/entries") as tab:
        await tab.call(FormState.open_one, key=str(key))
        seen = person.do(transfers.get, key)
        person.do(transfers.edit, seen, replace(draft, sent=7000, received=7000))
        await tab.call(FormState.save, answers=moved(source, target))
        assert tab.vars()["theirs"] == [
            {"label": "Amount", "theirs": "70.00 EUR", "mine": "100.00 EUR"},
            {"label": "Arrives", "theirs": "70.00 EUR", "mine": "100.00 EUR"},
        ]
        await tab.call(FormState.save, answers=moved(source, target))
    assert sorted(one.amount.amount for one in listed(person)) == [-10_000, 10_000]


async def test_taking_the_other_version_drops_what_was_typed(person: Person) -> None:
    account = person.do(an_account)
    key = person.do(entries.add, EntryDraft(account, DAY, -1000, "Market"))
    async with person.at("/entries") as tab:
        await tab.call(FormState.open_one, key=str(key))
        person.do(entries.edit, key, 1, EntryDraft(account, DAY, -1, "Other"))
        await tab.call(FormState.save, answers=typed(account))
        await tab.call(FormState.open_one, key=str(key))
        shown = tab.vars()
        assert (shown["entry"]["payee"], shown["changed_by"], shown["theirs"]) == ("Other", "", [])


async def test_an_entry_deleted_meanwhile_says_so(person: Person) -> None:
    account = person.do(an_account)
    key = person.do(entries.add, EntryDraft(account, DAY, -1000, "Market"))
    async with person.at("/entries") as tab:
        await tab.call(FormState.open_one, key=str(key))
        person.do(entries.delete, key, 1)
        await tab.call(FormState.save, answers=typed(account))
        assert "form" in tab.vars()["errors"]


@pytest.mark.parametrize("name", ["part-x", "payee", "amount-1"])
async def test_only_amounts_are_reckoned(person: Person, name: str) -> None:
    person.do(an_account)
    async with person.at("/entries?new=1") as tab:
        await tab.call(ReckonState.reckon, name=name, text="1")
        assert "out of date" in tab.vars()["notice"]


async def test_what_was_chosen_counts_though_the_browser_does_not_show_it_yet(
    person: Person,
) -> None:
    first, card = person.do(an_account), person.do(an_account, "EUR", "Card")
    food, fun = two_categories(person)
    async with person.at("/entries?new=1") as tab:
        await tab.call(ChosenState.choose_account, key=str(card))
        await tab.call(ChosenState.choose_category, key=food)
        await tab.call(FormState.save, answers=typed(first, category=""))
        await tab.call(FormState.open_new)
        await tab.call(ReckonState.split)
        await tab.call(ReckonState.choose_part, name="part-1", key=fun)
        sent = typed(first, part_0="10", part_0_category=food, part_1="", part_1_category="")
        await tab.call(FormState.save, answers=sent)
    split, whole = listed(person)
    assert (whole.account_id, whole.lines[0].category_id) == (card, int(food))
    assert [str(line.category_id) for line in split.lines] == [food, fun]


async def test_deleting_one_side_of_a_transfer_deletes_both_and_undo_brings_both_back(
    person: Person,
) -> None:
    source, target = person.do(an_account), person.do(an_account, "USD", "Abroad")
    draft = TransferDraft(source, target, DAY, 11_000, 11_500, fee=150)
    person.do(transfers.add, draft)
    arrived, paid = listed(person)
    for one in (arrived, paid):
        async with person.at("/entries") as tab:
            await tab.call(FormState.open_one, key=str(one.id))
            version = person.do(entries.get, one.id).version
            await tab.call(EntriesState.delete, key=str(one.id), version=str(version + 1))
            assert "changed meanwhile" in tab.vars()["notice"]
            await tab.call(FormState.delete)
            assert tab.vars()["notice"] == "Deleted the transfer of 110.00 EUR to Abroad."
            assert listed(person) == []
            await tab.call(FormState.undo)
        assert sorted(each.amount.amount for each in listed(person)) == [-11_150, 11_500]


async def test_an_amount_that_could_be_read_in_two_ways_is_read_back(person: Person) -> None:
    person.do(an_account)
    async with person.at("/entries?new=1") as tab:
        for text, said in (
            ("1,234", "= 1,234.00 EUR"),
            ("12.5", "= 12.50 EUR"),
            ("1.234,56", "Write an amount like 12.50."),
            ("12.50", ""),
        ):
            await amounts(tab, amount=text)
            assert tab.vars()["echo"] == said


async def test_what_was_wrong_with_a_part_is_forgotten_when_it_is_typed_again(
    person: Person,
) -> None:
    account = person.do(an_account)
    async with person.at("/entries?new=1") as tab:
        await tab.call(ReckonState.split)
        await tab.call(FormState.save, answers=typed(account, part_0="-5%", part_1=""))
        assert list(tab.vars()["errors"]) == ["part-0"]
        await amounts(tab, part_0="25%")
        assert tab.vars()["errors"] == {}
        for _ in range(49):
            await tab.call(ReckonState.add_part)
        assert len(tab.vars()["parts"]) == 50
        assert tab.vars()["left"] == "An entry has at most 50 parts."
