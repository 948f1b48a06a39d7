"""Every page, the report's file and the command line, with the rates of some currencies gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from finance_app import cli, db
from finance_app.domain.formatting import money_text
from finance_app.domain.money import Money
from finance_app.services import preferences, reports
from finance_app.services.recompute_runs import run
from finance_app.ui import links
from tests import lost_figures, lost_rates
from tests.lost_figures import INCOME, LISTED, SPENDING, WORTH, Booked
from tests.lost_rates import LOSSES, OPENINGS, balance, plain
from tests.services.recomputing import clock
from tests.websocket import Tab, browser, served

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.pages.conftest import Person

BASES = ("", "end", "today", "bank")
FILES = (*(links.report_file("2026", basis=basis) for basis in BASES), links.RATE_FILE)
OTHERS = (
    links.ACCOUNTS,
    links.ACTIVITY,
    links.CATEGORIES,
    links.PAYEES,
    links.RATES,
    links.SETTINGS,
    links.TAGS,
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
    """Return what each page and each file knows, as one text; no page has anything of another."""
    found = {}
    async with served() as app:
        for page in pages:
            path, _, query = page.partition("?")
            async with Tab(app, person.token, page=path) as tab:
                tab.query = f"?{query}" if query else ""
                await tab.load()
                found[page] = plain(json.dumps(tab.vars(), ensure_ascii=False))
        async with browser(app, person.token) as client:
            for file in FILES:
                answer = await client.get(file)
                assert answer.status_code == 200, file
                found[file] = plain(answer.text)
    return found


def forbidden(codes: list[str], shown: str, basis: str) -> set[str]:
    """Return amounts that only somebody would say who took a currency for the one shown."""
    strange = list(OPENINGS) if shown in codes else codes
    found = {plain(one) for one in lost_rates.one_to_one(strange, shown)}
    for entries in (SPENDING, INCOME, WORTH, LISTED):
        found |= written(shown, lost_figures.of(entries, basis, shown, codes).one_to_one)
    return found


@pytest.fixture
def keys(person: Person) -> dict[str, int]:
    found: dict[str, int] = person.do(lost_rates.fill)
    return found


def lost(person: Person, codes: list[str]) -> None:
    person.do(lost_rates.lose, codes)
    run(clock, pause=0)


def told(content: str, figure: lost_figures.Sum, shown: str) -> None:
    """What is known is there, or that nothing is, and by currency what could not be converted."""
    assert figure.known or "no rate" in content.casefold()
    for code, amount in ({shown: figure.known} | figure.missing).items():
        for one in written(code, amount) if amount else ():
            assert one in content, one


SHOWN = [*((codes, "EUR") for codes in LOSSES), (["USD"], "USD"), (["JPY"], "JPY")]


@pytest.mark.parametrize(
    ("codes", "shown"), SHOWN, ids=[f"{'+'.join(codes)} in {shown}" for codes, shown in SHOWN]
)
async def test_no_page_takes_an_amount_for_another_or_keeps_quiet(
    person: Person, keys: dict[str, int], codes: list[str], shown: str
) -> None:
    lost(person, codes)
    if shown != "EUR":
        person.do(preferences.change, "en_US", "Europe/Berlin", shown)
    found = await texts(person, everywhere(keys.values()))
    worth = lost_figures.of(WORTH, "today", shown, codes)
    for basis in BASES:
        never = forbidden(codes, shown, basis)
        for page in (one for one in found if f"basis={basis}" in one or not basis):
            assert not {one for one in never if one in found[page]}, page
        spent, earned, listed = (
            lost_figures.of(entries, basis, shown, codes) for entries in (SPENDING, INCOME, LISTED)
        )
        for address in (links.dashboard, links.reports, links.report_file):
            for figure in (spent, earned, worth):
                told(found[address("2026", basis=basis)], figure, shown)
        told(found[links.entries(period="2026", basis=basis)], listed, shown)
    told(found[links.ACCOUNTS], worth, shown)
    for code, key in keys.items():
        held = lost_figures.of([Booked(code, balance(code))], "today", shown, codes)
        told(found[links.account(str(key))], held, shown)


@pytest.mark.parametrize("codes", LOSSES, ids="+".join)
def test_no_report_takes_an_amount_for_another_or_keeps_quiet(
    person: Person, keys: dict[str, int], codes: list[str], tmp_path: Path
) -> None:
    assert keys
    lost(person, codes)
    never = forbidden(codes, "EUR", "")
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
