from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.domain.entries import EntryDraft, EntryFilter
from finance_app.domain.import_previews import new_account
from finance_app.domain.imports import ImportRow, ImportStatus, Verdict
from finance_app.domain.statements import Statement, StatementAccount
from finance_app.errors import (
    AppError,
    ConflictError,
    InvalidInputError,
    NotFoundError,
    StatementError,
)
from finance_app.services import accounts, categories, entries, history, imports
from finance_app.services.import_previews import preview
from tests.conftest import an_account, somebody
from tests.services.bank_files import CSV, OFX, aim, verdicts

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def all_entries(session: Session, actor: Actor) -> list[tuple[str, int]]:
    page = entries.page(session, actor, EntryFilter())
    return [(entry.payee, entry.amount.amount) for entry in page.entries]


def test_a_file_of_an_unknown_account_opens_it_with_the_banks_balance(
    session: Session, actor: Actor
) -> None:
    import_id = imports.stage(session, actor, "june.ofx", OFX)
    done = imports.commit(session, actor, import_id)
    assert (done.imported, done.left_out) == (2, 0)
    (opened,) = accounts.everything(session, actor)
    assert (opened.name, opened.currency, opened.bank_number) == (
        "Checking ••1234",
        "EUR",
        "DE001234",
    )
    assert opened.balance.amount == 300_000
    assert all_entries(session, actor) == [("Employer", 200_000), ("Bakery", -1_250)]


def test_a_second_import_of_the_same_file_finds_duplicates_only(
    session: Session, actor: Actor
) -> None:
    imports.commit(session, actor, imports.stage(session, actor, "june.ofx", OFX))
    again = imports.stage(session, actor, "june.ofx", OFX)
    assert verdicts(session, actor, again) == [Verdict.DUPLICATE, Verdict.DUPLICATE]
    with pytest.raises(InvalidInputError, match="nothing to import"):
        imports.commit(session, actor, again)
    assert len(all_entries(session, actor)) == 2


def test_a_file_without_an_account_finds_the_one_that_has_its_lines(
    session: Session, actor: Actor
) -> None:
    other = b"Date,Payee,Amount\n2026-11-03,Cinema,-9.00\n"
    for file in (CSV, other):
        imports.commit(session, actor, imports.stage(session, actor, "june.csv", file))
    targets = []
    for file in (CSV, other):
        longer = imports.stage(session, actor, "june.csv", file + b"2026-11-07,Market,-5.00\n")
        *known, new = verdicts(session, actor, longer)
        assert (set(known), new) == ({Verdict.DUPLICATE}, Verdict.NEW)
        targets.append(preview(session, actor, longer).groups[0].account_id)
    assert targets == [each.id for each in accounts.everything(session, actor)]


@pytest.mark.parametrize(
    ("number", "said", "name", "kind"),
    [
        ("DE001234", "", "Checking ••1234", "checking"),
        ("12345-121", "SAVINGS", "Savings ••5121", "savings"),
        ("Cash", "", "Cash", "cash"),
        ("Visa card", "", "Visa card", "card"),
        ("", "", "Checking", "checking"),
    ],
)
def test_a_new_account_is_named_as_its_bank_does(
    number: str, said: str, name: str, kind: str
) -> None:
    statement = Statement(StatementAccount("", number, said), ())
    row = ImportRow(1, date(2026, 11, 3), -1_250, "Bakery", "", "key")
    draft = new_account(statement, "EUR", [row], [0])
    assert (draft.name, draft.kind) == (name, kind)


def test_an_import_is_undone_and_done_again(session: Session, actor: Actor) -> None:
    done = imports.commit(session, actor, imports.stage(session, actor, "june.ofx", OFX))
    undone = history.undo(session, actor, done.set_id)
    assert undone.left == ()
    assert all_entries(session, actor) == []
    assert accounts.everything(session, actor) == []
    history.undo(session, actor, undone.set_id)
    assert len(all_entries(session, actor)) == 2


def test_an_undo_leaves_what_was_edited_since_and_names_it(session: Session, actor: Actor) -> None:
    done = imports.commit(session, actor, imports.stage(session, actor, "june.ofx", OFX))
    bakery = entries.page(session, actor, EntryFilter()).entries[1]
    draft = EntryDraft(bakery.account_id, bakery.day, -1_300, "Bakery")
    entries.edit(session, actor, bakery.id, bakery.version, draft)
    undone = history.undo(session, actor, done.set_id)
    assert "Bakery of Nov 3, 2026" in undone.left
    assert all_entries(session, actor) == [("Bakery", -1_300)]


def test_rows_in_another_currency_than_the_account_are_refused(
    session: Session, actor: Actor
) -> None:
    import_id = imports.stage(session, actor, "june.ofx", OFX)
    aim(session, actor, import_id, an_account(session, actor, "USD"))
    with pytest.raises(InvalidInputError, match="in EUR, but Checking USD is in USD"):
        imports.commit(session, actor, import_id)


def test_older_entries_leave_a_stated_opening_balance_true(session: Session, actor: Actor) -> None:
    imports.commit(session, actor, imports.stage(session, actor, "june.ofx", OFX))
    older = OFX.replace(b"202611", b"202510").replace(b"a1", b"b1").replace(b"a2", b"b2")
    imports.commit(session, actor, imports.stage(session, actor, "may.ofx", older))
    (account,) = accounts.everything(session, actor)
    assert account.balance.amount == 300_000
    assert account.opening_day == date(2026, 11, 3)


def test_what_is_not_a_statement_is_refused_and_nothing_is_kept(
    session: Session, actor: Actor
) -> None:
    with pytest.raises(StatementError):
        imports.stage(session, actor, "cat.png", b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert session.execute(text("SELECT count(*) FROM statement_import")).scalar() == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (OFX[: OFX.index(b"<STMTTRN>")], "breaks off"),
        (OFX[: OFX.index(b"<STMTTRN>")] + OFX[OFX.index(b"</BANKTRANLIST>") :], "another period"),
    ],
)
def test_why_there_is_nothing_to_import_is_said(
    session: Session, actor: Actor, content: bytes, sentence: str
) -> None:
    with pytest.raises(StatementError, match=sentence):
        imports.stage(session, actor, "may", content)


def test_nobody_sees_or_commits_another_books_import(session: Session, actor: Actor) -> None:
    import_id = imports.stage(session, actor, "june.ofx", OFX)
    other = somebody(session, "eve@example.org")
    for attempt in (preview, imports.commit, imports.discard):
        with pytest.raises(NotFoundError):
            attempt(session, other, import_id)


def test_a_discarded_file_is_gone(session: Session, actor: Actor) -> None:
    import_id = imports.stage(session, actor, "june.ofx", OFX)
    imports.discard(session, actor, import_id)
    assert preview(session, actor, import_id).status is ImportStatus.DISCARDED
    with pytest.raises(ConflictError):
        imports.commit(session, actor, import_id)


def test_what_progress_raises_cancels_everything(session: Session, actor: Actor) -> None:
    import_id = imports.stage(session, actor, "june.ofx", OFX)

    def cancel(percent: int) -> None:
        if percent > 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), session.begin_nested():
        imports.commit(session, actor, import_id, progress=cancel)
    assert all_entries(session, actor) == []


def test_a_chosen_category_wins_over_the_proposed_one(session: Session, actor: Actor) -> None:
    tree = {each.name: each.id for each in categories.everything(session, actor)}
    import_id = imports.stage(session, actor, "june.ofx", OFX)
    plan = preview(session, actor, import_id).plan
    plan = plan.categorised((0, 0), tree["Groceries"]).categorised((0, 1), 0)
    imports.decide(session, actor, import_id, plan)
    imports.commit(session, actor, import_id)
    employer, bakery = entries.page(session, actor, EntryFilter()).entries
    assert (bakery.lines[0].category, employer.lines[0].category_id) == ("Groceries", None)


def test_a_left_out_row_stays_out_and_the_balance_is_still_the_banks(
    session: Session, actor: Actor
) -> None:
    import_id = imports.stage(session, actor, "june.ofx", OFX)
    plan = preview(session, actor, import_id).plan.choosing([(0, 0)], wanted=False)
    imports.decide(session, actor, import_id, plan)
    done = imports.commit(session, actor, import_id)
    assert (done.imported, done.left_out) == (1, 1)
    assert accounts.everything(session, actor)[0].balance.amount == 300_000


def test_two_statements_of_one_new_account_open_it_once(session: Session, actor: Actor) -> None:
    start, end = OFX.index(b"<STMTTRNRS>"), OFX.index(b"</BANKMSGSRSV1>")
    second = OFX[start:end].replace(b"202611", b"202612").replace(b"3000.00", b"4000.00")
    twice = OFX[:end] + second + OFX[end:]
    imports.commit(session, actor, imports.stage(session, actor, "two.ofx", twice))
    (opened,) = accounts.everything(session, actor)
    assert opened.balance.amount == 400_000
    assert len(all_entries(session, actor)) == 4


def test_two_new_accounts_of_one_file_get_names_of_their_own(
    session: Session, actor: Actor
) -> None:
    start, end = OFX.index(b"<STMTTRNRS>"), OFX.index(b"</BANKMSGSRSV1>")
    twice = OFX[:end] + OFX[start:end].replace(b"DE001234", b"DE991234") + OFX[end:]
    imports.commit(session, actor, imports.stage(session, actor, "two.ofx", twice))
    names = [each.name for each in accounts.everything(session, actor)]
    assert names == ["Checking ••1234", "Checking ••1234 2"]


def test_one_row_twice_for_one_account_comes_in_once_whatever_is_chosen(
    session: Session, actor: Actor, account_id: int
) -> None:
    start, end = OFX.index(b"<STMTTRNRS>"), OFX.index(b"</BANKMSGSRSV1>")
    twice = OFX[:end] + OFX[start:end].replace(b"DE001234", b"DE991234") + OFX[end:]
    import_id = imports.stage(session, actor, "two.ofx", twice)
    plan = preview(session, actor, import_id).plan.aimed(0, account_id).aimed(1, account_id)
    imports.decide(session, actor, import_id, plan.choosing([(1, 0), (1, 1)], wanted=True))
    shown = preview(session, actor, import_id)
    assert shown.groups[1].judgements[0].reason == "stands in this file twice"
    assert imports.commit(session, actor, import_id).imported == 2


def test_what_was_imported_before_cannot_be_chosen_again(session: Session, actor: Actor) -> None:
    imports.commit(session, actor, imports.stage(session, actor, "june.ofx", OFX))
    again = imports.stage(session, actor, "june.ofx", OFX)
    plan = preview(session, actor, again).plan.choosing([(0, 0)], wanted=True)
    imports.decide(session, actor, again, plan)
    with pytest.raises(InvalidInputError, match="nothing to import"):
        imports.commit(session, actor, again)


def test_a_committed_import_says_what_came_of_it(session: Session, actor: Actor) -> None:
    import_id = imports.stage(session, actor, "june.ofx", OFX)
    done = imports.commit(session, actor, import_id)
    shown = preview(session, actor, import_id)
    assert (shown.status, shown.change_set_id) == (ImportStatus.COMMITTED, done.set_id)
    assert shown.outcome.imported == 2
    assert [(span.count, span.first, span.last) for span in shown.outcome.spans] == [
        (2, "2026-11-03", "2026-11-05")
    ]


def test_the_list_of_imports_says_which_were_undone(session: Session, actor: Actor) -> None:
    first = imports.stage(session, actor, "june.ofx", OFX)
    done = imports.commit(session, actor, first)
    history.undo(session, actor, done.set_id)
    second = imports.stage(session, actor, "july.ofx", OFX)
    gone = imports.stage(session, actor, "august.ofx", OFX)
    imports.discard(session, actor, gone)
    assert [(each.id, each.status, each.undone) for each in imports.latest(session, actor)] == [
        (second, ImportStatus.STAGED, False),
        (first, ImportStatus.COMMITTED, True),
    ]


def test_a_file_can_be_imported_again_once_it_was_undone(session: Session, actor: Actor) -> None:
    done = imports.commit(session, actor, imports.stage(session, actor, "june.ofx", OFX))
    history.undo(session, actor, done.set_id)
    again = imports.commit(session, actor, imports.stage(session, actor, "june.ofx", OFX))
    assert again.imported == 2


def at_once(*attempts: Callable[[], object]) -> list[object]:
    """Run attempts on threads of their own; return what each gave or raised."""

    def run(attempt: Callable[[], object]) -> object:
        try:
            return attempt()
        except AppError as error:
            return error

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def kept(actor: Actor, name: str) -> int:
    with db.write() as session:
        return imports.stage(session, actor, name, OFX)


def committed(actor: Actor, import_id: int) -> Callable[[], object]:
    def commit() -> object:
        with db.write() as session:
            return imports.commit(session, actor, import_id)

    return commit


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("files", [1, 2])
def test_the_same_rows_committed_twice_at_once_come_in_once(files: int) -> None:
    with db.write() as session:
        actor = somebody(session)
    keys = [kept(actor, f"{number}.ofx") for number in range(files)]
    results = at_once(committed(actor, keys[0]), committed(actor, keys[-1]))
    refused = [each for each in results if isinstance(each, AppError)]
    assert [type(each) for each in refused] == [ConflictError if files == 1 else InvalidInputError]
    with db.read() as session:
        assert len(all_entries(session, actor)) == 2
        assert len(accounts.everything(session, actor)) == 1
