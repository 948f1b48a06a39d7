"""What a user has chosen, and choosing something else."""

from __future__ import annotations

from typing import Any, ClassVar

from finance_app import db
from finance_app.domain.access import Access
from finance_app.services import callers, preferences
from finance_app.ui.arguments import Arguments, Line
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Chosen(Arguments):
    """The form's answers."""

    region: Line
    time_zone: Line
    display_currency: Line


class SettingsState(SessionState):
    """What the form shows."""

    region: str = ""
    time_zone: str = ""
    display_currency: str = ""

    _fields: ClassVar = frozenset({"region", "time_zone", "display_currency"})

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show what is chosen."""
        actor = await self._actor()
        self.region, self.time_zone = actor.region, actor.time_zone
        self.display_currency = actor.display_currency

    @handler(Access.SIGNED_IN)
    async def save(self, form: dict[str, Any]) -> None:
        """Keep another choice; every page shows it from now on."""
        chosen = Chosen.of(form)
        given = (chosen.region, chosen.time_zone, chosen.display_currency)
        await db.tell(preferences.change, await self._actor(), *given)
        callers.forget(callers.token_in(self.router.headers.cookie))
        self.region, self.time_zone, self.display_currency = given
        self._say("Saved.")
