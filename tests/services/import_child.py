"""Forks a process for each folder it is told, which commits the import staged there.

    python tests/services/import_child.py < folders

Starting Python anew for each would take longer than the import. Says "began PID", then "done" where
the commit has returned, then "ended" once the process is gone.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from sqlalchemy import text

from finance_app import db
from finance_app.domain.actors import Actor, Role
from finance_app.services import imports


def say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201  the test reads it


def commit(folder: str) -> None:
    os.environ["FINANCE_DATA_DIR"] = folder
    with db.read() as session:
        staged = text("SELECT book_id, id, user_id FROM statement_import WHERE status = 'staged'")
        book_id, import_id, user_id = session.execute(staged).one()
    actor = Actor(user_id, book_id, Role.OWNER, datetime(2026, 11, 23, 12, tzinfo=UTC))
    say("began", os.getpid())
    with db.write() as session:
        imports.commit(session, actor, import_id)
    say("done")


for line in sys.stdin:
    if not (child := os.fork()):
        commit(line.strip())
        os._exit(0)
    os.waitpid(child, 0)
    say("ended")
