"""What administrators did, as sentences."""

from __future__ import annotations

from dataclasses import dataclass

from finance_app.domain.actors import Actor
from finance_app.domain.flags import EVERY
from finance_app.domain.server_changes import ServerChange, What
from finance_app.pages.admin.rows import moment
from finance_app.ui import links

GONE = "a deleted user"
SENTENCES = {
    What.DISABLE: "Disabled {to}",
    What.ENABLE: "Enabled {to}",
    What.MAKE_ADMIN: "Made {to} an administrator",
    What.UNMAKE_ADMIN: "Made {to} an ordinary user",
    What.SIGN_OUT: "Signed {to} out everywhere",
    What.RESET_FACTORS: "Took the second factors of {to} away",
    What.INVITE: "Invited somebody to this server",
    What.WITHDRAW: "Withdrew an invitation to this server",
    What.SIGN_UP_MAIL: "Sent a sign-up mail again",
    What.TEST_MAIL: "Sent a test mail",
    What.MAIL_AGAIN: "Had a mail tried again",
    What.RUN_JOB: "Had the job “{job}” run",
    What.CANCEL_JOB: "Cancelled the job “{job}”",
}
TITLES = {one.name: one.title for one in EVERY}


@dataclass(frozen=True)
class ChangeRow:
    """One thing that was done."""

    id: str = ""
    said: str = ""
    who: str = ""
    when: str = ""


def rows(found: list[ServerChange], actor: Actor) -> list[ChangeRow]:
    """Write them out."""
    return [
        ChangeRow(
            id=str(one.id),
            said=_said(one),
            who="On the command line" if one.is_command else one.by or GONE.capitalize(),
            when=moment(one.at, actor),
        )
        for one in found
    ]


def older(found: list[ServerChange], at_once: int) -> str:
    """Return the address of what was done before; nothing where that is all."""
    if len(found) <= at_once:
        return ""
    return links.admin("changes", before=str(found[at_once - 1].id))


def _said(one: ServerChange) -> str:
    if one.what == What.FLAG:
        return f"{TITLES.get(one.subject, one.subject)}: from {one.before} to {one.after}"
    sentence = SENTENCES[What(one.what)] if one.what in SENTENCES else one.what
    return sentence.format(to=one.to or GONE, job=one.subject)
