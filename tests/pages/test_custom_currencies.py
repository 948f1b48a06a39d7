from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.currencies import DECIMALS, CustomCurrency
from finance_app.pages.accounts.state.form import AccountFormState
from finance_app.pages.rates.state.custom import CustomCurrenciesState
from finance_app.pages.rates.state.custom_form import CustomFormState
from finance_app.services import custom_currencies
from tests.conftest import an_account

if TYPE_CHECKING:
    from tests.pages.conftest import Person

ANSWERS = {"code": "btc", "name": ""}


def add(person: Person, code: str = "MIL", decimals: int = 0) -> None:
    person.do(custom_currencies.add, CustomCurrency(code, "Air miles", decimals))


async def test_a_code_that_is_known_suggests_the_rest(person: Person) -> None:
    async with person.at("/rates") as tab:
        await tab.call(CustomFormState.open_new)
        await tab.call(CustomFormState.read_code, value="btc")
        form = tab.vars()["currency"]
        assert (form["suggested"], form["decimals"]) == ("Bitcoin", "8")
        await tab.call(CustomFormState.save, answers=ANSWERS)
        (row,) = tab.vars()["customs"]
        assert (row["code"], row["name"], row["smallest"]) == ("BTC", "Bitcoin", "0.00000001 BTC")
        assert tab.vars()["notice"] == "Added BTC · Bitcoin."
    assert DECIMALS["BTC"] == 8


async def test_it_is_offered_for_accounts_at_once(person: Person) -> None:
    add(person)
    async with person.at("/accounts") as tab:
        await tab.call(AccountFormState.open_new)
        first = tab.vars()["currencies"][0]
        assert (first["value"], first["label"]) == ("MIL", "MIL · Air miles")


async def test_it_is_offered_in_pairs_and_for_its_first_rate(person: Person) -> None:
    add(person)
    async with person.at("/rates?origin=MIL&target=EUR") as tab:
        assert tab.vars()["pair"]["origin"] == "MIL"
        assert tab.vars()["options"][0] == {"value": "MIL", "label": "MIL · Air miles"}
    async with person.at("/rates") as tab:
        first = [one["value"] for one in tab.vars()["options"][:2]]
        assert first == ["", "MIL"]


async def test_what_cannot_be_one_is_said_beside_its_field(person: Person) -> None:
    async with person.at("/rates") as tab:
        await tab.call(CustomFormState.open_new)
        await tab.call(CustomFormState.save, answers={"code": "EUR", "name": ""})
        assert set(tab.vars()["errors"]) == {"code", "name"}
        assert tab.vars()["shown"]


async def test_one_in_use_keeps_its_decimals_and_one_that_is_not_goes(person: Person) -> None:
    add(person)
    person.do(an_account, "MIL")
    add(person, "VOU", 2)
    async with person.at("/rates") as tab:
        used, unused = tab.vars()["customs"]
        assert (used["unused"], unused["unused"]) == (False, True)
        await tab.call(CustomFormState.open_one, key=used["id"])
        assert tab.vars()["currency"]["fixed"]
        await tab.call(CustomFormState.save, answers={"name": "Miles"})
        assert tab.vars()["customs"][0]["name"] == "Miles"
        await tab.call(CustomCurrenciesState.delete, key=unused["id"], version=unused["version"])
        assert [row["code"] for row in tab.vars()["customs"]] == ["MIL"]
