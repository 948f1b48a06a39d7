"""What mails look like: a template at a time."""

from __future__ import annotations

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


class LettersState(SessionState):
    """The templates, and the one that is shown."""

    templates: list[Option] = []
    letter: LetterText = LetterText()

    @handler(Access.ADMIN)
    async def show_letter(self, value: str) -> None:
        """Show another one."""
        chosen, actor = Template.of({"value": value}).value, await self._actor()
        if chosen not in await db.ask(letters.names, actor):
            raise InvalidInputError("Choose one of the mails in the list.")
        self.letter = rows.text(await db.ask(letters.preview, actor, chosen))

    async def _open(self, actor: Actor) -> None:
        self.templates = rows.options(await db.ask(letters.names, actor))
        first = self.letter.template or self.templates[0].value
        self.letter = rows.text(await db.ask(letters.preview, actor, first))
