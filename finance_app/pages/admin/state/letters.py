"""What mails look like: a template at a time."""

from __future__ import annotations

from typing import Literal

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.errors import InvalidInputError
from finance_app.pages.admin.rows import letters as rows
from finance_app.pages.admin.rows.letters import LetterText
from finance_app.services import letters
from finance_app.ui.arguments import Arguments, Line
from finance_app.ui.components.values import Option
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Template(Arguments):
    """The mail that is to be shown."""

    value: Line


class Look(Arguments):
    """How a mail is to be shown."""

    value: Literal["light", "dark", "text"]


class Width(Arguments):
    """How wide a mail is to be shown."""

    value: Literal["desk", "phone"]


class LettersState(SessionState):
    """The templates, the one that is shown, and how."""

    templates: list[Option] = []
    letter: LetterText = LetterText()
    letter_look: str = "light"
    letter_width: str = "desk"

    @handler(Access.ADMIN)
    async def show_letter(self, value: str) -> None:
        """Show another one."""
        chosen, actor = Template.of({"value": value}).value, await self._actor()
        if chosen not in await db.ask(letters.names, actor):
            raise InvalidInputError("Choose one of the mails in the list.")
        self.letter = rows.text(await db.ask(letters.preview, actor, chosen))

    @handler(Access.ADMIN)
    def choose_look(self, value: str) -> None:
        """Show mails in light, in dark or as text."""
        self.letter_look = Look.of({"value": value}).value

    @handler(Access.ADMIN)
    def choose_width(self, value: str) -> None:
        """Show mails as wide as on a desk, or on a phone."""
        self.letter_width = Width.of({"value": value}).value

    async def _open(self, actor: Actor) -> None:
        self.templates = rows.options(await db.ask(letters.names, actor))
        first = self.letter.template or self.templates[0].value
        self.letter = rows.text(await db.ask(letters.preview, actor, first))
