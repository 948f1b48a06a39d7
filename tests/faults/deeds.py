"""Does to a book what must come whole or not at all, until it is killed.

    python tests/faults/deeds.py < lines of {"do": "deeds", "since": N, "settings": {…}}

Or "do": "migration". Forks for each line, as starting Python anew takes longer. Says "began PID",
"at DEED" before each, "done N" once the database has taken it, "ended" once the process is gone.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, date, datetime, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING

from sqlalchemy import text

from finance_app import db
from finance_app.domain.actors import Actor, Role
from finance_app.domain.labels import LabelKind
from finance_app.services import history, imports, labels, maintenance

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

DEEDS = ("import", "merge", "restore", "undo")
"""What a book's next change set is, by how many it has; after the fourth it is as it was."""
ROWS, PAYEES = 200, 8
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201  the test reads it


def statement() -> bytes:
    """A file of rows that no file before had."""
    mark, first = token_hex(4), date(2026, 1, 1)
    days = (first + timedelta(days=number % 300) for number in range(ROWS))
    lines = (f"{day},{mark} {at % PAYEES},-{at}.{at % 100:02}" for at, day in enumerate(days))
    return "\n".join(["Date,Payee,Amount", *lines, ""]).encode()


def done(session: Session) -> int:
    """Return how many change sets there are."""
    return int(session.execute(text("SELECT count(*) FROM change_set")).scalar_one())


def sole_actor(session: Session) -> Actor:
    row = session.execute(text("SELECT book_id, user_id FROM membership")).one()
    return Actor(row.user_id, row.book_id, Role.OWNER, NOW)


def merge(session: Session, actor: Actor) -> None:
    """Give all entries one payee."""
    known = labels.page(session, actor, LabelKind.PAYEE).labels
    seen = {each.id: each.version for each in known}
    labels.merge(session, actor, LabelKind.PAYEE, seen, min(seen))


def do(deed: str) -> None:
    """Do it in one transaction; what it needs was there before."""
    with db.write() as session:
        actor = sole_actor(session)
        staged = imports.stage(session, actor, "a.csv", statement()) if deed == "import" else 0
        sets = [each.id for each in history.page(session, actor)]
    say("at", deed)
    with db.write() as session:
        if deed == "import":
            imports.commit(session, actor, staged)
        elif deed == "merge":
            merge(session, actor)
        else:
            history.undo(session, actor, sets[0] if deed == "restore" else sets[2])
    with db.read() as session:
        say("done", done(session))


def go_on(since: int) -> None:
    """Do one thing after the other, in a book that had so many change sets when it was made."""
    while True:
        with db.read() as session:
            place = (done(session) - since) % len(DEEDS)
        do(DEEDS[place])


def migrate(_since: int) -> None:
    """Do what a start does first."""
    say("at", "migration")
    maintenance.prepare(NOW)
    say("done", 1)


def main() -> None:
    """Fork for each line."""
    for line in sys.stdin:
        told = json.loads(line)
        if not (child := os.fork()):
            os.environ.update(told["settings"])
            say("began", os.getpid())
            (go_on if told["do"] == "deeds" else migrate)(told["since"])
            os._exit(0)
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    main()
