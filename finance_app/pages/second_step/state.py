"""What the page of the second step says; its forms go to `web.second_steps`.

Who is there has shown a password and is nobody yet: the page knows what they may show, no more.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.places import local
from finance_app.domain.refusals import Refusal
from finance_app.errors import SignInRequiredError
from finance_app.services import callers, passkeys, second_steps
from finance_app.ui import links
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState, now

LONGEST_PAGE = 1000


class SecondStepState(SessionState):
    """Why the last attempt failed, what can be shown, and where it leads."""

    refusal: str = ""
    by_app: bool = False
    by_backup_code: bool = False
    by_passkey: bool = False
    was_backup: bool = False

    @handler(Access.ANYONE)
    async def load(self) -> Any:
        """Get ready for who waits; who is in already goes on, who does not wait signs in."""
        query = self.router.url.query_parameters
        wanted = local(query.get("next", "")[:LONGEST_PAGE])
        if await self._caller() is not None:
            return rx.redirect(wanted or links.DASHBOARD)
        token = callers.token_in(self.router.headers.cookie)
        try:
            ways = await db.ask(second_steps.ways, token, now())
        except SignInRequiredError:
            return rx.redirect(links.sign_in(wanted))
        self.by_app, self.by_backup_code = ways.app, ways.backup_code
        self.by_passkey = ways.passkey and passkeys.works_at(self.router.headers.origin)
        refused = Refusal.read(query.get("error", ""))
        self.refusal = " ".join(one.sentence for one in refused)
        self.was_backup = Refusal.BACKUP in refused
        return None
