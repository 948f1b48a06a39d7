"""What was mailed: written down in the database, not sent yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from finance_app.models import tables

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Posted(NamedTuple):
    """A mail that waits to be sent."""

    recipient: str
    template: str
    text: str

    @property
    def token(self) -> str:
        """What stands behind the # of its link."""
        found = re.search(r"^https?://\S+#(\S+)$", self.text, re.MULTILINE)
        assert found is not None, self.text
        return found[1]


def templates(session: Session) -> list[str]:
    """Return what all mail is about, sent or not, the first one first."""
    mail = tables.mail.c
    return list(session.scalars(select(mail.template).order_by(mail.id)))


def posted(session: Session) -> list[Posted]:
    """Return all mail that waits, the first one first."""
    mail = tables.mail.c
    waiting = mail.sent_at.is_(None) & mail.given_up_at.is_(None)
    found = select(mail.recipient, mail.template, mail.text).where(waiting).order_by(mail.id)
    return [Posted(*row) for row in session.execute(found)]
