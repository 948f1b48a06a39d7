"""What somebody signs in with beside the password: a provider, an app, codes, passkeys."""

from __future__ import annotations

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.devices import device_text
from finance_app.pages.security import rows
from finance_app.pages.security.rows import PasskeyRow
from finance_app.pages.security.state.page import Chosen
from finance_app.services import factors, oidc, passkeys
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState

REMOVING = "remove"


class ProviderState(SessionState):
    """The provider that somebody may sign in by way of, and who they are there."""

    provider: str = ""
    is_connected: bool = False
    connected_as: str = ""

    @handler(Access.ENROLLING, quiet=True)
    async def load(self) -> None:
        """Show what there is."""
        self.provider = oidc.title()
        known = await db.ask(oidc.connected, await self._actor())
        self.is_connected = bool(known)
        named = ", ".join(filter(None, known))
        self.connected_as = f" as {named}" if named else ""


class FactorsState(SessionState):
    """What is asked for beside the password, and the passkey that is about to be removed."""

    is_known: bool = False
    app_since: str = ""
    is_on: bool = False
    codes_left: str = ""
    passkeys: list[PasskeyRow] = []
    can_add: bool = False
    here: str = ""
    removing: str = ""
    removing_name: str = ""

    @handler(Access.ENROLLING, quiet=True)
    async def load(self) -> None:
        """Show what there is; ask again for what could not be removed."""
        actor = await self._actor()
        found = await db.ask(factors.overview, actor)
        self.is_on = found.is_on
        self.app_since = rows.day(found.app_since, actor) if found.app_since else ""
        self.codes_left = rows.codes_left(found.codes_left)
        kept = await db.ask(passkeys.everything, actor)
        self.passkeys = [rows.passkey_row(one, actor) for one in kept]
        self.can_add = passkeys.works_at(self.router.headers.origin)
        self.here = device_text(self.router.headers.user_agent)
        query = self.router.url.query_parameters
        self._choose(query.get("key", "") if query.get("form") == REMOVING else "")
        self.is_known = True

    @handler(Access.ENROLLING)
    def ask_removal(self, key: str) -> None:
        """Ask for the password before a passkey is removed."""
        self._choose(Chosen.of({"key": key}).key)

    @handler(Access.ENROLLING)
    def close_removal(self) -> None:
        """Leave it."""
        self._choose("")

    def _choose(self, key: str) -> None:
        found = next((one for one in self.passkeys if one.key == key), PasskeyRow())
        self.removing, self.removing_name = found.key, found.name
