"""What the page for signing in says; the form itself goes to `web.auth`."""

from __future__ import annotations

from typing import Any

import reflex as rx

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.flags import PASSWORD_RESET
from finance_app.domain.places import local
from finance_app.domain.refusals import Done, Ended, Refusal
from finance_app.services import flags, oidc, passkeys, signup
from finance_app.ui import entrance, links
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState

LONGEST_PAGE = 1000


class SignInState(SessionState):
    """Why the last attempt failed, how it came to this one, and what comes after it."""

    refusal: str = ""
    done: str = ""
    ended: str = ""
    may_sign_up: bool = False
    may_reset: bool = True
    unencrypted: bool = False
    provider: str = ""
    by_passkey: bool = False

    @handler(Access.ANYONE)
    async def load(self) -> Any:
        """Get ready for whoever comes; who is in already goes on."""
        query = self.router.url.query_parameters
        wanted = local(query.get("next", "")[:LONGEST_PAGE])
        if await self._caller() is not None:
            return rx.redirect(wanted or links.DASHBOARD)
        if await db.ask(signup.is_empty):
            return rx.redirect(links.SIGNUP)
        self.refusal = " ".join(one.sentence for one in Refusal.read(query.get("error", "")))
        self.done = Done.read(query.get("done", ""))
        self.ended = Ended.read(query.get("ended", ""))
        self.may_sign_up = await db.ask(signup.is_open)
        self.provider = oidc.title()
        self.may_reset = await db.ask(flags.value, PASSWORD_RESET)
        self.unencrypted = entrance.is_unencrypted(self.router.headers.origin)
        self.by_passkey = passkeys.works_at(self.router.headers.origin)
        return None
