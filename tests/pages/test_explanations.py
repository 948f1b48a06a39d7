"""What converted figures of the screens say of where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from finance_app.domain.entries import EntryDraft
from finance_app.pages.dashboard.state.figures import ChartsState
from finance_app.services import entries, preferences
from tests.conftest import an_account

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from tests.pages.conftest import Person
    from tests.websocket import Tab


def publish(session: Session, _actor: Actor, day: date) -> None:
    """Have a euro be two dollars and 0.8 pounds on a day."""
    session.execute(text("DELETE FROM rate WHERE day >= :day"), {"day": day})
    for code, value in (("USD", "2"), ("GBP", "0.8")):
        session.execute(
            text("INSERT INTO rate VALUES ('ecb', :code, :day, :value, '2026-11-19 15:00:00')"),
            {"day": day, "value": value, "code": code},
        )


@pytest.fixture
def abroad(person: Person) -> Person:
    """Who spent dollars, euros and dinars today, and looks at all of it in pounds."""
    today = person.actor.today
    person.do(publish, today)
    for code, amount in (("USD", -10_000), ("EUR", -500), ("KWD", -1_000)):
        person.do(entries.add, EntryDraft(person.do(an_account, code), today, amount, code))
    person.do(preferences.change, "en_US", "Europe/Berlin", "GBP")
    return person


async def figure(person: Person, page: str) -> list[str]:
    """Return what the figure of what was spent says of itself."""
    async with person.at(page) as tab:
        shown = (place["figure"] for place in tab.vars()["places"])
        said: dict[str, Any] = next(one for one in shown if one["label"] == "Spending")["value"]
    return str(said["how"]).replace("\u00a0", " ").split("\n")


@pytest.mark.parametrize(
    ("basis", "told"),
    [
        ("", "Each entry at the rate of its own day"),
        ("&basis=bank", "Each entry at the rate of its own day, or the bank’s own"),
    ],
)
async def test_in_another_currency_a_figure_names_both_steps(
    abroad: Person, basis: str, told: str
) -> None:
    rows = await figure(abroad, f"/?period=month{basis}")
    assert rows[:6] == [
        "5.00 EUR\t4.00 GBP",
        "1.000 KWD\tnot in it: no rate (1 line)",
        "100.00 USD\t50.00 EUR → 40.00 GBP",
        f"To EUR\t{told}",
        "Rate\t1 EUR = 0.80 GBP",
        rows[5],
    ]
    assert rows[5].startswith("Published for\t")
    assert rows[6] == "Source\tEuropean Central Bank"


async def test_at_the_rates_of_one_day_there_is_one_step(abroad: Person) -> None:
    rows = await figure(abroad, "/?period=month&basis=today")
    assert "100.00 USD\t40.00 GBP\tat 0.40" in rows
    assert not [row for row in rows if row.startswith("To ")]


def table(tab: Tab, name: str) -> dict[str, list[list[str]]]:
    """Return what each amount of a chart's table says of itself, by its row."""
    rows = tab.vars()[name]["ways"]["rows"]
    return {
        row["name"]: [way["how"].replace("\u00a0", " ").split("\n") for way in row["ways"]]
        for row in rows
    }


CHARTS = [("flow", "cash-flow"), ("spending", "categories"), ("worth", "worth-over-time")]


@pytest.mark.parametrize(("name", "card"), [*CHARTS, ("bridge", "bridge")])
async def test_a_table_explains_itself_once_it_is_opened_and_from_then_on(
    abroad: Person, name: str, card: str
) -> None:
    async with abroad.at("/?period=month") as tab:
        before = tab.vars()[name]["ways"]
        assert not [way for row in before["rows"] for way in row["ways"] if way["how"]]
        await tab.call(ChartsState.explain, card=card)
        told = tab.vars()[name]["ways"]
        assert [way for row in told["rows"] for way in row["ways"] if way["how"]]
        for old, new in zip(before["rows"], told["rows"], strict=True):
            assert old["ways"] == [way | {"how": ""} for way in new["ways"]]
        other = next(one for one, _ in CHARTS if one != name)
        assert not [
            way for row in tab.vars()[other]["ways"]["rows"] for way in row["ways"] if way["how"]
        ]
        await tab.load()
        assert tab.vars()[name]["ways"] == told


async def test_each_amount_of_the_tables_says_what_it_is_made_of(abroad: Person) -> None:
    async with abroad.at("/?period=month") as tab:
        for _, card in [*CHARTS, ("", "bridge")]:
            await tab.call(ChartsState.explain, card=card)
        (income, spent, net), *_ = (table(tab, "flow")).values()
        lost = "1.000 KWD\tnot in it: no rate (1 line)"
        assert income == [""]
        assert spent[:3] == ["5.00 EUR\t4.00 GBP", lost, "100.00 USD\t50.00 EUR → 40.00 GBP"]
        assert net[2] == "−100.00 USD\t−50.00 EUR → −40.00 GBP"
        ((category,),) = (table(tab, "spending")).values()
        assert category == spent
        (worth,), *_ = (table(tab, "worth")).values()
        assert worth[2] == "−100.00 USD\t−40.00 GBP\tat 0.40"
        steps = table(tab, "bridge")
        assert steps["Spending"][0] == [
            "−5.00 EUR\t−5.00 EUR",
            "−1.000 KWD\tnot in it: no rate (1 line)",
            "−100.00 USD\t−50.00 EUR",
            "To EUR\tEach entry at the rate of its own day",
        ]
        assert steps["Without a rate"][0][0].endswith("\t−1.000 KWD, no rate")


async def test_what_could_not_be_converted_stands_in_the_tables(abroad: Person) -> None:
    async with abroad.at("/?period=month") as tab:
        known = tab.vars()
        (_, spent, net), *_ = (
            [way["text"] for way in row["ways"]] for row in known["flow"]["ways"]["rows"]
        )
        assert (spent, net) == ("44.00 GBP without 1.000 KWD", "−44.00 GBP without −1.000 KWD")
        assert known["spending"]["ways"]["rows"][0]["ways"][0]["text"] == spent
        assert known["worth"]["ways"]["rows"][0]["ways"][0]["text"] == net
        assert (
            known["bridge"]["ways"]["rows"][-1]["ways"][0]["text"]
            == "−55.00 EUR without −1.000 KWD"
        )


@pytest.mark.parametrize("card", ["", "payees", "nonsense"])
async def test_only_charts_have_tables(abroad: Person, card: str) -> None:
    async with abroad.at("/?period=month") as tab:
        before = tab.vars()
        await tab.call(ChartsState.explain, card=card)
        assert tab.vars()["flow"] == before["flow"]


async def test_a_book_in_one_currency_has_nothing_to_explain(person: Person) -> None:
    person.do(entries.add, EntryDraft(person.do(an_account), person.actor.today, -100, "Bakery"))
    async with person.at("/?period=month") as tab:
        for name, card in [*CHARTS, ("bridge", "bridge")]:
            await tab.call(ChartsState.explain, card=card)
            assert {text for row in (table(tab, name)).values() for how in row for text in how} == {
                ""
            }


async def test_what_was_left_a_year_before_is_explained_as_well(abroad: Person) -> None:
    today = abroad.actor.today
    then = today.replace(year=today.year - 1, day=1)
    abroad.do(entries.add, EntryDraft(abroad.do(an_account, "JPY"), then, -700, "Bakery"))
    async with abroad.at(f"/?period={today:%Y-%m}&compare=year") as tab:
        await tab.call(ChartsState.explain, card="cash-flow")
        assert tab.vars()["flow"]["ways"]["headings"][3] == "Net last year"
        (_, _, last_year, net), *_ = table(tab, "flow").values()
        assert last_year == ["−700 JPY\tnot in it: no rate (1 line)"]
        assert net[2] == "−100.00 USD\t−50.00 EUR → −40.00 GBP"
