"""Totals and balances of a book in many currencies, against hledger on a journal of the same."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest
from dateutil.relativedelta import relativedelta
from sqlalchemy import text

from finance_app.domain.cards import FLOWING
from finance_app.domain.currencies import DECIMALS
from finance_app.domain.entries import EntryFilter
from finance_app.domain.periods import Kind, Period
from finance_app.domain.totals import UNCATEGORISED_IN, UNCATEGORISED_OUT
from finance_app.domain.worth import month_end
from finance_app.services import accounts, dashboard, entries, verify, worth
from tests.oracles import ledgers
from tests.oracles.ledgers import CODES, FIRST, TODAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.dashboard import CategorySum, Dashboard
    from finance_app.domain.worth import Holding, Standing

type Cell = dict[str, int]
"""Minor units by currency; what is nothing is left out."""

LIMIT = 31  # days that a rate counts for
MONTHS = [FIRST + relativedelta(months=n) for n in range(61)]


class Ledger(NamedTuple):
    """A book, and the journal that says the same."""

    session: Session
    actor: Actor
    journal: Path
    published: dict[str, dict[date, Decimal]]

    def asked(self, *arguments: str) -> dict[tuple[str, str], Cell]:
        """Return a balance report, by account and heading."""
        program = ("hledger", "-f", self.journal, "balance", "--no-total", "-O", "csv")
        said = subprocess.run((*program, *arguments), check=True, capture_output=True, text=True)
        rows = csv.reader(io.StringIO(said.stdout))
        headings = next(rows)[1:]
        return {
            (row[0], heading): cell
            for row in rows
            for heading, written in zip(headings, row[1:], strict=True)
            if (cell := dict(amounts(written)))
        }


def amounts(written: str) -> Iterator[tuple[str, int]]:
    for one in written.split(", ") if written != "0" else ():
        value, code = one.split(" ")
        if minor := int(Decimal(value).scaleb(DECIMALS[code])):
            yield code, minor


@pytest.fixture(params=[1, 2])
def ledger(
    request: pytest.FixtureRequest, session: Session, actor: Actor, tmp_path: Path
) -> Ledger:
    """Five years of entries in six currencies, another one each time."""
    if shutil.which("hledger") is None:
        pytest.skip("Install hledger to compare with it (Debian: apt install hledger).")
    random = Random(request.param)  # noqa: S311  no secret
    published = ledgers.publish(session, random)
    ledgers.fill(session, actor, random, count=300)
    journal = ledgers.write(tmp_path / "book.journal", session, published)
    return Ledger(session, actor, journal, published)


def test_all_that_is_converted_agrees(ledger: Ledger) -> None:
    """One test, since writing the book takes longest."""
    each_entry_is_converted_by_the_last_known_rate(ledger)
    entry_dates_by_category(ledger)
    entry_dates_by_account(ledger)
    balances_at_their_own_day_and_at_todays(ledger)
    assert verify.verify(ledger.session) == ()


def last_known(published: dict[date, Decimal], day: date) -> Decimal | None:
    near = (day - timedelta(days=days) for days in range(LIMIT + 1))
    return next((published[one] for one in near if one in published), None)


def each_entry_is_converted_by_the_last_known_rate(ledger: Ledger) -> None:
    found = ledger.session.execute(
        text(
            "SELECT entry.day, entry.amount, entry.base_amount, account.currency FROM entry"
            " JOIN account ON account.id = entry.account_id AND account.book_id = entry.book_id"
        )
    ).all()
    unknown = 0
    for written, amount, base_amount, code in found:
        day = written if isinstance(written, date) else date.fromisoformat(written)
        value = Decimal(1) if code == "EUR" else last_known(ledger.published[code], day)
        if value is None:
            unknown += 1
            assert base_amount is None, (day, code)
        else:
            exact = Fraction(amount, 10 ** DECIMALS[code]) / Fraction(value) * 100
            assert base_amount == round(exact), (day, amount, code, value)
    assert 10 < unknown < len(found) / 2


def entry_dates_by_category(ledger: Ledger) -> None:
    """What each category comes to, cent for cent, with what has no rate beside it."""
    cut = Period.between(date(2022, 3, 10), date(2026, 2, 17))
    days = ("-b", str(cut.start), "-e", str(cut.last + timedelta(days=1)))
    months, years, between = (ledger.asked("-B", *by, "flow") for by in (("-M",), ("-Y",), days))
    asked = [
        *((months, f"{day:%Y-%m}", Period.of(Kind.MONTH, day)) for day in MONTHS[:-1]),
        *((years, str(year), Period.of(Kind.YEAR, date(year, 1, 1))) for year in range(2022, 2026)),
        (between, "balance", cut),
    ]
    lacking = compared = 0
    for theirs, heading, period in asked:
        found = dashboard.figures(ledger.session, ledger.actor, period, cards=FLOWING)
        expected = {name: cell for (name, at), cell in theirs.items() if at == heading}
        assert by_purpose(found) == expected, period
        compared += len(expected)
        lacking += found.flow.missing_count
        for sums, flow in (
            (found.spending, found.flow.spending),
            (found.income, found.flow.income),
        ):
            assert sum(one.amount.amount for one in sums) == flow.amount
    assert lacking > 30
    assert compared > 200


def by_purpose(found: Dashboard) -> dict[str, Cell]:
    """Return a dashboard's categories as hledger names them: spending is positive."""
    kinds = ((found.spending, 1, UNCATEGORISED_OUT), (found.income, -1, UNCATEGORISED_IN))
    cells = (
        (f"flow:{one.id or none}", cell(one, sign))
        for sums, sign, none in kinds
        for one in leaves(sums)
    )
    return {name: found for name, found in cells if found}


def leaves(sums: Iterable[CategorySum]) -> Iterator[CategorySum]:
    for one in sums:
        yield from one.members or (one,)


def cell(one: CategorySum, sign: int) -> Cell:
    found: dict[str, int] = defaultdict(int, EUR=sign * one.amount.amount)
    for made in one.made:
        if made.converted is None:
            found[made.original.currency] += sign * made.original.amount
    return {code: amount for code, amount in found.items() if amount}


def entry_dates_by_account(ledger: Ledger) -> None:
    """What the entries of an account come to in each month, transfers too."""
    theirs = ledger.asked("-B", "-M", "held", "not:desc:opened")
    for one in accounts.everything(ledger.session, ledger.actor):
        for start in MONTHS[:-1]:
            wanted = EntryFilter(start=start, last=month_end(start), account_id=one.id)
            found = entries.sums(ledger.session, ledger.actor, wanted)
            assert found is not None
            ours: dict[str, int] = defaultdict(int)
            for total in found.currencies:
                ours["EUR"] += total.base_amount
                ours[total.currency] += total.missing_amount
            kept = {code: amount for code, amount in ours.items() if amount}
            assert kept == theirs.get((f"held:{one.id}", f"{start:%Y-%m}"), {}), (one.name, start)


def balances_at_their_own_day_and_at_todays(ledger: Ledger) -> None:
    """What is on each account at the end of each month, within a minor unit."""
    ends = [month_end(day) for day in MONTHS if month_end(day) < TODAY]
    for at, arguments in ((None, "end"), (TODAY, str(TODAY))):
        theirs = ledger.asked("-M", "-H", f"--value={arguments},EUR", "-e", "2026-11-01", "held")
        found = worth.standings(ledger.session, ledger.actor, ends, at=at)
        compared = 0
        for day, standings in found.items():
            for one in standings:
                seen = theirs.get((f"held:{one.account.id}", f"{day:%Y-%m}"), {})
                compared += agrees(ledger, one, seen, at or day)
        assert compared > len(ends) * len(CODES) / 2


def agrees(ledger: Ledger, one: Standing[Holding], theirs: Cell, at: date) -> bool:
    """Compare an account with hledger's where its currency has a rate that is young enough."""
    code = one.balance.currency
    if code != "EUR" and last_known(ledger.published[code], at) is None:
        assert one.converted is None
        return False
    assert one.converted is not None
    assert set(theirs) <= {"EUR"}, (one, theirs)
    assert abs(one.converted.amount.amount - theirs.get("EUR", 0)) <= 1, (one, theirs, at)
    return True
