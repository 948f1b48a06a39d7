"""Arranging the dashboard's cards: what was dropped, pressed or taken back."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from finance_app import db
from finance_app.domain import cards
from finance_app.domain.access import Access
from finance_app.domain.cards import Arrangement, Card, Turn
from finance_app.pages.dashboard.rows import places
from finance_app.pages.dashboard.rows.places import TileText
from finance_app.services import callers, preferences
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Line
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState

type Known = Annotated[Card, Field(strict=False)]


class Turned(Arguments):
    """A card, what was done to it, and beside which one it was dropped."""

    key: Known
    version: Line
    way: Annotated[Turn, Field(strict=False)]
    target: Annotated[Known | None, BeforeValidator(lambda value: value or None)]


class ArrangeState(SessionState):
    """The tiles that stand for the cards."""

    arranging: bool = False
    tiles: list[TileText] = []
    hidden: list[TileText] = []
    said: str = ""
    done: str = ""
    _routes: ClassVar[tuple[str, ...]] = (links.DASHBOARD,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show the tiles where the address asks for them."""
        await self._renew()

    @handler(Access.SIGNED_IN)
    async def arrange(self, answers: dict[str, Any]) -> None:
        """Move, resize, hide or show a card, in whichever browser the user looks next."""
        given = Turned.of(answers)
        actor = await self._actor()
        found = await db.tell(preferences.arrange, actor, given.key, given.way, given.target)
        self._show_tiles(found)
        self.said = places.said(found, given.key)

    @handler(Access.SIGNED_IN)
    async def start_over(self) -> None:
        """Arrange the cards as they are for everybody."""
        self._show_tiles(await db.tell(preferences.reset_dashboard, await self._actor()))
        self.said = "The cards are where they were at first."

    async def _renew(self) -> None:
        query = self.router.url.query_parameters
        self.arranging = bool(query.get("arrange"))
        self.said = ""
        if self.arranging:
            more = {key: query[key][:40] for key in ("period", "compare") if key in query}
            self.done = links.dashboard(**more)
            self._tile(cards.read((await self._actor()).dashboard))

    def _show_tiles(self, found: Arrangement) -> None:
        callers.forget(callers.token_in(self.router.headers.cookie))
        self._tile(found)

    def _tile(self, found: Arrangement) -> None:
        self.tiles, self.hidden = places.tiles(found), places.hidden(found)
