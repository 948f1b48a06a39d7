"""The tokens of programs: what there is, and what a new one may be."""

from __future__ import annotations

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.api_tokens import Scope
from finance_app.pages.security import rows
from finance_app.pages.security.rows import TokenRow
from finance_app.pages.security.state.page import Chosen
from finance_app.services import api_tokens, books
from finance_app.ui.components.values import Option
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class TokensState(SessionState):
    """The tokens of the user's programs, and the one that is about to be revoked."""

    can_make: bool = False
    tokens: list[TokenRow] = []
    token_scopes: list[Option] = []
    token_books: list[Option] = []
    revoking: str = ""
    revoking_name: str = ""

    @handler(Access.ENROLLING, quiet=True)
    async def load(self) -> None:
        """Show what there is, and what a new one may be."""
        await self._list()
        actor = await self._actor()
        scopes = [one for one in Scope if one is not Scope.ADMIN or actor.is_admin]
        self.token_scopes = [Option(one, rows.SCOPES[one]) for one in scopes]
        known = await db.ask(books.everything, actor)
        self.token_books = [
            Option("", "All my books"),
            *(Option(str(one.id), one.name) for one in known),
        ]
        self.can_make = True

    @handler(Access.ENROLLING)
    def ask_revoking(self, key: str) -> None:
        """Ask before a token is revoked."""
        self._choose(Chosen.of({"key": key}).key)

    @handler(Access.ENROLLING)
    def close_revoking(self) -> None:
        """Leave it."""
        self._choose("")

    @handler(Access.SIGNED_IN)
    async def revoke(self) -> None:
        """Let nobody in with it any more."""
        key = int(self.revoking) if self.revoking else 0
        name = await db.tell(api_tokens.revoke, await self._actor(), key)
        self._say(f"“{name}” lets nobody in any more.")
        await self._list()

    async def _list(self) -> None:
        actor = await self._actor()
        found = await db.ask(api_tokens.everything, actor)
        self.tokens = [rows.token_row(one, actor) for one in found]
        self._choose("")

    def _choose(self, key: str) -> None:
        found = next((one for one in self.tokens if one.key == key), TokenRow())
        self.revoking, self.revoking_name = found.key, found.name
