"""Mail: written down with what it tells of, sent afterwards, tried again where that fails."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from random import SystemRandom
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from finance_app import db
from finance_app.adapters import mail as adapter
from finance_app.adapters.mail import Letter, folder, resend, smtp
from finance_app.config import settings
from finance_app.domain import notices
from finance_app.domain.notices import Notice, QuietHours
from finance_app.errors import MailError
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import mail as queries
from finance_app.services import unsubscribing
from finance_app.services.mail_addresses import address, host, public_url, sender

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

FAIR = 4  # each so many-th mail is the one that waits the longest, however little it matters
CLAIMED, LATEST = queries.CLAIMED, queries.LATEST
WHILE = timedelta(minutes=1)  # in which attempts begin
SOONEST = timedelta(seconds=30)
MOST_FAILURES = 30  # more than a day
KEPT = timedelta(days=30)  # what is known of mail that was sent or given up
TEXT_KEPT = timedelta(days=7)  # what a mail says that was given up, so that it can be tried again

__all__ = ["address", "host", "public_url", "sender"]

_SILENT = {"text": "", "html": ""}
_DICE = SystemRandom()
log = logging.getLogger(__name__)


def post(
    session: Session,
    recipient: str,
    template: str,
    now: datetime,
    *,
    lasts: timedelta | None = None,
    notice: tuple[Notice, int] | None = None,
    **values: Any,
) -> int:
    """Write a mail down; it is sent after this transaction, or never where that is rolled back.

    Args:
        template: the name of one in `adapters.mail`.
        lasts: after which it is of no use any more, and not sent.
        notice: what it is about and for which user, where they can do without it.
        **values: what the template names.

    Returns:
        Its key.
    """
    key = new_key()
    kind, reader_id = notice or ("", None)
    foot = unsubscribing.foot(Notice(kind), reader_id, recipient) if reader_id else ""
    reader = reader_id or queries.reader_at(session, recipient)
    subject, text = adapter.written(template, host=host(), **values)
    session.execute(
        insert(tables.mail).values(
            id=key,
            template=template,
            recipient=recipient,
            subject=subject,
            text=f"{text.rstrip()}\n{adapter.FOOT}{foot}\n" if foot else text,
            html=adapter.page(template, subject, foot, host=host(), **values),
            notice=kind,
            urgency=notices.urgency(template, kind),
            reader_id=reader,
            created_at=now,
            expires_at=now + lasts if lasts else None,
            due_at=now,
            failures=0,
            trouble="",
        )
    )
    return key


def is_due(session: Session, now: datetime) -> bool:
    """Say whether there is mail to be sent."""
    return queries.is_due(session, now)


def was_due(session: Session, moment: datetime) -> bool:
    """Say whether mail waits that was to be sent at a moment."""
    return queries.late(session, moment) > 0


def deliver(now: datetime, at: Callable[[int], None] = lambda _percent: None) -> int:
    """Send what is due; return how many mails left. Slow: it waits for the mail server.

    One after the other, so that a kill repeats one at most, each claimed when its turn comes: first
    what somebody waits for, however much of everything else waits.

    Args:
        at: is told how far it is, in percent, and raises where it is to stop.
    """
    clock, end = _clock(now), time.monotonic() + WHILE.total_seconds()
    sent = taken = 0
    with db.read() as session:
        whole = queries.due(session, now)
    while time.monotonic() < end and (row := _claimed(clock(), taken)):
        taken += 1
        sent += _delivered(row, clock)
        at(min(99, 100 * taken // max(whole, 1)))
    return sent


def _clock(now: datetime) -> Callable[[], datetime]:
    begun = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - begun)


def _claimed(now: datetime, taken: int) -> Row[Any] | None:
    """Take the mail whose turn it is; None where there is none."""
    with db.read() as session:
        if not queries.is_due(session, now):
            return None
    with db.write() as session:
        is_oldest = taken % FAIR == FAIR - 1
        row = queries.claimable(session, now, is_oldest=is_oldest)
        if row is not None:
            claimed = update(tables.mail).where(tables.mail.c.id == row.id)
            session.execute(claimed.values(due_at=now + CLAIMED))
    return row


def free(session: Session, now: datetime) -> None:
    """Have mail sent at once that a dead process had claimed, where nothing else puts it off."""
    claimed = queries.claimed_only(now)
    session.execute(update(tables.mail).where(claimed).values(due_at=now))


def forget(session: Session, now: datetime) -> None:
    """Drop what is known of old mail, and links that nobody can use any more."""
    mail = tables.mail
    done = mail.c.sent_at.is_not(None) | mail.c.given_up_at.is_not(None)
    session.execute(delete(mail).where(done, mail.c.created_at <= now - KEPT))
    useless = (mail.c.given_up_at <= now - TEXT_KEPT) | (mail.c.expires_at <= now)
    left = mail.c.given_up_at.is_not(None) & (mail.c.text != "")
    session.execute(update(mail).where(left, useless).values(_SILENT))
    session.execute(delete(tables.mail_link).where(queries.worn(now - KEPT)))


def _delivered(row: Row[Any], clock: Callable[[], datetime]) -> bool:
    """Try to send a mail, and write down how that went."""
    now = clock()
    if row.expires_at is not None and row.expires_at <= now:
        _note(row, **_SILENT, given_up_at=now, trouble="It could not be sent while it was of use.")
        return False
    if row.notice and _is_held(row, now):
        return False
    try:
        hand_over(_letter(row))
    except MailError as error:
        _put_off(row, clock(), error.message, is_final=error.is_final)
        return False
    except Exception as error:  # noqa: BLE001  whatever it is, the next mail must leave
        _put_off(row, clock(), f"{type(error).__name__}: {getattr(error, 'strerror', None) or ''}")
        return False
    _note(row, **_SILENT, sent_at=clock(), trouble="")
    return True


def _is_held(row: Row[Any], now: datetime) -> bool:
    """Say whether a notice must not leave now: it is quiet, or its reader does without it."""
    with db.read() as session:
        reader = queries.reader(session, row)
    if reader is None or row.notice not in notices.wanted(reader.notices):
        _note(row, **_SILENT, given_up_at=now, trouble="It is not wanted any more.")
        return True
    quiet = QuietHours.parse(reader.quiet_hours)
    over_at = quiet.over_at(now, reader.time_zone) if quiet else None
    if over_at:
        _note(row, due_at=min(over_at, now + LATEST))  # then it is looked at anew
    return over_at is not None


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        row.id,
        sender(),
        row.recipient,
        row.subject,
        row.text,
        row.created_at,
        adapter.action(row.template),
        row.html,
        unsubscribing.address(Notice(row.notice), row.reader_id, row.recipient)
        if row.notice
        else "",
    )


def hand_over(letter: Letter) -> None:
    """Give a mail to the transport that was chosen; slow.

    Raises:
        MailError: it was not taken.
        OSError: its file cannot be written.
    """
    chosen = settings()
    if chosen.mail == "smtp":
        smtp.deliver(
            letter,
            smtp.Server(
                chosen.smtp_host,
                chosen.smtp_port,
                chosen.smtp_user,
                chosen.smtp_password,
                chosen.smtp_security,
            ),
        )
    elif chosen.mail == "resend":
        resend.deliver(letter, chosen.resend_key)
    else:
        folder.deliver(letter, outbox())


def server() -> str:
    """Return who mail is handed to, "" where it is kept as files."""
    chosen = settings()
    servers = {"smtp": f"{chosen.smtp_host}:{chosen.smtp_port}", "resend": "Resend"}
    return servers.get(chosen.mail, "")


def is_kept() -> bool:
    """Say whether mail stays here, as files, instead of being sent."""
    return not server()


def _put_off(row: Row[Any], now: datetime, trouble: str, *, is_final: bool = False) -> None:
    failures = row.failures + 1
    log.warning("mail %s could not be sent: %s", row.id, trouble)
    if is_final or failures > MOST_FAILURES:
        _note(row, given_up_at=now, failures=failures, trouble=trouble)
        return
    wait = min(SOONEST * 2 ** min(failures, 20), LATEST)
    wait *= 1 + _DICE.random() / 5  # so that what failed together does not come together
    _note(row, due_at=now + wait, failures=failures, trouble=trouble)


def _note(row: Row[Any], **values: Any) -> None:
    with db.write() as session:
        session.execute(update(tables.mail).where(tables.mail.c.id == row.id).values(values))


def outbox() -> Path:
    """Return the folder that mail is put into."""
    return settings().data_dir / "outbox"
