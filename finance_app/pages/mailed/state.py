"""What the pages around mails say; their forms go to `web.credentials`."""

from __future__ import annotations

from typing import ClassVar

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.flags import PASSWORD_RESET
from finance_app.domain.notices import Notice
from finance_app.services import flags, mail
from finance_app.ui import entrance
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class MailedState(SessionState):
    """Why the last attempt failed, and whether mail stays here as files.

    Args:
        notice_named: the mails that are to be stopped; nothing where no link led here.
        stopped: those that were.
    """

    refusal: str = ""
    is_kept: bool = False
    may_reset: bool = True
    notice_named: str = ""
    stopped: str = ""

    _fields: ClassVar = frozenset({"email", "password"})

    @handler(Access.ANYONE)
    async def load(self) -> None:
        """Get ready for whoever comes, signed in or not."""
        self.is_kept = mail.is_kept()
        self.may_reset = await db.ask(flags.value, PASSWORD_RESET)
        asked = self.router.url.query_parameters
        self.notice_named = _named(asked.get("notice", ""))
        self.stopped = _named(asked.get("done", ""))
        self.refusal, self.errors = entrance.refusals(asked.get("error", ""))


def _named(text: str) -> str:
    return Notice(text).named if text in set(Notice) else ""
