from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app.domain.entries import EntryFilter
from finance_app.domain.labels import LabelKind
from finance_app.services import (
    categories,
    category_ends,
    entries,
    history,
    imports,
    labels,
    payees,
    verify,
)
from finance_app.services.import_previews import preview

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.categories import CategoryView

FIRST = b"Date,Text,Amount\n2026-11-03,Bakery,-1\n2026-11-04,Kiosk,-2\n"
NEXT = b"Date,Text,Amount\n2026-11-05,Bakery,-3\n"


def named(session: Session, actor: Actor, name: str) -> CategoryView:
    return next(node for node in categories.everything(session, actor) if node.name == name)


def staged(session: Session, actor: Actor, account_id: int, content: bytes, category: str) -> int:
    """Stage a file for an account, its first row on a category; return the import."""
    import_id = imports.stage(session, actor, "bank.csv", content)
    plan = preview(session, actor, import_id).plan.aimed(0, account_id)
    if category:
        plan = plan.categorised((0, 0), named(session, actor, category).id)
    imports.decide(session, actor, import_id, plan)
    return import_id


def first(session: Session, actor: Actor, import_id: int) -> str:
    """Return the category that the first row of an import would get."""
    shown = preview(session, actor, import_id)
    return shown.category(shown.groups[0], 0).name


def merge(session: Session, actor: Actor, name: str, target: str) -> int:
    source, into = named(session, actor, name), named(session, actor, target)
    return category_ends.merge(session, actor, source.id, source.version, into.id)


def test_an_import_that_waits_names_the_category_that_another_was_merged_into(
    session: Session, actor: Actor, account_id: int
) -> None:
    import_id = staged(session, actor, account_id, FIRST, "Coffee")
    set_id = merge(session, actor, "Coffee", "Groceries")
    assert first(session, actor, import_id) == "Groceries"
    history.undo(session, actor, set_id)
    assert first(session, actor, import_id) == "Groceries"
    imports.commit(session, actor, import_id)
    lines = [entry.lines[0] for entry in entries.page(session, actor, EntryFilter()).entries]
    assert {line.category for line in lines} == {"", "Groceries"}
    assert verify.verify(session) == ()


def test_what_is_usual_for_a_payee_follows_merges_of_either(
    session: Session, actor: Actor, account_id: int
) -> None:
    imports.commit(session, actor, staged(session, actor, account_id, FIRST, "Coffee"))
    import_id = staged(session, actor, account_id, NEXT, "")
    assert first(session, actor, import_id) == "Coffee"
    merge(session, actor, "Coffee", "Groceries")
    assert first(session, actor, import_id) == "Groceries"
    bakery, kiosk = labels.page(session, actor, LabelKind.PAYEE).labels
    versions = {bakery.id: bakery.version, kiosk.id: kiosk.version}
    labels.merge(session, actor, LabelKind.PAYEE, versions, bakery.id)
    assert first(session, actor, import_id) == "Groceries"
    imports.commit(session, actor, import_id)
    assert labels.get(session, actor, LabelKind.PAYEE, bakery.id).count == 3
    assert verify.verify(session) == ()


@pytest.mark.parametrize("hidden", ["Coffee", "Food"])
def test_what_is_hidden_is_proposed_no_more(
    session: Session, actor: Actor, account_id: int, hidden: str
) -> None:
    imports.commit(session, actor, staged(session, actor, account_id, FIRST, "Coffee"))
    usual = payees.usual(session, actor, "bakery")
    assert usual
    assert (usual.category_id, usual.category) == (named(session, actor, "Coffee").id, "Coffee")
    categories.show(session, actor, named(session, actor, hidden).id, 1, wanted=False)
    usual = payees.usual(session, actor, "bakery")
    assert usual
    assert usual.category_id is None
    assert first(session, actor, staged(session, actor, account_id, NEXT, "")) == ""
