"""Mail: what is written in it, and a transport a file.

A template is a folder: `subject.txt` is one line, `body.txt` plain text, and `action.txt` says what
the button does that an address on a line of its own becomes. The HTML is made of the same text, so
that no two parts of a mail say different things. Nothing in it
comes from anybody but the app and the one who gets it, save the address of who invites them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

if TYPE_CHECKING:
    from datetime import datetime

    from jinja2 import Template

_TEMPLATES = Path(__file__).parent / "templates"
OPEN = "Open the page"  # what a link does that has no name
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is handed to a transport.

    Args:
        key: the same at each attempt, so that a server knows it again.
        sender: the address that it comes from.
        at: when it was written, in UTC.
        action: what links on lines of their own are called, one a line.
    """

    key: int
    sender: str
    recipient: str
    subject: str
    text: str
    at: datetime
    action: str = ""

    @property
    def html(self) -> str:
        """The letter as mail programs show it, in light and in dark."""
        parts = [_lines(part) for part in self.text.strip().split("\n\n")]
        labels = iter(self.action.splitlines())
        named = [
            [(line, next(labels, OPEN) if is_address else "") for line, is_address in part]
            for part in parts
        ]
        return _page().render(subject=self.subject, parts=named)

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
        made.add_alternative(self.html, subtype="html")
        return made


def written(template: str, **values: Any) -> tuple[str, str]:
    """Return the subject and the text that a template makes."""
    subject = _templates().get_template(f"{template}/subject.txt").render(values)
    body = _templates().get_template(f"{template}/body.txt").render(values)
    return " ".join(subject.split()), body


def action(template: str) -> str:
    """Return what the buttons of a template do, one a line; "" where it has none."""
    path = _TEMPLATES / template / "action.txt"
    return path.read_text("utf-8").strip() if path.exists() else ""


def _lines(part: str) -> list[tuple[str, bool]]:
    """Return the lines of a paragraph, each with whether it is an address; wrapped ones as one."""
    found: list[tuple[str, bool]] = []
    for line in part.splitlines():
        is_address = _ADDRESS.fullmatch(line) is not None
        if found and not is_address and not found[-1][1]:
            found[-1] = (f"{found[-1][0]} {line}", False)
        else:
            found.append((line, is_address))
    return found


@cache
def _page() -> Template:
    found = Environment(
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, autoescape=True
    )
    return found.get_template("letter.html")


@cache
def _templates() -> Environment:
    return Environment(  # noqa: S701  plain text: nothing would be escaped
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True
    )
