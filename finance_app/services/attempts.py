"""Counting attempts: how often anybody may try something, shared by workers, kept over restarts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from finance_app.errors import TooManyAttemptsError
from finance_app.models import tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Limit:
    """How many attempts are allowed in any stretch of time of a length."""

    count: int
    length: timedelta
    message: str

    @property
    def step(self) -> int:
        """The seconds that are counted together: a third of the length."""
        return int(self.length.total_seconds()) // 3


_WAIT = "Too many attempts. Wait 20 minutes, then try again."
PER_ACCOUNT_AND_ADDRESS = Limit(10, timedelta(minutes=15), _WAIT)
PER_DEVICE = Limit(10, timedelta(minutes=15), _WAIT)
PER_ADDRESS = Limit(100, timedelta(minutes=15), _WAIT)
PER_MAILBOX = Limit(5, timedelta(hours=1), "Too many mails. Wait an hour, then try again.")
PER_BOOK = Limit(20, timedelta(days=1), "Too many invitations today. Try again tomorrow.")
PER_BOOK_AND_HOUR = Limit(
    20, timedelta(hours=1), "Too many webhooks were led elsewhere. Wait an hour, then try again."
)
PER_ACCOUNT = Limit(100, timedelta(days=1), "Too many attempts today. Try again tomorrow.")
PER_DEVICE_AND_DAY = PER_ACCOUNT


def count_request(session: Session, address: str, now: datetime) -> None:
    """Count something that makes the server hash a password for a network address.

    Raises:
        TooManyAttemptsError: there were too many; the message says how long to wait.
    """
    count(session, subject(f"from\n{address}"), PER_ADDRESS, now)


def count_mail(session: Session, email: str, now: datetime) -> None:
    """Count a mail that anybody can have sent to an address, known here or not.

    Raises:
        TooManyAttemptsError: there were too many; the message says how long to wait.
    """
    count(session, subject(f"mail\n{email.strip().casefold()}"), PER_MAILBOX, now)


def count_webhook(session: Session, book_id: int, now: datetime) -> None:
    """Count a webhook that is added or led elsewhere, of which a book's owners are mailed.

    Raises:
        TooManyAttemptsError: there were too many.
    """
    count(session, subject(f"webhook\n{book_id}"), PER_BOOK_AND_HOUR, now)


def count_account(
    session: Session, email: str, address: str, device: str, now: datetime
) -> tuple[str, str]:
    """Count a try at an account; return what it was counted under, as `forgive` takes it.

    What others did elsewhere does not keep a browser out that the account's user signed in with
    before: its tries are counted by themselves, and there are no more of them.

    Args:
        device: what tries of a known browser are counted under; "" for any other.

    Raises:
        TooManyAttemptsError: there were too many; the message says how long to wait.
    """
    here, anywhere = account_subjects(email, address, device)
    count(session, here, PER_DEVICE if device else PER_ACCOUNT_AND_ADDRESS, now)
    count(session, anywhere, PER_DEVICE_AND_DAY if device else PER_ACCOUNT, now)
    return here, anywhere


def account_subjects(email: str, address: str, device: str) -> tuple[str, str]:
    """Return what tries at an account are counted under: from here, and from anywhere."""
    here = subject(device or f"{email}\n{address}")
    return here, subject(f"{device}\nday" if device else email)


def count_invitation(session: Session, user_id: int, book_id: int | None, now: datetime) -> None:
    """Count an invitation of a book, and of who invites: anybody can make any number of books.

    Raises:
        TooManyAttemptsError: there were too many; the message says how long to wait.
    """
    for text in (f"invites to\n{book_id}", f"invites\n{user_id}"):
        count(session, subject(text), PER_BOOK, now)


def subject(text: str) -> str:
    """Return what attempts at something are counted under: nothing that could be read back."""
    return hashlib.sha256(text.encode()).hexdigest()


def forget(session: Session, now: datetime) -> None:
    """Drop what no limit looks at any more."""
    counted = int((now - 2 * PER_ACCOUNT.length).timestamp())
    session.execute(delete(tables.attempt).where(tables.attempt.c.window < counted))


def forget_account(session: Session, names: Iterable[str], devices: Iterable[str]) -> None:
    """Drop what is counted for an account by what it is called and by its known browsers.

    What is counted for it from one network cannot be found by the account; two days later it goes.
    """
    named = [*names]
    named += [each for device in devices for each in (device, f"{device}\nday")]
    table = tables.attempt
    session.execute(delete(table).where(table.c.subject.in_(map(subject, named))))


def count(session: Session, subject: str, limit: Limit, now: datetime) -> None:
    """Add one to the attempts at a subject.

    A refused attempt is rolled back with its transaction, so it does not prolong the wait.

    Raises:
        TooManyAttemptsError: there were more than the limit allows.
    """
    if _add(session, subject, limit, now) > limit.count:
        raise TooManyAttemptsError(limit.message)


def is_first(session: Session, text: str, limit: Limit, now: datetime) -> bool:
    """Say whether something has not happened for a limit's length, and note that it has."""
    return _add(session, subject(text), limit, now) == 1


def is_within(session: Session, text: str, limit: Limit, now: datetime) -> bool:
    """Count something, and say whether it has not happened more often than a limit allows."""
    return _add(session, subject(text), limit, now) <= limit.count


def counted(session: Session, subject: str, limit: Limit, now: datetime) -> int:
    """Return how many attempts at a subject there are within a limit's length.

    Attempts are counted by steps; the four steps that are looked at hold any stretch of it.
    """
    table, step = tables.attempt, int(now.timestamp()) // limit.step * limit.step
    recent = (table.c.subject == subject) & (table.c.window >= step - 3 * limit.step)
    return int(session.execute(select(func.sum(table.c.count)).where(recent)).scalar() or 0)


def _add(session: Session, subject: str, limit: Limit, now: datetime) -> int:
    table, step = tables.attempt, int(now.timestamp()) // limit.step * limit.step
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    session.execute(
        dialect.insert(table)
        .values(subject=subject, window=step, count=1)
        .on_conflict_do_update(
            index_elements=["subject", "window"], set_={"count": table.c.count + 1}
        )
    )
    return counted(session, subject, limit, now)


def forgive(session: Session, here: str, anywhere: str) -> None:
    """Forget the guesses before a right password, which was none itself.

    Args:
        here: what was counted for the account from one address…
        anywhere: …and for the account alone, of which one is taken back.
    """
    table = tables.attempt
    session.execute(delete(table).where(table.c.subject == here))
    newest = select(func.max(table.c.window)).where(table.c.subject == anywhere).scalar_subquery()
    session.execute(
        update(table)
        .where(table.c.subject == anywhere, table.c.window == newest)
        .values(count=table.c.count - 1)
    )
