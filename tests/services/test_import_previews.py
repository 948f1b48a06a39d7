from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.accounts import AccountKind
from finance_app.domain.entries import EntryDraft, EntryFilter, LineDraft
from finance_app.domain.import_plans import Opening
from finance_app.domain.imports import Verdict
from finance_app.errors import InvalidInputError, StatementError
from finance_app.services import accounts, categories, entries, imports
from finance_app.services.import_previews import preview
from tests.conftest import somebody
from tests.services.bank_files import CSV, OFX, aim, verdicts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def test_what_was_typed_before_is_found_again(
    session: Session, actor: Actor, account_id: int
) -> None:
    same = EntryDraft(account_id, date(2026, 11, 3), -1_250, "BAKERY")
    near = EntryDraft(account_id, date(2026, 11, 6), 200_000, "Work")
    entries.add(session, actor, same)
    entries.add(session, actor, near)
    import_id = imports.stage(session, actor, "june.csv", CSV)
    aim(session, actor, import_id, account_id)
    assert verdicts(session, actor, import_id) == [Verdict.DUPLICATE, Verdict.DOUBTFUL]


def test_a_category_is_proposed_where_the_payee_had_one(
    session: Session, actor: Actor, account_id: int
) -> None:
    coffee = next(each for each in categories.everything(session, actor) if each.name == "Coffee")
    lines = (LineDraft(-300, coffee.id),)
    entries.add(
        session, actor, EntryDraft(account_id, date(2026, 10, 1), -300, "Bakery", "", lines)
    )
    import_id = imports.stage(session, actor, "june.csv", CSV)
    aim(session, actor, import_id, account_id)
    shown = preview(session, actor, import_id)
    bakery, employer = (shown.category(shown.groups[0], place) for place in (0, 1))
    assert (bakery.name, bakery.reason) == ("Coffee", "as Bakery had before")
    assert employer.name == ""
    imports.commit(session, actor, import_id)
    imported = entries.page(session, actor, EntryFilter()).entries[1]
    assert imported.lines[0].category == "Coffee"


def test_a_confirmed_layout_and_its_account_are_remembered(
    session: Session, actor: Actor, account_id: int
) -> None:
    first = imports.stage(session, actor, "june.csv", CSV)
    aim(session, actor, first, account_id)
    imports.commit(session, actor, first)
    later = CSV.replace(b"-11-", b"-12-")
    shown = preview(session, actor, imports.stage(session, actor, "july.csv", later))
    assert shown.plan.confirmed
    assert shown.groups[0].account_id == account_id


def test_two_equal_rows_of_one_file_are_both_new(session: Session, actor: Actor) -> None:
    twice = CSV + b"2026-11-03,Bakery,-12.50\n"
    import_id = imports.stage(session, actor, "june.csv", twice)
    assert verdicts(session, actor, import_id) == [Verdict.NEW] * 3


def test_another_books_category_or_a_row_that_is_not_there_is_passed_over(
    session: Session, actor: Actor
) -> None:
    eve = somebody(session, "eve@example.org")
    theirs = categories.everything(session, eve)[0].id
    import_id = imports.stage(session, actor, "june.ofx", OFX)
    plan = preview(session, actor, import_id).plan
    plan = plan.categorised((0, 0), theirs).categorised((0, 99), theirs)
    plan = plan.categorised((7, 0), theirs).choosing([(0, 99), (7, 0)], wanted=True)
    imports.decide(session, actor, import_id, plan.aimed(7, 1))
    assert imports.commit(session, actor, import_id).imported == 2
    assert {
        entry.lines[0].category_id for entry in entries.page(session, actor, EntryFilter()).entries
    } == {None}


def test_an_account_to_be_opened_can_be_given_another_name_and_kind(
    session: Session, actor: Actor
) -> None:
    import_id = imports.stage(session, actor, "june.ofx", OFX)
    wanted = Opening("Household", AccountKind.SAVINGS, "USD")
    imports.decide(
        session, actor, import_id, preview(session, actor, import_id).plan.opening(0, wanted)
    )
    imports.commit(session, actor, import_id)
    (opened,) = accounts.everything(session, actor)
    assert (opened.name, opened.kind, opened.currency) == ("Household", AccountKind.SAVINGS, "EUR")


def test_a_file_without_a_currency_takes_that_of_the_account_it_opens(
    session: Session, actor: Actor
) -> None:
    import_id = imports.stage(session, actor, "june.csv", CSV)
    wanted = Opening("Yen", AccountKind.CASH, "JPY")
    imports.decide(
        session, actor, import_id, preview(session, actor, import_id).plan.opening(0, wanted)
    )
    group = preview(session, actor, import_id).groups[0]
    assert [row.amount for row in group.rows] == [-12, 2000]
    assert (group.judgements[0].verdict, group.judgements[0].reason) == (
        Verdict.DOUBTFUL,
        "-12.50 has more decimals than JPY; it would be rounded",
    )


@pytest.mark.parametrize("name", ["", "Checking EUR", "x" * 101])
def test_an_account_that_cannot_be_opened_like_that_is_refused_at_once(
    session: Session, actor: Actor, account_id: int, name: str
) -> None:
    assert account_id
    import_id = imports.stage(session, actor, "june.ofx", OFX)
    plan = preview(session, actor, import_id).plan.opening(
        0, Opening(name, AccountKind.CASH, "EUR")
    )
    with pytest.raises(InvalidInputError) as refused:
        imports.decide(session, actor, import_id, plan)
    assert refused.value.field == "name"


def test_another_layout_forgets_what_was_said_about_single_rows(
    session: Session, actor: Actor
) -> None:
    import_id = imports.stage(session, actor, "june.csv", CSV)
    plan = preview(session, actor, import_id).plan
    assert plan.layout is not None
    other = replace(plan.layout, negated=("amount",))
    plan = plan.choosing([(0, 0)], wanted=False).categorised((0, 1), 5)
    imports.decide(session, actor, import_id, replace(plan, layout=other))
    shown = preview(session, actor, import_id)
    assert (shown.plan.rows, shown.plan.categories) == ({}, {})
    assert [row.amount for row in shown.groups[0].rows] == [1_250, -200_000]


def test_a_layout_of_another_file_is_refused(session: Session, actor: Actor) -> None:
    import_id = imports.stage(session, actor, "june.csv", CSV)
    plan = preview(session, actor, import_id).plan
    assert plan.layout is not None
    other = replace(plan.layout, header=("Tag", "Text", "Betrag"))
    with pytest.raises(StatementError, match="confirm its columns"):
        imports.decide(session, actor, import_id, replace(plan, layout=other))


def test_a_preview_sees_what_was_written_since_it_was_made(
    session: Session, actor: Actor, account_id: int
) -> None:
    import_id = imports.stage(session, actor, "june.csv", CSV)
    aim(session, actor, import_id, account_id)
    assert verdicts(session, actor, import_id) == [Verdict.NEW, Verdict.NEW]
    entries.add(session, actor, EntryDraft(account_id, date(2026, 11, 3), -1_250, "Bakery"))
    assert verdicts(session, actor, import_id) == [Verdict.DUPLICATE, Verdict.NEW]


def test_an_exact_repetition_goes_before_a_near_one(
    session: Session, actor: Actor, account_id: int
) -> None:
    entries.add(session, actor, EntryDraft(account_id, date(2026, 11, 4), -1_250, "Bakery"))
    file = b"Date,Description,Amount\n2026-11-03,Kiosk,-12.50\n2026-11-04,Bakery,-12.50\n"
    import_id = imports.stage(session, actor, "june.csv", file)
    aim(session, actor, import_id, account_id)
    assert verdicts(session, actor, import_id) == [Verdict.NEW, Verdict.DUPLICATE]


def test_an_amount_no_book_can_hold_is_skipped_with_its_line(
    session: Session, actor: Actor
) -> None:
    file = CSV + b"2026-11-06,Moon,-99999999999999999.00\n"
    shown = preview(session, actor, imports.stage(session, actor, "june.csv", file))
    assert [(each.line, each.why) for each in shown.skipped] == [
        (4, "Its amount is larger than a book can hold.")
    ]
    assert len(shown.groups[0].rows) == 2


def test_rows_in_what_is_no_money_are_skipped_never_taken_one_to_one(
    session: Session, actor: Actor
) -> None:
    file = b"Date,Payee,Amount,Currency\n2026-11-03,Coin,-2,XAU\n2026-11-04,Bakery,-1,EUR\n"
    shown = preview(session, actor, imports.stage(session, actor, "june.csv", file))
    assert [each.why for each in shown.skipped] == ["XAU is no currency an account can have."]
    assert [row.payee for row in shown.groups[0].rows] == ["Bakery"]
