"""Mail: what is written in it, and a transport a file.

A template is a folder: `subject.txt` is one line, `body.txt` plain text. Nothing in a mail comes
from anybody but the app and the one who gets it, save the address of who invites them.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

if TYPE_CHECKING:
    from datetime import datetime

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is handed to a transport.

    Args:
        key: the same at each attempt, so that a server knows it again.
        sender: the address that it comes from.
        at: when it was written, in UTC.
    """

    key: int
    sender: str
    recipient: str
    subject: str
    text: str
    at: datetime

    @property
    def message(self) -> EmailMessage:
        """The letter as it is written down for the wire."""
        made = EmailMessage()
        made["From"] = self.sender
        made["To"] = self.recipient
        made["Subject"] = self.subject
        made["Date"] = format_datetime(self.at)
        made["Message-ID"] = f"<{self.key}@{self.sender.rpartition('@')[2]}>"
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(self.text)
        return made


def written(template: str, **values: Any) -> tuple[str, str]:
    """Return the subject and the text that a template makes."""
    subject = _templates().get_template(f"{template}/subject.txt").render(values)
    body = _templates().get_template(f"{template}/body.txt").render(values)
    return " ".join(subject.split()), body


@cache
def _templates() -> Environment:
    return Environment(  # noqa: S701  plain text: nothing would be escaped
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True
    )
