from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app.domain.actors import Theme
from finance_app.pages.settings.state import SettingsState
from finance_app.services import users
from finance_app.ui.session import SessionState

if TYPE_CHECKING:
    from finance_app.domain.actors import Actor
    from tests.pages.conftest import Person


def as_known(person: Person) -> Actor:
    found: Actor = person.do(
        lambda session, actor: users.actor_by_email(session, actor.email, actor.now)
    )
    return found


async def test_region_and_time_zone_are_kept(person: Person) -> None:
    async with person.at("/settings") as tab:
        assert (tab.vars()["region"], tab.vars()["time_zone"]) == ("en_US", "Europe/Berlin")
        form = {"region": "de_AT", "time_zone": "Europe/Vienna", "display_currency": "CHF"}
        await tab.call(SettingsState.save, form=form)
        assert tab.vars()["notice"] == "Saved."
    kept = as_known(person)
    assert (kept.region, kept.time_zone) == ("de_AT", "Europe/Vienna")
    assert (kept.display_currency, kept.shown_currency) == ("CHF", "CHF")


@pytest.mark.parametrize("theme", Theme)
async def test_how_the_screens_look_is_kept_for_every_browser(person: Person, theme: Theme) -> None:
    async with person.at("/settings") as tab:
        await tab.call(SessionState.choose_theme, theme="dark")
        await tab.call(SessionState.choose_theme, theme=str(theme))
    assert as_known(person).theme is theme


async def test_there_are_three_themes_and_no_more(person: Person) -> None:
    async with person.at("/settings") as tab:
        await tab.call(SessionState.choose_theme, theme="sepia")
        assert tab.vars()["notice"] == "Choose one of the list."
    assert as_known(person).theme is Theme.SYSTEM
