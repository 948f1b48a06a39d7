"""The name, and how the last form went; forms with a password go to plain routes."""

from __future__ import annotations

from typing import Any, ClassVar

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.refusals import Done
from finance_app.services import callers, profiles
from finance_app.ui import entrance
from finance_app.ui.arguments import Arguments, Line
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Named(Arguments):
    """The form's answer."""

    name: Line


class ProfileState(SessionState):
    """Who it is, and what the last form met."""

    name: str = ""
    refusal: str = ""
    form: str = ""

    _fields: ClassVar = frozenset({"name", "current_password", "code", "typed_email"})

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Say how the form went that led here, and show the name."""
        query = self.router.url.query_parameters
        self.refusal, self.errors = entrance.refusals(query.get("error", ""))
        self.form = query.get("form", "")[:20]
        if done := Done.read(query.get("done", "")):
            self._say(done)
        self.name = (await self._actor()).name

    @handler(Access.SIGNED_IN)
    async def save(self, answers: dict[str, Any]) -> None:
        """Keep another name."""
        actor = await self._actor()
        self.name = await db.tell(profiles.rename, actor, Named.of(answers).name)
        callers.forget_user(actor.user_id)
        self._say("Saved.")
