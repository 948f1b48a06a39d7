"""Another base currency, and other rates: amounts are converted anew, part by part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.domain.actors import Role
from finance_app.domain.entries import EntryDraft, EntryFilter
from finance_app.domain.recomputing import Reason, Recomputing
from finance_app.errors import (
    ConflictError,
    ForbiddenError,
    InvalidAmountError,
    InvalidInputError,
    StaleError,
    UndoRefusedError,
)
from finance_app.services import books, entries, history, members, recomputing, verify
from finance_app.services.recompute_runs import SILENT, claim, give_up, is_due, is_stuck, run
from tests.conftest import an_account, somebody
from tests.services.books import viewer
from tests.services.recomputing import (
    OWNER,
    a_book,
    as_now,
    base_amounts,
    change,
    clock,
    content,
    do,
    finish,
    fits_meanwhile,
    is_running,
    proven,
    set_rate,
    stepper,
    steps,
)

pytestmark = pytest.mark.usefixtures("database")


def test_another_base_currency_is_a_change_after_which_everything_is_converted_anew() -> None:
    actor = a_book()
    before, said = content(actor), base_amounts(actor)
    set_id = change(actor, "usd")
    fits_meanwhile(actor)
    finish(actor)
    proven(actor)
    assert base_amounts(actor) != said
    assert content(actor) == before
    with db.read() as session:
        one = history.get(session, actor, set_id)
    assert one.summary == "Changed the book's currency from EUR to USD"
    assert (one.kind, one.by, one.written) == ("book.currency", actor.email, {"book": 1})


def test_totals_are_the_sum_of_lines_after_every_part() -> None:
    actor = a_book()
    change(actor, "USD")
    count = 0
    for count in steps(actor):  # noqa: B007  how many there were is what is asked
        fits_meanwhile(actor)
    assert count == 5  # 18 entries, 4 at a time
    proven(actor)


def test_how_far_it_is_and_why_is_said() -> None:
    actor = a_book()
    change(actor, "USD")
    found = []
    for _ in steps(actor, 9):
        with db.read() as session:
            found.append(recomputing.state(session, actor))
    assert found[0] == Recomputing(Reason.BASE, "USD", 9, 18, reversible=True)
    assert [each.percent for each in found if each] == [50, 99]
    with db.read() as session:
        assert recomputing.state(session, actor) is None


def test_what_is_written_meanwhile_is_in_the_new_currency_at_once() -> None:
    actor = a_book()
    change(actor, "USD")
    going = steps(actor)
    next(going)
    account = do(an_account, actor, "USD", "Another")
    for day in (date(2026, 1, 1), date(2026, 9, 30)):
        do(entries.add, actor, EntryDraft(account, day, -500, "Kiosk"))
    with db.read() as session:
        found = entries.page(session, actor, EntryFilter(account_id=account)).entries
    assert [one.base_amount for one in found] == [-500, -500]
    fits_meanwhile(actor)
    finish(actor)
    proven(actor)


def test_an_undo_days_later_goes_back_in_the_same_way() -> None:
    actor = a_book()
    before = base_amounts(actor)
    set_id = change(actor, "JPY")
    finish(actor)
    do(history.undo, replace(actor, now=actor.now + timedelta(days=9)), set_id)
    assert is_running(actor)
    finish(actor)
    proven(actor)
    assert base_amounts(actor) == before
    with db.read() as session:
        undone = history.page(session, actor)[0]
    assert undone.summary == "Undid: Changed the book's currency from EUR to JPY"
    do(history.undo, actor, undone.id)
    finish(actor)
    proven(actor)
    assert as_known(actor) == "JPY"


def as_known(actor: object) -> str:
    with db.read() as session:
        return as_now(session, actor).base_currency  # type: ignore[arg-type]  # it is one


def test_an_undo_is_refused_once_there_is_a_third_currency() -> None:
    actor = a_book()
    set_id = change(actor, "USD")
    change(actor, "JPY")
    with pytest.raises(UndoRefusedError, match="stays JPY"):
        do(history.undo, actor, set_id)
    finish(actor)
    proven(actor)


@pytest.mark.parametrize("parts", [0, 1, 3])
def test_cancelled_what_was_done_goes_back_and_no_more(parts: int) -> None:
    actor = a_book()
    before = base_amounts(actor)
    change(actor, "USD")
    going = steps(actor)
    for _ in range(parts):
        next(going)
    do(books.cancel_recomputing, actor)
    assert as_known(actor) == "EUR"
    assert is_running(actor) == (parts > 0)
    if parts:
        with db.read() as session:
            state = recomputing.state(session, actor)
        assert state == Recomputing(Reason.BASE, "EUR")
        fits_meanwhile(actor)
        with pytest.raises(ConflictError):
            do(books.cancel_recomputing, actor)
        assert sum(1 for _ in steps(actor, 100)) == 1
    proven(actor)
    assert base_amounts(actor) == before


def test_cancelled_after_something_was_written_everything_is_looked_at() -> None:
    actor = a_book()
    change(actor, "USD")
    next(steps(actor))
    account = do(an_account, actor, "EUR", "Another")
    do(entries.add, actor, EntryDraft(account, date(2026, 10, 30), -500, "Kiosk"))
    do(books.cancel_recomputing, actor)
    finish(actor)
    proven(actor)


def test_changes_of_mind_on_the_way_end_in_the_last_currency() -> None:
    actor = a_book()
    for code in ("USD", "JPY", "USD", "EUR", "JPY", "EUR", "USD"):
        change(actor, code)
        next(steps(actor))
        with db.write() as session:
            session.execute(text("UPDATE recompute SET owner = '', beat_at = NULL"))
    fits_meanwhile(actor)
    finish(actor)
    proven(actor)
    assert as_known(actor) == "USD"


def test_only_the_owner_changes_the_currency_undoes_that_or_cancels() -> None:
    actor = a_book()
    editor = replace(actor, role=Role.EDITOR)
    for who in (editor, viewer(actor)):
        with pytest.raises(ForbiddenError):
            do(books.change_currency, who, "USD")
    with pytest.raises(InvalidInputError) as wrong:
        do(books.change_currency, actor, "XX")
    assert wrong.value.field == "base_currency"
    assert do(books.change_currency, actor, "EUR") is None
    set_id = change(actor, "USD")
    with pytest.raises(ForbiddenError):
        do(books.cancel_recomputing, editor)
    with pytest.raises(ForbiddenError):
        do(history.undo, editor, set_id)


def test_a_book_without_entries_has_its_currency_at_once() -> None:
    with db.write() as session:
        actor = somebody(session)
        an_account(session, actor)
    change(actor, "USD")
    assert not is_running(actor)
    proven(actor)


def test_who_still_knows_the_currency_before_writes_nothing() -> None:
    actor = a_book()
    change(actor, "USD")
    with db.write() as session, pytest.raises(StaleError):
        an_account(session, actor, "EUR", "Another")


def test_an_amount_that_no_book_can_hold_leads_back_and_says_why() -> None:
    actor = a_book()
    account = do(an_account, actor, "EUR", "Another")
    do(entries.add, actor, EntryDraft(account, date(2026, 9, 9), 5 * 10**15, "Kiosk"))
    before = base_amounts(actor)
    with db.write() as session:
        for month in range(1, 11):
            set_rate(session, "VND", date(2026, month, 5), "25000")
    change(actor, "VND")
    last = stepper(actor)
    with pytest.raises(InvalidAmountError):  # noqa: PT012  it is in one of the parts
        while last.step(clock()):
            last.size = 4
    with db.write() as session:
        give_up(session, actor.book_id, "That amount is larger.", clock())
    with db.read() as session:
        found = recomputing.state(session, actor)
    assert found == Recomputing(Reason.BASE, "EUR", problem="That amount is larger.")
    finish(actor)
    proven(actor)
    assert base_amounts(actor) == before
    change(actor, "VND")
    run(clock, pause=0)
    proven(actor)
    assert base_amounts(actor) == before


def test_who_began_it_may_have_left_when_it_leads_back() -> None:
    actor = a_book()
    change(actor, "USD")
    with db.write() as session:
        eve = replace(somebody(session, "eve@example.org"), book_id=actor.book_id)
        members.add(session, eve, Role.OWNER, "Joined as owner")
        members.leave(session, actor)
        give_up(session, actor.book_id, "That amount is larger.", clock())
        undone = history.page(session, eve)[0]
    assert (undone.kind, undone.by) == ("undo", "eve@example.org")
    finish(actor)
    proven(actor)


def test_only_one_process_is_at_work_and_a_silent_one_is_replaced() -> None:
    actor = a_book()
    change(actor, "USD")
    now = clock()
    with db.write() as session:
        assert is_due(session, now)
        assert claim(session, "one", now) == actor.book_id
        assert claim(session, "two", now) is None
        assert not is_due(session, now)
        assert not is_stuck(session, now - SILENT)
        later = now + SILENT + timedelta(seconds=1)
        assert is_due(session, later)
        assert is_stuck(session, later)
        assert claim(session, "two", later) == actor.book_id
    assert run(clock, pause=0) == 0


def test_who_lost_a_book_writes_nothing_more() -> None:
    actor = a_book()
    change(actor, "USD")
    slow = stepper(actor)
    assert slow.step(clock())
    with db.write() as session:
        assert claim(session, "two", clock() + timedelta(minutes=1)) == actor.book_id
    before = base_amounts(actor)
    assert not slow.step(clock())
    assert base_amounts(actor) == before
    assert OWNER not in owners()
    finish(actor)
    proven(actor)


def owners() -> list[str]:
    with db.read() as session:
        return list(session.scalars(text("SELECT owner FROM recompute")))


def test_a_currency_that_was_changed_past_the_history_is_found() -> None:
    actor = a_book()
    change(actor, "USD")
    finish(actor)
    with db.write() as session:
        session.execute(text("UPDATE book SET base_currency = 'EUR'"))
        found = {each.check for each in verify.verify(session, actor.book_id)}
    assert found >= {"history", "conversion"}


def test_a_removed_book_waits_until_it_is_brought_back() -> None:
    actor = a_book()
    change(actor, "USD")
    with db.write() as session:
        session.execute(text("UPDATE book SET removed_at = '2026-11-20 10:00:00'"))
        assert not is_due(session, clock())
    assert run(clock, pause=0) == 0
    with db.write() as session:
        session.execute(text("UPDATE book SET removed_at = NULL"))
    finish(actor)
    proven(actor)
