"""Tags on entries: put on, taken off, asked for, undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.entries import EntryDraft, EntryFilter
from finance_app.domain.labels import LabelKind
from finance_app.errors import InvalidInputError
from finance_app.queries import labels as queries
from finance_app.services import entries, history, labels

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

DAY = date(2026, 11, 20)


@pytest.fixture
def draft(account_id: int) -> EntryDraft:
    return EntryDraft(account_id, DAY, -1250, "Bakery", tags=("Trip", " trip ", "home"))


def tags_of(session: Session, actor: Actor, key: int) -> list[str]:
    return [tag.name for tag in entries.get(session, actor, key).tags]


def test_an_entry_has_each_tag_once_and_in_order(
    session: Session, actor: Actor, draft: EntryDraft
) -> None:
    key = entries.add(session, actor, draft)
    assert tags_of(session, actor, key) == ["home", "Trip"]


def test_an_edit_replaces_the_tags_and_undoing_brings_them_back(
    session: Session, actor: Actor, draft: EntryDraft
) -> None:
    key = entries.add(session, actor, draft)
    first = history.of_entry(session, actor, key)
    entries.edit(session, actor, key, 1, replace(draft, tags=("home", "fun")))
    assert tags_of(session, actor, key) == ["fun", "home"]
    history.undo(session, actor, history.of_entry(session, actor, key))
    assert tags_of(session, actor, key) == ["home", "Trip"]
    history.undo(session, actor, first)
    assert entries.page(session, actor, EntryFilter()).entries == ()


@pytest.mark.parametrize("few", [0, 500])
def test_a_list_can_be_about_a_tag(
    session: Session,
    actor: Actor,
    draft: EntryDraft,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
) -> None:
    monkeypatch.setattr(queries, "FEW_TAGGED", few)
    entries.add(session, actor, replace(draft, tags=()))
    wanted = {entries.add(session, actor, draft) for _ in range(2)}
    tag = labels.named(session, actor, LabelKind.TAG, "TRIP")
    assert tag
    found = entries.page(session, actor, EntryFilter(tag_id=tag.id)).entries
    assert {entry.id for entry in found} == wanted
    sums = entries.sums(session, actor, EntryFilter(tag_id=tag.id))
    assert sums
    assert (sums.count, sums.currencies[0].amount) == (2, -2500)


@pytest.mark.parametrize("tags", [("x" * 51,), tuple(f"tag {number}" for number in range(21))])
def test_too_many_or_too_long_tags_are_refused(
    session: Session, actor: Actor, draft: EntryDraft, tags: tuple[str, ...]
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        entries.add(session, actor, replace(draft, tags=tags))
    assert refused.value.field == "tags"
