"""What administrators do to a server, as the record of it names it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class What(StrEnum):
    """A kind of change."""

    FLAG = "flag"
    DISABLE = "disable"
    ENABLE = "enable"
    MAKE_ADMIN = "make admin"
    UNMAKE_ADMIN = "unmake admin"
    SIGN_OUT = "sign out"
    RESET_FACTORS = "reset factors"
    INVITE = "invite"
    WITHDRAW = "withdraw"
    SIGN_UP_MAIL = "sign-up mail"
    TEST_MAIL = "test mail"
    MAIL_AGAIN = "mail again"
    RUN_JOB = "run job"
    CANCEL_JOB = "cancel job"


@dataclass(frozen=True, slots=True)
class ServerChange:
    """Who did what to whom, when, from what to what.

    Args:
        by: the administrator's address; nothing where it was a command on the server itself, or
            where the account is gone.
        is_command: it was a command.
        to: the address of the user that it was about, where it was about one who is still there.
        subject: the flag or job that it was about, where it was about one.
    """

    id: int
    at: datetime
    by: str
    is_command: bool
    what: str
    to: str
    subject: str
    before: str
    after: str
