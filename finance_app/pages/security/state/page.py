"""What the security page shows: whose account it is, how the last form went, and who is in.

The forms for address and password go to `web.credentials`, those for factors to `web.factors`
and `web.passkeys`, and those for browsers to `web.sessions`.
"""

from __future__ import annotations

from typing import ClassVar

from finance_app import db
from finance_app.domain.access import Access
from finance_app.pages.security import rows
from finance_app.pages.security.rows import SessionRow
from finance_app.services import mail, sessions
from finance_app.services.signing_out import OTHERS
from finance_app.ui import entrance
from finance_app.ui.arguments import Arguments, Line
from finance_app.ui.handlers import handler
from finance_app.ui.mailing import went_well
from finance_app.ui.session import SessionState

ENDING = "browser"
ALONE = frozenset({"address", "password", "provider", "app", "codes", "passkey", "token"})
"""The forms that are about no row of a list."""


class Chosen(Arguments):
    """One of the browsers, or of the forms."""

    key: Line


class SecurityState(SessionState):
    """How the last form went, and the browsers that are signed in."""

    refusal: str = ""
    form: str = ""
    form_open: str = ""
    browsers: list[SessionRow] = []
    has_others: bool = False
    demands_factor: bool = False
    ending: str = ""
    ending_name: str = ""
    mail_stays: bool = False

    _fields: ClassVar = frozenset(
        {"email", "password", "current_password", "code", "name", "scope"}
    )

    @handler(Access.ENROLLING)
    async def load(self) -> None:
        """Say how the form went that led here, and list the browsers."""
        query = self.router.url.query_parameters
        self.refusal, self.errors = entrance.refusals(query.get("error", ""))
        self.form = query.get("form", "")[:20]
        if self.form in ALONE:
            self.form_open = self.form
        self.mail_stays = mail.is_kept()
        if done := went_well(query.get("done", "")):
            self.form_open = ""  # not before: whoever was quick has opened one by now
            self._say(done)
        self.demands_factor = (await self._actor()).must_enrol
        await self._list()
        self._choose(query.get("key", "") if self.form == ENDING else "")

    @handler(Access.ENROLLING)
    def open_form(self, key: str) -> None:
        """Ask for what one of the forms wants."""
        wanted = Chosen.of({"key": key}).key
        self.form_open = wanted if wanted in ALONE else ""

    @handler(Access.ENROLLING)
    def close_form(self) -> None:
        """Leave it; what was wrong with it is not said again."""
        self.form_open, self.form = "", ""

    @handler(Access.ENROLLING)
    def ask_ending(self, key: str) -> None:
        """Ask for the password before a browser, or all others, are signed out."""
        self._choose(Chosen.of({"key": key}).key)

    @handler(Access.ENROLLING)
    def close_ending(self) -> None:
        """Leave them."""
        self._choose("")

    def _choose(self, key: str) -> None:
        found = next((one for one in self.browsers if one.key == key), SessionRow())
        self.ending = OTHERS if key == OTHERS and self.has_others else found.key
        self.ending_name = found.device

    async def _list(self) -> None:
        actor = await self._actor()
        found = await db.ask(sessions.everything, actor, self._made_for)
        self.browsers = [rows.row(one, actor) for one in found]
        self.has_others = len(found) > 1
