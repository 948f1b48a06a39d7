"""Instants, as people read them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from finance_app.domain.actors import Actor
from finance_app.domain.formatting import day_near, time_text


def moment(at: datetime, actor: Actor) -> str:
    """Write an instant where the reader lives."""
    day = at.astimezone(ZoneInfo(actor.time_zone)).date()
    near = day_near(day, actor.today, actor.region)
    return f"{near}, {time_text(at, actor.time_zone, actor.region)}"
