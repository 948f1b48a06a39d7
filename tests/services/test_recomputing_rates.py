"""Rates that were corrected or came later reach the amounts that they convert."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.services import books, recomputing
from finance_app.services.recompute_runs import run
from tests.conftest import NOW
from tests.services.recomputing import (
    a_book,
    base_amounts,
    change,
    clock,
    do,
    finish,
    fits_meanwhile,
    is_running,
    proven,
    set_rate,
    steps,
)

pytestmark = pytest.mark.usefixtures("database")


def correct(first: date, last: date, *, code: str = "USD", value: str = "2.5") -> int:
    """Correct all rates of some days; return how many books have something to do."""
    with db.write() as session:
        days = "SELECT day FROM rate WHERE currency = :code AND day BETWEEN :first AND :last"
        given = {"code": code, "first": first, "last": last}
        for day in session.scalars(text(days), given).all():
            set_rate(session, code, date.fromisoformat(str(day)), value)
        return recomputing.enqueue_rates(session, {code}, first, last, NOW)


def test_a_corrected_rate_reaches_the_entries_that_it_converts_and_no_others() -> None:
    actor = a_book()
    before = {row[0]: row for row in base_amounts(actor)}
    assert correct(date(2026, 3, 1), date(2026, 4, 1)) == 1
    fits_meanwhile(actor)
    finish(actor)
    proven(actor)
    after = {row[0]: row for row in base_amounts(actor)}
    assert sum(before[key] != after[key] for key in after) == 4  # two entries and their lines


def test_rates_that_nobody_needs_are_nothing_to_do() -> None:
    actor = a_book()
    assert correct(date(2020, 1, 1), date(2020, 2, 1)) == 0
    assert correct(date(2026, 1, 1), date(2026, 9, 1), code="GBP") == 0
    assert not is_running(actor)


def test_rates_of_one_book_alone_leave_the_others() -> None:
    actor = a_book()
    with db.write() as session:
        days = date(2026, 1, 1), date(2026, 9, 1)
        assert recomputing.enqueue_rates(session, {"USD"}, *days, NOW, book_id=1) == 0
        assert recomputing.enqueue_rates(session, {"USD"}, *days, NOW, book_id=actor.book_id) == 1


def test_rates_corrected_again_on_the_way_count() -> None:
    actor = a_book()
    correct(date(2026, 1, 1), date(2026, 9, 1))
    going = steps(actor)
    next(going)
    correct(date(2026, 1, 1), date(2026, 1, 5), value="4")
    correct(date(2026, 10, 1), date(2026, 10, 5), value="5")
    for _ in going:
        fits_meanwhile(actor)
    proven(actor)


def test_rates_corrected_during_a_change_of_currency_are_covered_by_it() -> None:
    actor = a_book()
    correct(date(2026, 1, 1), date(2026, 9, 1))
    change(actor, "JPY")
    going = steps(actor)
    for _ in range(3):
        next(going)
    correct(date(2026, 1, 1), date(2026, 1, 5), value="4")
    do(books.cancel_recomputing, actor)
    finish(actor)
    proven(actor)


def test_what_was_stopped_goes_on_when_it_is_resumed_or_rates_change_again() -> None:
    actor = a_book()
    for value, go_on in (
        ("2", lambda: do(recomputing.resume, actor)),
        ("4", lambda: correct(date(2026, 5, 1), date(2026, 5, 1), value="3")),
    ):
        correct(date(2026, 1, 1), date(2026, 9, 1), value=value)
        next(steps(actor))
        do(books.cancel_recomputing, actor)
        assert run(clock, pause=0) == 0
        fits_meanwhile(actor)
        go_on()
        finish(actor)
        proven(actor)


def test_rates_reach_a_removed_book_once_it_is_brought_back() -> None:
    actor = a_book()
    with db.write() as session:
        session.execute(text("UPDATE book SET removed_at = '2026-11-20 10:00:00'"))
    assert correct(date(2026, 1, 1), date(2026, 9, 1)) == 1
    assert run(clock, pause=0) == 0
    with db.write() as session:
        session.execute(text("UPDATE book SET removed_at = NULL"))
    finish(actor)
    proven(actor)


def test_only_what_takes_a_while_is_said_on_every_page() -> None:
    actor = a_book()
    correct(date(2026, 1, 1), date(2026, 9, 1))
    next(steps(actor))
    for total, said in ((6, False), (60_000, True)):
        with db.write() as session:
            session.execute(text("UPDATE recompute SET total = :total"), {"total": total})
            assert (recomputing.state(session, actor) is not None) == said
