"""Every page, the report's file and the command line, with the rates of some currencies gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from finance_app import cli, db
from finance_app.domain.formatting import money_text
from finance_app.domain.money import Money
from finance_app.services import dashboard, reports
from finance_app.services.recompute_runs import run
from finance_app.ui import links
from tests import lost_rates
from tests.lost_rates import LOSSES, plain
from tests.services.recomputing import clock
from tests.websocket import Tab, served

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.pages.conftest import Person

BASES = ("", "end", "today", "bank")
OTHERS = (
    links.ACCOUNTS,
    links.ACTIVITY,
    links.CATEGORIES,
    links.PAYEES,
    links.RATES,
    links.SETTINGS,
    links.TRASH,
    links.IMPORT,
)


def everywhere(keys: Iterable[int]) -> list[str]:
    asked = [links.dashboard("2026", basis=basis) for basis in BASES]
    asked += [links.reports("2026", basis=basis) for basis in BASES]
    asked += [links.entries(period="2026", basis=basis) for basis in BASES]
    return [*asked, *(links.account(str(key)) for key in keys), *OTHERS]


def written(code: str, *amounts: int) -> set[str]:
    return {plain(money_text(Money(amount, code), "en_US")) for amount in amounts}


async def texts(person: Person, pages: Iterable[str]) -> dict[str, str]:
    """Return what each page knows, as one text."""
    found = {}
    async with served() as app, Tab(app, person.token) as tab:
        for page in pages:
            tab.page, _, query = page.partition("?")
            tab.query = f"?{query}" if query else ""
            tab.frames.clear()
            await tab.load()
            found[page] = plain(json.dumps(tab.vars(), ensure_ascii=False))
    return found


def forbidden(person: Person, codes: list[str], shown: str) -> set[str]:
    """Return amounts that only somebody would say who took a currency for the one shown."""
    found = {plain(one) for one in lost_rates.one_to_one(codes, shown)}
    with db.read() as session:
        seen = dashboard.shown(session, person.actor, "2026")
    spent = sum(lost_rates.SPENT[code] for code in codes)
    held = sum(lost_rates.balance(code) for code in codes)
    for amount in (seen.flow.spending.amount + spent, seen.worth.now.amount.amount + held):
        found |= written(shown, amount)
    return found


@pytest.fixture
def keys(person: Person) -> dict[str, int]:
    found: dict[str, int] = person.do(lost_rates.fill)
    return found


def lost(person: Person, codes: list[str]) -> None:
    person.do(lost_rates.lose, codes)
    run(clock, pause=0)


async def test_no_page_takes_an_amount_for_another_or_keeps_quiet(
    person: Person, keys: dict[str, int]
) -> None:
    codes = LOSSES[-1]
    lost(person, codes)
    never = forbidden(person, codes, "EUR")
    found = await texts(person, everywhere(keys.values()))
    for page, content in found.items():
        assert not {one for one in never if one in content}, page
    for code in codes:
        spent = lost_rates.SPENT[code] + (lost_rates.BY_BANK if code == "USD" else 0)
        (missing,) = written(code, spent)
        (by_bank,) = written(code, lost_rates.SPENT[code])
        (held,) = written(code, lost_rates.balance(code))
        for basis in BASES:
            said = by_bank if basis == "bank" else missing
            for address in (links.dashboard, links.reports):
                page = address("2026", basis=basis)
                assert said in found[page], (page, code)
                assert held in found[page], (page, code)
        assert held in found[links.ACCOUNTS]


@pytest.mark.parametrize("codes", LOSSES, ids="+".join)
def test_no_report_takes_an_amount_for_another_or_keeps_quiet(
    person: Person, keys: dict[str, int], codes: list[str], tmp_path: Path
) -> None:
    assert keys
    lost(person, codes)
    never = forbidden(person, codes, "EUR")
    with db.read() as session:
        _, content = reports.file(session, person.actor, "2026")
    target = tmp_path / "report.html"
    days = ("--from", "2026-01-01", "--to", "2026-12-31")
    assert cli.main(["report", "--user", "ada@example.org", *days, "-o", str(target)]) == 0
    for said in map(plain, (content.decode(), target.read_text("utf-8"))):
        assert not {one for one in never if one in said}
        for code in codes:
            spent = lost_rates.SPENT[code] + (lost_rates.BY_BANK if code == "USD" else 0)
            for one in written(code, spent, lost_rates.EARNED[code], lost_rates.balance(code)):
                assert one in said, one
