"""Any sequence of edits, undos, other currencies and other rates, between parts and within them."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from finance_app import db
from finance_app.errors import ConflictError, NotFoundError
from finance_app.services import books, history, recomputing, verify
from finance_app.services.recompute_runs import claim
from finance_app.services.recompute_steps import Stepper
from tests.conftest import NOW, somebody
from tests.services.lives import DAY, Life
from tests.services.recomputing import OWNER, as_now, clock, finish, is_running, proven, set_rate

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.services.recompute_steps import Part

FEWEST = 4  # parts that must have been converted, for the test to prove anything
CODES = ("EUR", "USD", "JPY", "ARS", "CHF")

pytestmark = pytest.mark.usefixtures("database")


class Restless:
    """A life whose book also gets other currencies and rates."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  no secret
        with db.write() as session:
            for code in ("USD", "JPY", "CHF"):
                for day in range(-60, 40, 7):
                    set_rate(session, code, DAY + timedelta(days=day), self.value())
            self.life = Life(session, somebody(session), seed)
            for _ in range(20):
                self.life.add()

    def value(self) -> str:
        return f"{self.random.randrange(1, 200)}.{self.random.randrange(100):02}"

    def go_on(self, session: Session) -> None:
        """Do something in a transaction, as whoever has just looked at the book."""
        life = self.life
        life.session, life.actor = session, as_now(session, life.actor)
        drawn = self.random.random()
        if drawn < 0.7:
            life.go_on()
        elif drawn < 0.8:
            self.correct(session)
        else:
            with suppress(ConflictError, NotFoundError), session.begin_nested():
                if drawn < 0.84:
                    books.cancel_recomputing(session, life.actor)
                elif drawn < 0.95:
                    books.change_currency(session, life.actor, self.random.choice(CODES))
                else:
                    changed = [
                        one.id
                        for one in history.page(session, life.actor)
                        if one.kind == "book.currency" and not one.undone
                    ]
                    history.undo(session, life.actor, self.random.choice(changed or [0]))

    def correct(self, session: Session) -> None:
        code = self.random.choice(("USD", "JPY", "CHF"))
        first = DAY + timedelta(days=self.random.randrange(-60, 40))
        set_rate(session, code, first, self.value())
        recomputing.enqueue_rates(session, {code}, first, first, NOW)


class Disturbed(Stepper):
    """Converts while, between reading a part and writing it, something else is written."""

    def __init__(self, book_id: int, restless: Restless) -> None:
        super().__init__(book_id, OWNER)
        self.restless = restless

    def _write(self, session: Session, part: Part, now: datetime) -> bool:
        if self.restless.random.random() < 0.5:
            self.restless.go_on(session)
        return super()._write(session, part, now)


def fits(book_id: int) -> None:
    """All fits together; what is converted as well, unless that is going on."""
    with db.read() as session:
        found: Any = verify.verify(session, book_id)
    assert [each for each in found if "being recomputed" not in each.message] == []


@pytest.mark.parametrize("seed", range(1, 7))
def test_whatever_happens_meanwhile_everything_is_converted_in_the_end(seed: int) -> None:
    restless = Restless(seed)
    actor = restless.life.actor
    converting, parts = Disturbed(actor.book_id, restless), 0
    for turn in range(70):
        if restless.random.random() < 0.5:
            with db.write() as session:
                restless.go_on(session)
        else:
            with db.write() as session:
                claim(session, OWNER, clock())
            converting.size = 3
            parts += converting.step(clock())
        if turn % 3 == 0:
            fits(actor.book_id)
    assert parts >= FEWEST
    if is_running(actor):
        with db.write() as session:
            recomputing.resume(session, actor)
        finish(actor)
    proven(actor)
