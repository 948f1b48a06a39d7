"""What the token's user has chosen for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from finance_app.api.doors import Reader, Writer
from finance_app.api.schemas.people import ChangedPreferences, Preferences
from finance_app.services import preferences, profiles, users

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

PLACE = "/preferences"
router = APIRouter(tags=["Preferences"])


@router.get(PLACE, response_model=Preferences)
async def get_preferences(door: Reader) -> Response:
    """Get what the user has chosen for themselves."""
    return await door.ask(lambda _, actor: Preferences.of(actor))


@router.patch(PLACE, response_model=Preferences)
async def change_preferences(door: Writer, wanted: ChangedPreferences) -> Response:
    """Choose something else; If-Match says which version was seen."""

    def work(session: Session, actor: Actor) -> Preferences:
        door.require_match(Preferences.of(actor))
        if wanted.name is not None:
            profiles.rename(session, actor, wanted.name)
        if wanted.theme is not None:
            preferences.choose_theme(session, actor, wanted.theme)
        if wanted.model_fields_set & {"region", "time_zone", "display_currency", "first_day"}:
            preferences.change(session, actor, *wanted.places(actor))
        return Preferences.of(users.actor_by_email(session, actor.email, actor.now))

    return await door.tell(work)
