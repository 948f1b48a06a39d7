"""What administrators chose for a server, and what they did to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from finance_app.domain.server_changes import ServerChange
from finance_app.models.tables import server_change, server_setting, user

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def settings(session: Session) -> dict[str, str]:
    """Return what administrators chose, by name: a few rows."""
    rows = session.execute(select(server_setting.c.name, server_setting.c.value))
    return {row.name: row.value for row in rows}


def changes(session: Session, limit: int, before: int | None = None) -> list[ServerChange]:
    """Return what administrators did, newest first, from before a key on where one is given."""
    by, to = user.alias(), user.alias()
    wanted = (
        select(server_change, by.c.email.label("by_email"), to.c.email.label("to_email"))
        .outerjoin_from(server_change, by, by.c.id == server_change.c.user_id)
        .outerjoin(to, to.c.id == server_change.c.target_id)
        .order_by(server_change.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        wanted = wanted.where(server_change.c.id < before)
    return [
        ServerChange(
            id=row.id,
            at=row.at,
            by=row.by_email or "",
            is_command=row.user_id is None,
            what=row.what,
            to=row.to_email or "",
            subject=row.subject,
            before=row.before,
            after=row.after,
        )
        for row in session.execute(wanted)
    ]
