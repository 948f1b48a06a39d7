"""What mails look like, as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finance_app.pages.admin.rows.mail import TOPICS
from finance_app.services.letters import Preview
from finance_app.ui.components.values import Option

LOOKS = (("light", "Light"), ("dark", "Dark"), ("text", "Text"))
WIDTHS = (("desk", "Desk"), ("phone", "Phone"))


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
    return [Option(name, topic) for name, topic in TOPICS.items() if name in names]


def text(found: Preview) -> LetterText:
    """Show a mail."""
    return LetterText(found.template, found.subject, found.text, found.light, found.dark)
