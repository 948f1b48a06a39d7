from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.domain.labels import LabelKind
from finance_app.domain.transfers import TransferDraft
from finance_app.services import categories, entries, labels, payees, transfers
from tests.conftest import an_account, somebody

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

DAY = date(2026, 11, 20)


def test_what_was_usual_is_that_of_the_newest_entry_and_its_newest_category(
    session: Session, actor: Actor, account_id: int
) -> None:
    card = an_account(session, actor, "EUR", "Card")
    bread = categories.everything(session, actor)[-1]
    lines = (LineDraft(-300, bread.id), LineDraft(-100))
    old = EntryDraft(account_id, DAY, -400, "Bakery", lines=lines, tags=("old",))
    entries.add(session, actor, old)
    entries.add(session, actor, EntryDraft(card, DAY, 200, " bakery", tags=("refund", "new")))
    usual = payees.usual(session, actor, "BAKERY")
    assert usual
    assert (usual.account_id, usual.category_id, usual.category) == (card, bread.id, bread.name)
    assert [tag.name for tag in usual.tags] == ["new", "refund"]
    assert usual.inwards


def test_nothing_is_usual_for_a_stranger_or_in_another_book(
    session: Session, actor: Actor, account_id: int
) -> None:
    entries.add(session, actor, EntryDraft(account_id, DAY, -100, "Bakery"))
    assert payees.usual(session, actor, "Butcher") is None
    assert payees.usual(session, somebody(session, "eve@example.org"), "Bakery") is None


def test_the_payees_of_the_last_entries_are_recent_each_once(
    session: Session, actor: Actor, account_id: int
) -> None:
    for name in ("Bakery", "Butcher", "Bakery"):
        entries.add(session, actor, EntryDraft(account_id, DAY, -100, name))
    other = an_account(session, actor, "EUR", "Card")
    transfers.add(session, actor, TransferDraft(account_id, other, DAY, 100, 100))
    assert payees.recent(session, actor) == ["Bakery", "Butcher"]


def test_a_payee_typed_with_other_spaces_is_one_payee(
    session: Session, actor: Actor, account_id: int
) -> None:
    for name in (" The  Bakery ", "the bakery"):
        entries.add(session, actor, EntryDraft(account_id, DAY, -100, name))
    (only,) = labels.page(session, actor, LabelKind.PAYEE).labels
    assert (only.name, only.count) == ("The Bakery", 2)
