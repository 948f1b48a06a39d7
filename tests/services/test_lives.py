"""Any sequence of edits, splits, transfers, merges, deletions and undos leaves a sound book."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from finance_app.errors import ConflictError, NotFoundError
from finance_app.services import accounts, history, verify
from tests.services.books import know_rates
from tests.services.lives import Life

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


@pytest.mark.parametrize("seed", range(4))
def test_any_life_fits_together_and_undone_in_full_is_as_before(
    session: Session, actor: Actor, seed: int
) -> None:
    know_rates(session, USD="1.1172", JPY="175.68")
    life = Life(session, actor, seed)
    start = verify.content_hash(session, actor.book_id)
    for step in range(60):
        life.go_on()
        if step % 10 == 9:
            assert verify.verify(session) == ()
    while life.done:
        life.undo()
    assert verify.content_hash(session, actor.book_id) == start
    assert verify.verify(session) == ()
    while life.undone:
        life.redo()
    assert verify.verify(session) == ()


@pytest.mark.parametrize("seed", range(4))
def test_undoing_anything_at_any_time_leaves_a_book_that_fits_together(
    session: Session, actor: Actor, seed: int
) -> None:
    know_rates(session, USD="1.1172", JPY="175.68")
    life = Life(session, actor, seed)
    for _ in range(50):
        life.go_on()
        sets = [each.id for each in history.page(session, actor) if not each.undone]
        if life.random.random() < 0.4:
            try_to_undo(session, actor, life.random.choice(sets[:12]))
            life.done.clear()
            life.undone.clear()
            life.accounts = {
                each.id: each.currency for each in accounts.everything(session, actor)
            } or life.accounts
    session.flush()
    assert verify.verify(session) == ()


def try_to_undo(session: Session, actor: Actor, set_id: int) -> None:
    """Undo a set, or leave everything as it is where that is refused."""
    with suppress(ConflictError, NotFoundError), session.begin_nested():
        history.undo(session, actor, set_id)
