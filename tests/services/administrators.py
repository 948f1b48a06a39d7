"""Administrators, and users who are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.audit import What
from finance_app.services import audit, users
from tests.conftest import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.audit import AuditEvent


def administrator(session: Session, email: str = "root@example.org") -> Actor:
    """Add an administrator."""
    wanted = users.NewUser(email, "no hash", "en_US", "Europe/Berlin", "EUR")
    return users.add(session, wanted, NOW, is_admin=True)


def done(session: Session, admin: Actor) -> list[AuditEvent]:
    """Return what administrators did, newest first."""
    theirs = [*What][[*What].index(What.FLAG) : [*What].index(What.COMMAND)]
    return [one for one in audit.page(session, admin) if one.what in theirs]
