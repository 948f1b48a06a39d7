"""Mail: what is written in it, and a transport a file.

A template is a folder: `subject.txt` is one line, `body.txt` plain text, and `action.txt` says what
the button does that an address on a line of its own becomes. The HTML is made of the same text, so
that no two parts of a mail say different things; only where there are figures to draw `body.html`
says how. Below a line of `-- ` stands how to get no more of them. Nothing in it
comes from anybody but the app and the one who gets it, save the address of who invites them and
the names in a book.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta

from finance_app.domain.texts import on_a_line

if TYPE_CHECKING:
    from datetime import datetime
    from email.policy import Policy

_TEMPLATES = Path(__file__).parent / "templates"
OPEN = "Open the page"  # what a link does that has no name
FOOT = "\n-- \n"
LONGEST_SUBJECT = 200
_LETTER, _BODY = "letter.html", "body.html"
_IN_DARK = "@media (prefers-color-scheme: dark)"
_ADDRESS = re.compile(r"https?://\S+")


class _Whole(UnstructuredHeader, BaseHeader):
    """A header on one line: a long address would be encoded, and mail programs do not read that."""

    def fold(self, *, policy: Policy) -> str:
        """Write it down."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _Whole)
_POLICY = EmailPolicy(header_factory=_HEADERS)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is handed to a transport.

    Args:
        key: the same at each attempt, so that a server knows it again.
        sender: the address that it comes from.
        at: when it was written, in UTC.
        action: what links on lines of their own are called, one a line.
        page: the HTML, where it is not made of the text.
        unsubscribe: where its reader says that they want no more of the kind; "" where they cannot
            do without.
    """

    key: int
    sender: str
    recipient: str
    subject: str
    text: str
    at: datetime
    action: str = ""
    page: str = ""
    unsubscribe: str = ""

    @property
    def html(self) -> str:
        """The letter as mail programs show it, in light and in dark."""
        return self.page or self._made_of_text()

    @property
    def headers(self) -> dict[str, str]:
        """What tells mail programs what kind of mail it is, and how to stop it (RFC 8058)."""
        found = {"Auto-Submitted": "auto-generated"}
        if self.unsubscribe:
            found["List-Unsubscribe"] = f"<{self.unsubscribe}>"
            found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return found

    def _made_of_text(self) -> str:
        text, _, foot = self.text.partition(FOOT)
        parts = [_lines(part) for part in text.strip().split("\n\n")]
        labels = iter(self.action.splitlines())
        named = [
            [(line, next(labels, OPEN) if is_address else "") for line, is_address in part]
            for part in parts
        ]
        return (
            _pages()
            .get_template(_LETTER)
            .render(subject=self.subject, parts=named, foot=foot_of(foot))
        )

    @property
    def message(self) -> EmailMessage:
        """The letter as it is written down for the wire."""
        made = EmailMessage(_POLICY)
        made["From"] = self.sender
        made["To"] = self.recipient
        made["Subject"] = _unencoded(self.subject)
        made["Date"] = format_datetime(self.at)
        made["Message-ID"] = f"<{self.key}@{self.sender.rpartition('@')[2]}>"
        for name, value in self.headers.items():
            made[name] = value
        made.set_content(self.text)
        made.add_alternative(self.html, subtype="html")
        return made


def written(template: str, **values: Any) -> tuple[str, str]:
    """Return the subject and the text that a template makes; what it names stays on its line."""
    values = {name: on_a_line(one) if isinstance(one, str) else one for name, one in values.items()}
    subject = _templates().get_template(f"{template}/subject.txt").render(values)
    body = _templates().get_template(f"{template}/body.txt").render(values)
    return on_a_line(subject)[:LONGEST_SUBJECT], body


def page(template: str, subject: str, foot: str, **values: Any) -> str:
    """Return the HTML of a template that has its own; "" where it is made of the text."""
    if not (_TEMPLATES / template / _BODY).exists():
        return ""
    found = _pages().get_template(f"{template}/{_BODY}")
    return found.render(values, subject=subject, foot=foot_of(foot))


def names() -> list[str]:
    """Return all templates."""
    return sorted(one.name for one in _TEMPLATES.iterdir() if one.is_dir())


def variables(template: str) -> set[str]:
    """Return what a template names."""
    parts = [one for one in (_TEMPLATES / template).iterdir() if one.suffix in (".txt", ".html")]
    found = (_templates().parse(one.read_text("utf-8")) for one in parts)
    return set[str]().union(*(meta.find_undeclared_variables(one) for one in found))


def _unencoded(subject: str) -> str:
    """Return a subject in which nothing looks encoded: `email` would decode it, line ends too."""
    return subject.replace("=?", "= ?")


def in_theme(html: str, *, dark: bool) -> str:
    """Return a page as it is in one theme, whatever the browser that shows it prefers."""
    return html.replace(_IN_DARK, "@media all" if dark else "@media not all")


def foot_of(text: str) -> tuple[str, str]:
    """Return what a foot says, and the address that it ends with."""
    *said, address = text.split() or [""]
    return " ".join(said), address


def action(template: str) -> str:
    """Return what the buttons of a template do, one a line; "" where it has none."""
    path = _TEMPLATES / template / "action.txt"
    return path.read_text("utf-8").strip() if path.exists() else ""


def _lines(part: str) -> list[tuple[str, bool]]:
    """Return the lines of a paragraph, each with whether it is an address."""
    return [(line, _ADDRESS.fullmatch(line) is not None) for line in part.splitlines()]


@cache
def _pages() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _templates() -> Environment:
    return Environment(  # noqa: S701  plain text: nothing would be escaped
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True
    )
