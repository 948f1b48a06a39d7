"""A file of all of a user's data: asked for, written beside the app, fetched by one session, gone.

What is in it is in `services.export_files`.
"""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from finance_app import db
from finance_app.config import settings
from finance_app.domain.audit import What
from finance_app.domain.exports import LASTS, MOST_TRIES, Export, ExportStatus
from finance_app.domain.notices import Notice
from finance_app.errors import AppError, ConflictError, InvalidInputError, NotFoundError
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import exports as queries
from finance_app.services import audit, export_files, mail, notices

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

SILENT = timedelta(seconds=60)  # then whoever writes one is gone
TOLD_EVERY = 0.5  # seconds
WRONG = "That is not your password."

table = tables.data_export
log = logging.getLogger(__name__)


def ask(session: Session, actor: Actor, digest: str, *, right: bool) -> None:
    """Have a file of all of the actor's data written; one from before is gone.

    Args:
        digest: of the session that may fetch it.
        right: whether the password was typed rightly.

    Raises:
        InvalidInputError: it was not.
        ConflictError: one is being written.
    """
    if not right:
        raise InvalidInputError(WRONG, field="current_password")
    found = state(session, actor, digest)
    if found is not None and found.is_running:
        raise ConflictError("Your file is being written already.")
    session.execute(delete(table).where(table.c.user_id == actor.user_id))
    session.execute(
        insert(table).values(
            id=new_key(),
            user_id=actor.user_id,
            session_id=digest,
            status=ExportStatus.WAITING,
            percent=0,
            tries=0,
            size=0,
            asked_at=actor.now,
        )
    )
    audit.note(session, actor, What.DATA_ASKED)


def state(session: Session, actor: Actor, digest: str) -> Export | None:
    """Return the actor's file that there is or will be, None where there is none.

    Args:
        digest: of the session that asks.
    """
    row = queries.of_user(session, actor.user_id)
    if row is None or row.asked_at <= actor.now - LASTS:
        return None
    is_here = row.session_id == digest
    status = ExportStatus(row.status)
    return Export(row.id, status, row.percent, row.size, row.asked_at, is_here)


def fetched(session: Session, actor: Actor, digest: str, key: str) -> tuple[Path, str]:
    """Return where a file is that the session may fetch, and what it is to be called.

    Raises:
        NotFoundError: there is none, or another session asked for it.
    """
    found = state(session, actor, digest)
    ready = found is not None and found.status is ExportStatus.READY and found.is_here
    if found is None or not ready or str(found.key) != key or not path(found.key).is_file():
        raise NotFoundError("This file is gone; ask for it again.")
    return path(found.key), found.filename


def is_due(session: Session, now: datetime) -> bool:
    """Say whether a file is to be written that nobody is at."""
    return queries.next_one(session, now - SILENT) is not None


def is_stuck(session: Session, moment: datetime) -> bool:
    """Say whether whoever writes a file was not seen since a moment."""
    row = queries.next_one(session, moment)
    return row is not None and row.status == ExportStatus.WRITING


def run(clock: Callable[[], datetime], going: Callable[[], bool]) -> int:
    """Write what is to be written, until nothing is left; return how many files that were.

    Args:
        going: asked again and again; once it says no, what is being written is left.
    """
    count = 0
    while going():
        with db.write() as session:
            row = _claimed(session, clock())
        if row is None:
            return count
        count += _written(row, clock, going)
    return count


def tidy(now: datetime) -> None:
    """Drop what can be fetched no longer."""
    with db.write() as session:
        session.execute(delete(table).where(table.c.asked_at <= now - LASTS))
        kept = {
            f"{key}{end}" for key in queries.keys(session, now - LASTS) for end in (".zip", ".part")
        }
    for each in _folder().glob("*"):
        if each.name not in kept:
            _drop(each)


def path(key: int) -> Path:
    """Return where a file is once it is written."""
    return _folder() / f"{key}.zip"


def _folder() -> Path:
    return settings().data_dir / "exports"


def _drop(file: Path) -> None:
    with suppress(FileNotFoundError, NotADirectoryError):  # somebody else tidies too
        file.unlink()


def _claimed(session: Session, now: datetime) -> Row[Any] | None:
    """Take the next file, so that nobody else does; one that was tried often has failed."""
    row = queries.next_one(session, now - SILENT)
    if row is None:
        return None
    failed = row.tries >= MOST_TRIES
    status = ExportStatus.FAILED if failed else ExportStatus.WRITING
    unclaimed = (table.c.id == row.id) & (table.c.tries == row.tries)
    taken = session.execute(
        update(table)
        .where(unclaimed)
        .values(status=status, tries=row.tries + 1, beat_at=now, percent=0)
        .returning(table.c.id)
    ).first()
    return None if failed or taken is None else row


def _written(row: Row[Any], clock: Callable[[], datetime], going: Callable[[], bool]) -> bool:
    """Write one file; say whether it is there."""
    draft = path(row.id).with_suffix(".part")
    teller = _Teller(row.id, clock, going)
    try:
        _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        with db.read() as session:
            export_files.write(session, row.user_id, draft, clock(), teller.tell)
        draft.replace(path(row.id))
        size = path(row.id).stat().st_size
        with db.write() as session:
            _finish(session, row, size, clock())
    except _GoneError:
        _drop(draft)
        return False
    except (AppError, OSError) as error:
        log.error("a file of a user's data could not be written: %s", type(error).__name__)  # noqa: TRY400  the message may hold what is theirs
        _drop(draft)
        with suppress(_GoneError):
            teller.note(status=ExportStatus.FAILED)
        return False
    return True


def _finish(session: Session, row: Row[Any], size: int, now: datetime) -> None:
    """Note that a file is there, and mail its user that, unless they do without.

    Raises:
        _GoneError: nobody wants it any more.
    """
    _note(session, row.id, status=ExportStatus.READY, percent=100, size=size)
    notices.tell(
        session,
        row.user_id,
        Notice.EXPORT,
        now,
        template="export",
        lasts=LASTS,
        link=mail.address("/profile"),
    )


def _note(session: Session, key: int, **values: Any) -> None:
    mine = update(table).where(table.c.id == key).values(values)
    if session.execute(mine.returning(table.c.id)).first() is None:
        raise _GoneError


class _GoneError(AppError):
    """Nobody wants the file any more."""


class _Teller:
    """Writes down how far a file is, and notices that nobody wants it any more."""

    def __init__(self, key: int, clock: Callable[[], datetime], going: Callable[[], bool]) -> None:
        self.key, self.clock, self.going = key, clock, going
        self.told = time.monotonic()

    def tell(self, percent: int) -> None:
        """Note how far it is, not too often."""
        if time.monotonic() - self.told < TOLD_EVERY:
            return
        self.told = time.monotonic()
        if not self.going():
            raise _GoneError
        self.note(percent=percent, beat_at=self.clock())

    def note(self, **values: Any) -> None:
        """Write down what is so now."""
        with db.write() as session:
            _note(session, self.key, **values)
