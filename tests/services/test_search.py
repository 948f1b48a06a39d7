from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.entries import EntryDraft, EntryFilter, LineDraft
from finance_app.services import entries, history
from tests.conftest import an_account, somebody
from tests.services.books import DAY

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def found(session: Session, actor: Actor, words: str) -> list[int]:
    """Return the entries that a search finds."""
    return [one.id for one in entries.page(session, actor, EntryFilter(text=words)).entries]


@pytest.fixture
def rye(session: Session, actor: Actor, account_id: int) -> int:
    """An entry that says something everywhere."""
    lines = (LineDraft(-3, memo="“Zwölf” kräftige Brote"), LineDraft(-4, memo="x_y 50%"))
    draft = EntryDraft(
        account_id, DAY, -7, "Corner Bakery", "rye \"and\" O'Neil's\nsecond", lines=lines
    )
    entries.add(session, actor, EntryDraft(account_id, DAY, -1, "Kiosk", "something else"))
    return entries.add(session, actor, draft)


@pytest.mark.parametrize(
    "words",
    [
        "rye", "RYE", 'ryE "and"', "O'Neil", "zwölf", "kräft", "Brote", "corner", "BAKERY",
        "er bak", "50%", "x_y", "second", "co", "y", "“Zwölf”",
    ],
)  # fmt: skip
def test_any_part_of_what_was_typed_finds_it(
    session: Session, actor: Actor, rye: int, words: str
) -> None:
    assert rye in found(session, actor, words)


@pytest.mark.parametrize(
    "words",
    [
        "wheat", "rye*", "rye OR wheat", "NOT else", 'rye" OR "else', "text:rye", "^rye", "x%y",
        "x?y", "5_%", "NEAR(rye)", "'; DROP TABLE entry; --", "\x01", "🥖🥖🥖", "*", "%",
        "_", "a" * 1000,
    ],
)  # fmt: skip
def test_nothing_in_a_search_is_a_command(
    session: Session, actor: Actor, rye: int, words: str
) -> None:
    assert rye not in found(session, actor, words)


def test_what_no_database_keeps_is_not_looked_for(session: Session, actor: Actor, rye: int) -> None:
    for words in ("r\x00ye", "rye\ud800", "\x00"):
        assert rye in found(session, actor, words)


def test_the_index_follows_edits_deletions_and_undoing(
    session: Session, actor: Actor, account_id: int
) -> None:
    draft = EntryDraft(account_id, DAY, -7, "Bakery", "barley")
    key = entries.add(session, actor, draft)
    entries.edit(session, actor, key, 1, replace(draft, note="wheat"))
    assert (found(session, actor, "barley"), found(session, actor, "wheat")) == ([], [key])
    entries.describe(session, actor, key, 2, replace(draft, note="spelt"))
    assert (found(session, actor, "wheat"), found(session, actor, "spelt")) == ([], [key])
    set_id = entries.delete(session, actor, key, 3)
    assert found(session, actor, "spelt") == []
    history.undo(session, actor, set_id)
    assert found(session, actor, "spelt") == [key]


def test_nobody_finds_what_is_in_another_book(session: Session, actor: Actor, rye: int) -> None:
    eve = somebody(session, "eve@example.org")
    hers = entries.add(session, eve, EntryDraft(an_account(session, eve), DAY, -1, note="rye"))
    assert found(session, eve, "rye") == [hers]
    assert found(session, actor, "rye") == [rye]
