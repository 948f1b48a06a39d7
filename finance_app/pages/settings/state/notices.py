"""The mails that a user gets, and when they get none."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.notices import Notice, QuietHours
from finance_app.pages.settings import rows
from finance_app.pages.settings.rows import NoticeRow
from finance_app.services import mail, preferences
from finance_app.ui.arguments import Arguments, Line
from finance_app.ui.components.values import Option
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class NoticeChoice(Arguments):
    """A mail, and whether it is wanted."""

    key: Annotated[Notice, Field(strict=False)]
    wanted: bool


class Quiet(Arguments):
    """When it begins to be quiet, and until when."""

    quiet_from: Line
    quiet_until: Line


class NoticesState(SessionState):
    """The mails that can be done without, which of them are wanted, and when none arrives.

    Args:
        mail_is_kept: no mail leaves this server; it becomes files.
    """

    digests: list[NoticeRow] = []
    notices: list[NoticeRow] = []
    quiet_from: str = ""
    quiet_until: str = ""
    quiet_times: list[Option] = []
    quiet_beginnings: list[Option] = []
    mail_is_kept: bool = False

    _fields: ClassVar = frozenset({"quiet"})

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show what is chosen."""
        self.mail_is_kept = mail.is_kept()
        actor = await self._actor()
        kept = await db.ask(preferences.quiet_hours, actor)
        self.quiet_times = rows.quiet_options(actor.region)
        self.quiet_beginnings = [Option("", "Never"), *self.quiet_times]
        self.quiet_from, self.quiet_until = rows.quiet(kept)
        await self._list()

    @handler(Access.SIGNED_IN)
    async def save_quiet(self, answers: dict[str, Any]) -> None:
        """Keep when no notice arrives; they may arrive at any time where no beginning is chosen."""
        chosen = Quiet.of(answers)
        text = f"{chosen.quiet_from}-{chosen.quiet_until}" if chosen.quiet_from else ""
        kept = QuietHours.parse(text)
        await db.tell(preferences.choose_quiet_hours, await self._actor(), kept)
        self.quiet_from, self.quiet_until = rows.quiet(kept)
        self._say("Saved.")

    @handler(Access.SIGNED_IN)
    async def choose(self, key: str, wanted: bool) -> None:  # noqa: FBT001  what the browser sends
        """Keep whether a mail is wanted."""
        chosen = NoticeChoice.of({"key": key, "wanted": wanted})
        actor = await self._actor()
        await db.tell(preferences.choose_notice, actor, chosen.key, is_wanted=chosen.wanted)
        await self._list()

    async def _list(self) -> None:
        actor = await self._actor()
        wanted = await db.ask(preferences.wanted, actor.user_id)
        self.digests, self.notices = rows.notices(wanted, is_admin=actor.is_admin)
