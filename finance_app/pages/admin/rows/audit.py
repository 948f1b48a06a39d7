"""What happened to the server and to accounts, as sentences."""

from __future__ import annotations

import json
from dataclasses import dataclass

from finance_app.domain.actors import Actor
from finance_app.domain.audit import AuditEvent, What
from finance_app.domain.flags import EVERY
from finance_app.ui.components.values import Option
from finance_app.ui.moments import moment

GONE = "a deleted user"
SENTENCES = {
    What.SIGNED_IN: "Signed in",
    What.REFUSED: "Signing in was refused",
    What.CODE_REFUSED: "The second step of signing in was refused",
    What.PROOF_REFUSED: "A password asked for again was refused",
    What.SIGNED_OUT: "Signed out",
    What.SESSION_ENDED: "Signed another browser out",
    What.OTHERS_ENDED: "Signed all other browsers out",
    What.USER_ADDED: "Account made",
    What.PASSWORD_ASKED: "A link for a new password was asked for",
    What.PASSWORD_RESET: "Chose a new password by a link",
    What.PASSWORD_CHANGED: "Changed the password",
    What.ADDRESS_ASKED: "Asked for another address",
    What.ADDRESS_CHANGED: "The address was changed by a link",
    What.ADDRESS_BACK: "The address was taken back by a link",
    What.APP_ADDED: "Added an authenticator app",
    What.APP_REMOVED: "Removed the authenticator app",
    What.PASSKEY_ADDED: "Added a passkey",
    What.PASSKEY_REMOVED: "Removed a passkey",
    What.CODES_MADE: "Made backup codes",
    What.CODE_USED: "Used a backup code",
    What.PROVIDER_ADDED: "Connected the provider",
    What.PROVIDER_REMOVED: "Disconnected the provider",
    What.TOKEN_MADE: "Made a token for programs",
    What.TOKEN_REVOKED: "Revoked a token for programs",
    What.WEBHOOK_ADDED: "Added a webhook to a book",
    What.WEBHOOK_CHANGED: "Changed a book’s webhook",
    What.WEBHOOK_DELETED: "Deleted a book’s webhook",
    What.DELETION_ASKED: "Asked for the account to be deleted",
    What.DELETION_WITHDRAWN: "Kept the account",
    What.DELETED: "The account was deleted",
    What.DATA_ASKED: "Had all data written into a file",
    What.BOOK_MADE: "Made a book",
    What.BOOK_REMOVED: "Removed a book",
    What.BOOK_BACK: "Brought a book back",
    What.BOOK_DELETED: "A book was deleted for good",
    What.FLAG: "Changed a setting",
    What.DISABLE: "Disabled an account",
    What.ENABLE: "Enabled an account",
    What.MAKE_ADMIN: "Made somebody an administrator",
    What.UNMAKE_ADMIN: "Made an administrator an ordinary user",
    What.SIGN_OUT: "Signed somebody out everywhere",
    What.RESET_FACTORS: "Took somebody’s second factors away",
    What.INVITE: "Invited somebody to this server",
    What.WITHDRAW: "Withdrew an invitation to this server",
    What.SIGN_UP_MAIL: "Sent a sign-up mail again",
    What.TEST_MAIL: "Sent a test mail",
    What.MAIL_AGAIN: "Had a mail tried again",
    What.MAILS_AGAIN: "Had all mails tried again that failed",
    What.RUN_JOB: "Had a job run",
    What.CANCEL_JOB: "Cancelled a job",
    What.COMMAND: "A command was run",
    What.BEGUN: "This log began",
    What.RESEALED: "The ends of all chains were sealed anew",
}
TITLES = {one.name: one.title for one in EVERY}
NAMED = (What.RUN_JOB, What.CANCEL_JOB, What.COMMAND, What.MAIL_AGAIN)
"""Of these, `subject` is a name that says something."""
LINKED = (
    What.PASSWORD_RESET,
    What.ADDRESS_CHANGED,
    What.ADDRESS_BACK,
)
"""What is done by whoever reads a mail, signed in or not."""
ASKED = (What.PASSWORD_ASKED, What.USER_ADDED)
KINDS = [Option("", "Everything"), *(Option(str(what), SENTENCES[what]) for what in What)]


@dataclass(frozen=True)
class EventRow:
    """One event.

    Args:
        about: whom it was about, where that is somebody else; and what.
        was: how it was before; nothing where that is not told…
        became: …and how it is after.
    """

    id: str = ""
    said: str = ""
    about: str = ""
    who: str = ""
    where: str = ""
    when: str = ""
    was: str = ""
    became: str = ""


@dataclass(frozen=True)
class LookedText:
    """What events are narrowed down to, as it stands in the address."""

    person: str = ""
    what: str = ""
    since: str = ""
    until: str = ""


def rows(found: list[AuditEvent], actor: Actor) -> list[EventRow]:
    """Write them out."""
    return [
        EventRow(
            id=str(one.sequence),
            said=said(one),
            about=_about(one),
            who=_who(one),
            where=one.network,
            when=moment(one.at, actor),
            was=values(one.before),
            became=values(one.after),
        )
        for one in found
    ]


def said(one: AuditEvent) -> str:
    """Say what happened; a kind that this version does not know by its name."""
    if one.what == What.FLAG:
        return TITLES.get(one.subject, one.subject)
    return SENTENCES[What(one.what)] if one.what in SENTENCES else one.what


def values(text: str) -> str:
    """Write down what stands in JSON: `value` by itself, others with their names."""
    found = json.loads(text) if text else {}
    return ", ".join(
        _value(value) if name == "value" else f"{name} {_value(value)}"
        for name, value in found.items()
    )


def _value(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _who(one: AuditEvent) -> str:
    if one.is_nobody and one.what in LINKED:
        return "By a link in a mail"
    if one.is_nobody:
        return "Not signed in" if one.network or one.what in ASKED else "Command or job"
    return one.by or f"{GONE.capitalize()} ({one.user_id})"


def _about(one: AuditEvent) -> str:
    parts = []
    if one.target_id is not None and one.target_id != one.user_id:
        parts.append(one.to or f"{GONE} ({one.target_id})")
    if one.what in NAMED:
        parts.append(one.subject)
    return ", ".join(parts)
