from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.pages.security.state.page import SecurityState

if TYPE_CHECKING:
    from tests.pages.conftest import Person


async def test_a_form_that_was_opened_early_stays_until_it_went_well(person: Person) -> None:
    async with person.at("/security") as tab:
        await tab.call(SecurityState.open_form, key="password")
        await tab.load()
        assert tab.vars()["form_open"] == "password"
        tab.query = "?done=password"
        await tab.load()
        assert tab.vars()["form_open"] == ""


async def test_a_refused_form_is_open_again(person: Person) -> None:
    async with person.at("/security?error=current&form=address") as tab:
        assert tab.vars()["form_open"] == "address"
        assert tab.vars()["errors"] == {"current_password": "That is not your password."}
        await tab.call(SecurityState.close_form)
        assert (tab.vars()["form_open"], tab.vars()["form"]) == ("", "")
        await tab.call(SecurityState.open_form, key="nothing of the kind")
        assert tab.vars()["form_open"] == ""
