"""What users choose for themselves: how numbers and days are written, and where their day begins.

What a deployment chooses is in `config`; light or dark is kept by the browser, device by device.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from finance_app.domain.regions import require_region
from finance_app.errors import InvalidInputError
from finance_app.models import tables
from finance_app.services import users

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def change(session: Session, actor: Actor, region: str, time_zone: str) -> None:
    """Keep another region and time zone for the actor.

    Raises:
        InvalidInputError: there is no such region or zone; the error names the field.
    """
    session.execute(
        update(tables.preferences)
        .where(tables.preferences.c.user_id == actor.user_id)
        .values(region=require_region(region), time_zone=require_zone(time_zone))
    )


def require_zone(name: str) -> str:
    """Return a time zone that is known here.

    Raises:
        InvalidInputError: it is not.
    """
    if name not in users.zones():
        raise InvalidInputError("Choose one of the time zones in the list.", field="time_zone")
    return name
