from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from finance_app import config
from finance_app.domain.entries import EntryDraft
from finance_app.domain.formatting import day_short
from finance_app.domain.own_rates import OwnRate
from finance_app.pages.rates.state.feeds import FeedsState
from finance_app.pages.rates.state.file import RateFileState
from finance_app.pages.rates.state.form import OwnRateFormState
from finance_app.pages.rates.state.own import OwnRatesState
from finance_app.pages.rates.state.shown import RatesState
from finance_app.services import entries, own_rates
from tests import rate_server
from tests.conftest import an_account
from tests.pages.test_live import until_shown
from tests.rate_server import RateServer, ecb_xml, ok, status
from tests.websocket import goes_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from tests.pages.conftest import Person
    from tests.websocket import Tab


def publish(person: Person, **per_euro: str) -> None:
    """Let the bank publish a rate of each currency for yesterday."""
    person.do(_publish, person.actor.today - timedelta(days=1), per_euro)


def _publish(session: Session, _actor: Actor, day: date, per_euro: dict[str, str]) -> None:
    from sqlalchemy import text

    for code, value in per_euro.items():
        kept = "INSERT INTO rate VALUES ('ecb', :code, :day, :value, '2026-10-19 15:00:00')"
        session.execute(text(kept), {"code": code, "day": day.isoformat(), "value": value})


def answers(rate: str = "0.9", **more: str) -> dict[str, str]:
    return {"rate": rate, "day": "2026-11-20", "until": ""} | more


def stated(tab: Tab) -> list[str]:
    return [row["said"] for group in tab.vars()["groups"] for row in group["rows"]]


def state(person: Person, value: str = "0.9", **more: Any) -> None:
    rate = OwnRate("USD", "EUR", date(2026, 11, 20), Decimal(value), **more)
    person.do(lambda session, actor: own_rates.add(session, actor, rate, confirmed=True))


async def test_a_book_in_one_currency_needs_no_rates_but_any_pair_can_be_shown(
    person: Person,
) -> None:
    person.do(an_account)
    publish(person, USD="1.25", JPY="160")
    async with person.at("/rates") as tab:
        assert (tab.vars()["currencies"], tab.vars()["pair"]["title"]) == ([], "")
        assert tab.vars()["options"][0] == {"value": "", "label": "Choose a currency"}
        await tab.call(OwnRateFormState.open_new)
        await tab.call(OwnRateFormState.save, answers=answers())
        assert tab.vars()["errors"] == {"origin": "Choose a currency."}
        await tab.call(OwnRateFormState.close)
        assert goes_to(await tab.call(RatesState.choose_origin, value="USD")) == [
            "/rates?origin=USD&target=EUR"
        ]
    async with person.at("/rates?origin=USD&target=JPY&span=month") as tab:
        pair = tab.vars()["pair"]
        assert pair["figure"] == "1 USD = 128.0000 JPY"
        assert pair["note"].endswith("European Central Bank · through EUR")
        assert tab.vars()["days"][0]["rate"] == "128.0000"
        assert len(tab.vars()["line"]["figure"]["data"][0]["y"]) == 31
        assert goes_to(await tab.call(RatesState.choose_target, value="USD")) == [
            "/rates?origin=JPY&target=USD&span=month"
        ]


async def test_every_currency_of_the_book_says_what_it_is_worth_today(person: Person) -> None:
    for code in ("EUR", "USD", "ARS", "CHF"):
        person.do(an_account, code)
    publish(person, USD="1.25")
    yesterday = person.actor.today - timedelta(days=1)
    old = OwnRate("CHF", "EUR", person.actor.today - timedelta(days=20), Decimal("1.05"))
    person.do(own_rates.add, old)
    async with person.at("/rates") as tab:
        found = {
            row["code"]: (row["rate"], row["old"], row["about"].partition(" · ")[0])
            for row in tab.vars()["currencies"]
        }
        assert found == {
            "ARS": ("", False, ""),
            "CHF": ("1.05000", True, "20 days old"),
            "USD": ("0.800000", False, day_short(yesterday, "en_US")),
        }
        assert tab.vars()["pair"]["title"] == "ARS in EUR"
        assert tab.vars()["line"]["label"] == ""


@pytest.mark.parametrize(
    "query",
    ["origin=USD", "origin=USD&target=USD", "origin=x&target=y", "span=x", "before=2026-02-30"],
)
async def test_an_address_of_nonsense_shows_the_books_first_pair(
    person: Person, query: str
) -> None:
    person.do(an_account, "USD")
    async with person.at(f"/rates?{query}&own_after=nonsense&own_before=USD.EUR.x") as tab:
        assert tab.vars()["pair"]["title"] == "USD in EUR"


async def test_the_days_are_turned_page_by_page(person: Person) -> None:
    person.do(an_account, "USD")
    today = person.actor.today
    for back in range(1, 20):
        person.do(_publish, today - timedelta(days=back), {"USD": "1.25"})
    async with person.at("/rates") as tab:
        assert (len(tab.vars()["days"]), tab.vars()["newer"]) == (15, "")
        older = tab.vars()["older"]
    async with person.at(older) as tab:
        assert (len(tab.vars()["days"]), tab.vars()["older"]) == (4, "")
        newer = tab.vars()["newer"]
    async with person.at(newer) as tab:
        assert len(tab.vars()["days"]) == 15


async def test_a_rate_is_typed_echoed_added_changed_and_undone(person: Person) -> None:
    account = person.do(an_account, "USD")
    entry = person.do(entries.add, EntryDraft(account, date(2026, 11, 21), -100_00, "Bakery"))
    async with person.at("/rates") as tab:
        await tab.call(OwnRateFormState.open_new)
        assert (tab.vars()["own_rate"]["origin"], tab.vars()["own_rate"]["target"]) == (
            "USD",
            "EUR",
        )
        await tab.call(OwnRateFormState.read, value="0.92")
        assert tab.vars()["echo"] == "1 USD = 0.9200 EUR"
        await tab.call(OwnRateFormState.save, answers=answers("0.92"))
        assert tab.vars()["notice"] == "Added 1 USD = 0.9200 EUR."
        assert stated(tab) == ["1 USD = 0.9200 EUR"]
        assert tab.vars()["days"][0]["own"]
        key = tab.vars()["groups"][0]["rows"][0]["id"]
        await tab.call(OwnRateFormState.open_one, key=key)
        await tab.call(OwnRateFormState.save, answers=answers("0.9", until="2026-12-31"))
        row = tab.vars()["groups"][0]["rows"][0]
        assert row["day"] == "Nov 20, 2026 through Dec 31, 2026"
        await tab.call(OwnRatesState.delete, key=key, version=row["version"])
        assert (stated(tab), tab.vars()["notice"]) == ([], "Deleted 1 USD = 0.9000 EUR.")
        await tab.call(OwnRatesState.undo)
        assert stated(tab) == ["1 USD = 0.9000 EUR"]
    assert person.do(entries.get, entry).base_amount == -90_00


async def test_what_is_wrong_stands_beside_its_field(person: Person) -> None:
    person.do(an_account, "USD")
    async with person.at("/rates") as tab:
        await tab.call(OwnRateFormState.open_new)
        await tab.call(OwnRateFormState.save, answers=answers("", day="x", until="y"))
        assert set(tab.vars()["errors"]) == {"rate", "day", "until"}
        await tab.call(OwnRateFormState.save, answers=answers(day="1850-01-01"))
        assert tab.vars()["errors"] == {"day": "Choose a day from 1970 on."}
        await tab.call(OwnRateFormState.save, answers=answers("1" * 40))
        assert "too many digits" in tab.vars()["errors"]["rate"]
        await tab.call(OwnRateFormState.choose_target, value="USD")
        await tab.call(OwnRateFormState.save, answers=answers())
        assert tab.vars()["errors"] == {"target": "Choose another currency than the first."}


async def test_a_rate_far_from_what_is_known_is_asked_about(person: Person) -> None:
    person.do(an_account, "USD")
    publish(person, USD="1.25")
    today = str(person.actor.today)
    async with person.at("/rates") as tab:
        await tab.call(OwnRateFormState.open_new)
        sent = answers("80", day=today, confirmed="on")
        await tab.call(OwnRateFormState.save, answers=sent)
        assert tab.vars()["asked"] == "1 USD = 80.0000 EUR"
        assert "far from 0.8000" in tab.vars()["errors"]["rate"]
        await tab.call(OwnRateFormState.save, answers=sent | {"rate": "90"})
        assert tab.vars()["asked"] == "1 USD = 90.0000 EUR"
        await tab.call(OwnRateFormState.save, answers=sent | {"rate": "90"})
        assert stated(tab) == ["1 USD = 90.0000 EUR"]


async def test_many_are_looked_at_then_added_and_undone_at_once(person: Person) -> None:
    person.do(an_account, "USD")
    state(person)
    text = "day;from;to;rate\n19.11.2026;USD;EUR;0,91\n20.11.2026;USD;EUR;9\n21.11.2026;USD;EUR;x"
    async with person.at("/rates") as tab:
        await tab.call(RateFileState.open)
        await tab.call(RateFileState.look, answers={"text": ""})
        assert "Paste some rates" in tab.vars()["errors"]["text"]
        await tab.call(RateFileState.look, answers={"text": text})
        said = "2 rates understood; 1 line cannot be used and is left out."
        assert (tab.vars()["file"]["said"], tab.vars()["file"]["verb"]) == (said, "Add 2 rates")
        marks = [(line["number"], line["mark"]) for line in tab.vars()["lines"]]
        assert marks == [("Line 4", "Wrong"), ("Line 2", ""), ("Line 3", "Replaces")]
        assert stated(tab) == ["1 USD = 0.9000 EUR"]
        await tab.call(RateFileState.add, answers={"mark": None, "order": None})
        assert tab.vars()["notice"] == "Added 2 rates."
        assert stated(tab) == ["1 USD = 9.0000 EUR", "1 USD = 0.9100 EUR"]
        await tab.call(OwnRatesState.undo)
        assert stated(tab) == ["1 USD = 0.9000 EUR"]


async def test_those_far_off_are_added_only_when_confirmed(person: Person) -> None:
    person.do(an_account, "USD")
    publish(person, USD="1.25")
    text = f"{person.actor.today},USD,EUR,80"
    async with person.at("/rates") as tab:
        await tab.call(RateFileState.open)
        await tab.call(RateFileState.look, answers={"text": text})
        assert tab.vars()["lines"][0]["mark"] == "Far off"
        await tab.call(RateFileState.add, answers={})
        assert list(tab.vars()["errors"]) == ["confirmed"]
        await tab.call(RateFileState.add, answers={"confirmed": "on"})
        assert stated(tab) == ["1 USD = 80.0000 EUR"]


async def test_what_proves_nothing_is_read_as_the_user_says(person: Person) -> None:
    async with person.at("/rates") as tab:
        await tab.call(RateFileState.open)
        await tab.call(RateFileState.look, answers={"text": "3/4/2026;USD;EUR;1,085"})
        assert (tab.vars()["file"]["mark_open"], tab.vars()["file"]["order_open"]) == (True, True)
        assert tab.vars()["lines"][0]["said"] == "1 USD = 1,085.0000 EUR"
        await tab.call(RateFileState.choose_mark, value=",")
        await tab.call(RateFileState.choose_order, value="dmy")
        line = tab.vars()["lines"][0]
        assert (line["said"], line["about"]) == ("1 USD = 1.0850 EUR", "From Apr 3, 2026")


async def test_a_rate_stated_elsewhere_appears(person: Person) -> None:
    person.do(an_account, "USD")
    async with person.at("/rates") as tab:
        state(person, "0.87")
        await until_shown(tab, "1 USD = 0.8700 EUR")


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[RateServer]:
    """The central bank, on this machine."""
    with rate_server.serving() as running:
        monkeypatch.setenv("FINANCE_RATE_PROVIDERS", f"ecb={running.url}")
        config.settings.cache_clear()
        yield running
    config.settings.cache_clear()


async def test_publishers_are_asked_now_and_their_rates_count_at_once(
    person: Person, provider: RateServer
) -> None:
    person.do(an_account, "USD")
    publish(person, USD="1.25")
    day = (person.actor.today - timedelta(days=1)).isoformat()
    found = ok(ecb_xml({day: {"USD": "1.28", "JPY": "0"}}))
    provider.replies |= {f"/eurofxref-{name}.xml": found for name in ("daily", "hist-90d")}
    async with person.at("/rates") as tab:
        (ecb,) = tab.vars()["feeds"]
        assert ecb["title"] == "European Central Bank"
        assert ecb["newest"].endswith("1 day old")
        await tab.call(FeedsState.refresh)
        assert not tab.vars()["busy"]
        assert (tab.vars()["notice"], tab.vars()["notice_trouble"]) == (
            "1 corrected.",
            False,
        )
        assert tab.vars()["currencies"][0]["rate"] == "0.781250"
        (ecb,) = tab.vars()["feeds"]
        assert ecb["asked"].startswith("Answered ")
        assert ecb["refused"] == "1 refused value"
        assert ecb["refusals"][0].endswith("0: It is not above zero.")
        await tab.call(FeedsState.refresh)
        assert tab.vars()["notice"].endswith("the last time was less than a minute ago.")


async def test_a_publisher_in_trouble_is_named(person: Person, provider: RateServer) -> None:
    person.do(an_account, "USD")
    publish(person, USD="1.25")
    provider.replies |= {f"/eurofxref-{name}.xml": status(500) for name in ("daily", "hist-90d")}
    async with person.at("/rates") as tab:
        await tab.call(FeedsState.refresh)
        assert tab.vars()["notice_trouble"]
        assert tab.vars()["feeds"][0]["trouble"] == tab.vars()["notice"]


async def test_who_comes_for_a_rate_that_is_missing_finds_the_form_open(person: Person) -> None:
    async with person.at("/rates?origin=KWD&target=EUR&new=2026-03-03") as tab:
        form = tab.vars()["own_rate"]
        assert (form["title"], form["origin"], form["target"]) == ("Add a rate", "KWD", "EUR")
        assert form["day"] == "2026-03-03"
        closed = await tab.call(OwnRateFormState.close)
        assert goes_to(closed) == ["/rates?origin=KWD&target=EUR"]


@pytest.mark.parametrize("day", ["", "1", "2026-02-30", "yesterday"])
async def test_without_a_day_in_the_address_it_stays_closed(person: Person, day: str) -> None:
    async with person.at(f"/rates?origin=KWD&target=EUR&new={day}") as tab:
        assert tab.vars()["own_rate"]["title"] == ""
