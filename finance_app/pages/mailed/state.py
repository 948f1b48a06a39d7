"""What the pages around mails say; their forms go to `web.credentials`."""

from __future__ import annotations

from typing import ClassVar

from finance_app.domain.access import Access
from finance_app.services import mail
from finance_app.ui import entrance
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class MailedState(SessionState):
    """Why the last attempt failed, and whether mail stays here as files."""

    refusal: str = ""
    is_kept: bool = False

    _fields: ClassVar = frozenset({"email", "password"})

    @handler(Access.ANYONE)
    def load(self) -> None:
        """Get ready for whoever comes, signed in or not."""
        self.is_kept = mail.is_kept()
        self.refusal, self.errors = entrance.refusals(
            self.router.url.query_parameters.get("error", "")
        )
