"""Mail that was not sent, and what became of a test, as text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from finance_app.domain.actors import Actor
from finance_app.domain.formatting import count_text
from finance_app.services.outbox import Overview, Result, Unsent
from finance_app.ui import links
from finance_app.ui.moments import moment

TOPICS = {
    "join": "A new account",
    "known": "An account that is there already",
    "reset": "A forgotten password",
    "email": "A new address",
    "email-changed": "A changed address",
    "email-back": "An address that was taken back",
    "password-changed": "A changed password",
    "new-sign-in": "A sign-in with a new browser",
    "invitation": "An invitation to a book",
    "invited": "An invitation to this server",
    "leaving": "An account that is to be deleted",
    "book-leaving": "A shared book that is to be deleted",
    "book-stays": "A shared book that stays",
    "book-yours": "A shared book with another owner",
    "member-role": "Another role in a book",
    "member-removed": "Removed from a book",
    "member-joined": "Somebody new in a book",
    "member-left": "Somebody gone from a book",
    "export": "A file of all data",
    "digest": "A digest",
    "import": "An import that is done",
    "trouble": "Something that keeps failing",
    "trouble-over": "Something that works again",
    "factor-added": "Two-step sign-in: something added",
    "factor-removed": "Two-step sign-in: something removed",
    "factors-reset": "Two-step sign-in: reset by an administrator",
    "backup-code-used": "Two-step sign-in: a backup code used",
    "codes-guessed": "Two-step sign-in: codes guessed",
    "backup-codes-made": "Two-step sign-in: new backup codes",
    "token-made": "A token for programs made",
    "webhook": "A webhook of a book",
    "identity-added": "A provider connected",
    "identity-removed": "A provider disconnected",
    "test": "A test",
}
"""What mails are about, by the name of their template: all that there are."""


SEPARATOR = "-"
PLACE = re.compile(r"([0-2])-([0-9]{1,18}|[1-8][0-9]{18})", re.ASCII)


@dataclass(frozen=True)
class MailRow:
    """A mail that was not sent.

    Args:
        mark: `Waiting`, `Failed` or `Given up`.
        told: when it was written, and when it is tried next.
        trouble: why it was not sent.
    """

    id: str = ""
    recipient: str = ""
    about: str = ""
    mark: str = ""
    tone: str = ""
    told: str = ""
    trouble: str = ""
    can_retry: bool = False


@dataclass(frozen=True)
class MailText:
    """Where mail goes, and how much of it was not sent.

    Args:
        none: what is said where there is nothing that was not sent.
        again: what the button does that has everything tried again; nothing where there is none.
        more: the address of the next page; nothing where that is all.
    """

    where: str = ""
    sender: str = ""
    warning: str = ""
    counts: str = ""
    none: str = ""
    again: str = ""
    more: str = ""


def text(found: Overview, region: str) -> MailText:
    """Say how mail stands."""
    warning = (
        ""
        if found.public_url
        else "FINANCE_PUBLIC_URL is not set, so links in mails lead to this machine only."
    )
    counts = (
        f"{count_text(found.waiting, region)} waiting, {count_text(found.failed, region)} of them "
        f"failed so far, {count_text(found.given_up, region)} given up in the last 30 days."
    )
    where, none = f"Mail is handed to {found.server}.", "Everything was sent."
    if not found.server:
        none = "Nothing waits: each mail is a file in the folder."
        where = (
            f"This server sends no mail. Each becomes a file in the folder {found.folder}; whoever "
            "runs the server hands it on."
        )
    again = f"Try all {count_text(found.retriable, region)} again" if found.retriable > 1 else ""
    more = ""
    if found.following is not None:
        more = links.admin("mail", after=SEPARATOR.join(map(str, found.following)))
    return MailText(where, f"Mail comes from {found.sender}.", warning, counts, none, again, more)


def place(text: str) -> tuple[int, int] | None:
    """Read where a page begins, as `more` says it; None where it is the first."""
    found = PLACE.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None


def retried(result: Result) -> tuple[str, bool]:
    """Say what became of a mail that was tried again, and whether it went well."""
    if result.is_sent:
        return "Sent.", True
    if result.trouble:
        return f"It failed again: {result.trouble}", False
    return "It still waits; look under Jobs whether mail is sent.", False


def retrying(count: int, region: str) -> str:
    """Say that so many mails are tried again."""
    return f"{count_text(count, region)} {'mail is' if count == 1 else 'mails are'} tried again."


def unsent(found: Overview, actor: Actor) -> list[MailRow]:
    """Write out what was not sent."""
    return [_row(one, actor) for one in found.unsent]


def tested(result: Result, email: str) -> tuple[str, bool]:
    """Say what became of a test mail, and whether it went well."""
    if result.is_sent and not result.place:
        return f"Done: the mail to {email} was taken.", True
    if result.is_sent:
        return f"Done: the mail to {email} is the file {result.place}.", True
    if result.trouble:
        return f"It could not be sent: {result.trouble} It is tried again by itself.", False
    return "It still waits; look at the list below.", False


def _row(one: Unsent, actor: Actor) -> MailRow:
    mark, tone = ("Failed", "doubt") if one.failures else ("Waiting", "")
    if one.is_given_up:
        mark, tone = "Given up", "trouble"
    written = f"Written {moment(one.created_at, actor)}"
    tried = f", tried next {moment(one.due_at, actor)}" if one.failures else ""
    return MailRow(
        id=str(one.id),
        recipient=one.recipient,
        about=TOPICS[one.template],
        mark=mark,
        tone=tone,
        told=written if one.is_given_up else written + tried,
        trouble=one.trouble,
        can_retry=one.can_retry,
    )
