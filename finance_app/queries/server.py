"""What administrators chose for a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from finance_app.models.tables import server_setting

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def settings(session: Session) -> dict[str, str]:
    """Return what administrators chose, by name: a few rows."""
    rows = session.execute(select(server_setting.c.name, server_setting.c.value))
    return {row.name: row.value for row in rows}
