"""Mails that their readers can do without: sent to those who want them, when it is not quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finance_app.domain import notices
from finance_app.domain.formatting import count_text
from finance_app.domain.notices import Notice
from finance_app.domain.texts import on_a_line
from finance_app.queries import mail as queries
from finance_app.services import mail

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

ACTIVITY = "/activity"


def tell(
    session: Session,
    user_id: int,
    notice: Notice,
    now: datetime,
    *,
    template: str,
    lasts: timedelta | None = None,
    **values: Any,
) -> int | None:
    """Write a notice down for a user who wants it; return its key, or None.

    Args:
        template: the name of one in `adapters.mail`.
        lasts: after which it is of no use any more, and not sent.
        **values: what the template names.
    """
    reader = queries.reader_of(session, user_id)
    if reader is None or notice not in notices.wanted(reader.notices):
        return None
    about = (notice, user_id)
    return mail.post(session, reader.email, template, now, lasts=lasts, notice=about, **values)


def import_done(
    session: Session, actor: Actor, filename: str, imported: int, left_out: int
) -> None:
    """Tell whoever waited long for an import that it is done."""
    tell(
        session,
        actor.user_id,
        Notice.IMPORT,
        actor.now,
        template="import",
        filename=on_a_line(filename),
        imported=_rows(imported, actor.region),
        left_out=_rows(left_out, actor.region),
        link=mail.address(ACTIVITY),
    )


def _rows(count: int, region: str) -> str:
    return f"{count_text(count, region)} {'row' if count == 1 else 'rows'}"
