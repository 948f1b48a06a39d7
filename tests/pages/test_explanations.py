"""What converted figures of the screens say of where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from finance_app.domain.entries import EntryDraft
from finance_app.pages.dashboard.state import figures  # noqa: F401  registers its handlers
from finance_app.services import entries, preferences
from tests.conftest import an_account

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from tests.pages.conftest import Person


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
    assert "100.00 USD\t40.00 GBP" in rows
    assert not [row for row in rows if row.startswith("To ")]
