"""What mails look like, as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finance_app.pages.admin.rows.mail import TOPICS
from finance_app.services.letters import Preview
from finance_app.ui.components.values import Option


@dataclass(frozen=True)
class LetterText:
    """A mail with made-up values; `light` and `dark` are pages for frames that run nothing."""

    template: str = ""
    subject: str = ""
    text: str = ""
    light: str = ""
    dark: str = ""


def options(names: Sequence[str]) -> list[Option]:
    """Return the templates to choose from, by what they are about."""
    known = [name for name in TOPICS if name in names]
    found = [*known, *(name for name in names if name not in TOPICS)]
    return [Option(name, TOPICS.get(name, name)) for name in found]


def text(found: Preview) -> LetterText:
    """Show a mail."""
    return LetterText(found.template, found.subject, found.text, found.light, found.dark)
