"""Many own rates from a text: looked at, then added at once."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import StringConstraints

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.own_rate_files import LONGEST
from finance_app.pages.rates.rows import file as rows
from finance_app.pages.rates.rows.file import FileText, LineRow
from finance_app.pages.rates.state.own import OwnRatesState
from finance_app.services import own_rate_files
from finance_app.ui.arguments import Arguments, Switch
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Pasted(Arguments):
    """The text; that it is too long is for the domain to say."""

    text: Annotated[str, StringConstraints(max_length=4 * LONGEST)]


class Understood(Arguments):
    """How the text is to be read."""

    mark: Literal[".", ","]
    order: Literal["dmy", "mdy", "ymd"]


class Confirmed(Arguments):
    """What is sent with the decision to add; how the text is read is in the state."""

    mark: str | None = None
    order: str | None = None
    confirmed: Switch = False


class RateFileState(SessionState):
    """The dialog: the text, then what is understood of it."""

    shown: bool = False
    looked: bool = False
    file: FileText = FileText()
    lines: list[LineRow] = []
    _text: str = ""
    _fields: ClassVar[frozenset[str]] = frozenset({"text", "confirmed", "form"})

    @handler(Access.SIGNED_IN)
    def load(self) -> None:
        """Begin the page without the dialog, which another visit may have left open."""
        self.shown = False

    @handler(Access.EDITOR)
    def open(self) -> None:
        """Ask for the text."""
        self.shown, self.looked, self._text = True, False, ""

    @handler(Access.SIGNED_IN)
    def close(self) -> None:
        """Close the dialog; nothing was written."""
        self.shown, self._text = False, ""

    @handler(Access.EDITOR)
    def back(self) -> None:
        """Ask for the text again."""
        self.looked = False

    @handler(Access.EDITOR)
    async def look(self, answers: dict[str, Any]) -> None:
        """Show what is understood, and what is wrong."""
        self._text = Pasted.of(answers).text
        await self._look(await self._actor())

    @handler(Access.EDITOR)
    async def choose_mark(self, value: str) -> None:
        """Read the numbers with another decimal mark."""
        given = Understood.of({"mark": value, "order": self.file.order or "dmy"})
        await self._look(await self._actor(), mark=given.mark, order=given.order)

    @handler(Access.EDITOR)
    async def choose_order(self, value: str) -> None:
        """Read the days in another order."""
        given = Understood.of({"mark": self.file.mark or ".", "order": value})
        await self._look(await self._actor(), mark=given.mark, order=given.order)

    @handler(Access.EDITOR)
    async def add(self, answers: dict[str, Any]) -> None:
        """Add the rates with which nothing is wrong, as one change."""
        if not self.shown or not self.looked:
            return  # pressed twice
        given, actor = Confirmed.of(answers), await self._actor()
        understood = {"mark": self.file.mark, "order": self.file.order}
        set_id = await db.tell(
            own_rate_files.keep, actor, self._text, confirmed=given.confirmed, **understood
        )
        said = self.file.verb.removeprefix("Add ")
        self.shown, self._text = False, ""
        await (await self.get_state(OwnRatesState))._show_all(actor)  # noqa: SLF001  private to the browser only
        self._say(f"Added {said}.", undo=set_id)

    async def _look(self, actor: Actor, *, mark: str = "", order: str = "") -> None:
        found = await db.ask(own_rate_files.look, actor, self._text, mark=mark, order=order)
        self.file, self.lines = rows.file_text(found, actor), rows.lines(found, actor)
        self.looked = True

    def _is_asking(self) -> bool:
        return self.shown
