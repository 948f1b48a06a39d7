"""What the pages around mails say; their forms go to `web.credentials`."""

from __future__ import annotations

from typing import ClassVar

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.refusals import Refusal
from finance_app.services import auth, mail
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class MailedState(SessionState):
    """Why the last attempt failed, and whether mail leaves this server at all."""

    refusal: str = ""
    to_folder: bool = False
    may_sign_up: bool = False

    _fields: ClassVar = frozenset({"email", "password"})

    @handler(Access.ANYONE)
    async def load(self) -> None:
        """Get ready for whoever comes, signed in or not."""
        refused = Refusal.read(self.router.url.query_parameters.get("error", ""))
        self.refusal = " ".join(one.sentence for one in refused if not one.field)
        self.errors = {one.field: one.sentence for one in refused if one.field}
        self.to_folder = mail.stays_here()
        self.may_sign_up = await db.ask(auth.signup_is_open)
