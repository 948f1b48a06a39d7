"""What the page for signing up says and proposes; the form itself goes to `web.auth`."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from finance_app import db
from finance_app.domain import regions
from finance_app.domain.access import Access
from finance_app.services import mail, signup
from finance_app.ui import entrance, links
from finance_app.ui.arguments import Arguments, Line
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState, now


class ChosenRegion(Arguments):
    """A region."""

    region: Line


class SignUpState(SessionState):
    """Whether somebody may sign up, and what is proposed to them."""

    is_open: bool = True
    is_first: bool = False
    takes_invited: bool = False
    refusal: str = ""
    region: str = regions.DEFAULT
    currency: str = "USD"
    unencrypted: bool = False
    mail_stays_here: bool = False

    _fields: ClassVar = frozenset({"email", "password", "region", "base_currency"})

    @handler(Access.ANYONE)
    async def load(self) -> Any:
        """Get ready for whoever comes; who is in already goes on."""
        if await self._caller() is not None:
            return rx.redirect(links.DASHBOARD)
        self.is_first = await db.ask(signup.is_empty)
        self.is_open = await db.ask(signup.is_open)
        self.takes_invited = await db.ask(signup.invited_may_join, by_admin=True)
        self.mail_stays_here = mail.is_kept()
        self.unencrypted = entrance.is_unencrypted(self.router.headers.origin)
        self.region = regions.guess(self.router.headers.accept_language)
        self._propose(self.region)
        self.refusal, self.errors = entrance.refusals(
            self.router.url.query_parameters.get("error", "")
        )
        return None

    @handler(Access.ANYONE)
    def choose_region(self, region: str) -> None:
        """Propose the currency that is paid in a region."""
        self._propose(regions.require_region(ChosenRegion.of({"region": region}).region))

    def _propose(self, region: str) -> None:
        self.currency = regions.currency_of(region, now().date())
