"""What the pages that set factors up say; their forms go to `web.factors`.

Keys and codes are not here: the page fetches them by itself, `assets/secrets.js`.
"""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from finance_app import db
from finance_app.domain.access import Access
from finance_app.errors import NotFoundError
from finance_app.services import api_tokens, backup_codes, factors, passkeys
from finance_app.ui import entrance, links
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class EnrolmentState(SessionState):
    """Whether there is something to be set up here, and why the last attempt failed."""

    refusal: str = ""
    is_begun: bool = False

    _fields: ClassVar = frozenset({"code"})

    @handler(Access.ENROLLING)
    async def load_app(self) -> Any:
        """Get ready for the key of an app, where one was begun in this browser."""
        query = self.router.url.query_parameters
        self.refusal, self.errors = entrance.refusals(query.get("error", ""))
        return await self._look(factors.enrolment)

    @handler(Access.ENROLLING)
    async def load_passkey(self) -> Any:
        """Get ready for a passkey, where one was begun in this browser."""
        return await self._look(passkeys.require_begun)

    @handler(Access.ENROLLING)
    async def load_codes(self) -> Any:
        """Get ready for new backup codes, where some were made in this browser."""
        return await self._look(backup_codes.shown)

    @handler(Access.SIGNED_IN)
    async def load_token(self) -> Any:
        """Get ready for a program's token, where one was made in this browser."""
        return await self._look(api_tokens.shown)

    async def _look(self, use_case: Any) -> Any:
        try:
            await db.ask(use_case, await self._actor(), self._made_for)
        except NotFoundError:
            self.is_begun = False
            return rx.redirect(links.SECURITY)
        self.is_begun = True
        return None
