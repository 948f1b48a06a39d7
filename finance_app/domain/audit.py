"""What the audit log of the server names: who did what to whom, when and from where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class What(StrEnum):
    """A kind of event."""

    SIGNED_IN = "signed in"
    REFUSED = "sign-in refused"
    CODE_REFUSED = "second step refused"
    PROOF_REFUSED = "password refused"
    SIGNED_OUT = "signed out"
    SESSION_ENDED = "session ended"
    OTHERS_ENDED = "other sessions ended"
    USER_ADDED = "user added"
    PASSWORD_ASKED = "password forgotten"  # noqa: S105  the name of an event
    PASSWORD_RESET = "password reset"  # noqa: S105  as above
    PASSWORD_CHANGED = "password changed"  # noqa: S105  as above
    ADDRESS_ASKED = "address asked for"
    ADDRESS_CHANGED = "address changed"
    ADDRESS_BACK = "address taken back"
    APP_ADDED = "app added"
    APP_REMOVED = "app removed"
    PASSKEY_ADDED = "passkey added"
    PASSKEY_REMOVED = "passkey removed"
    CODES_MADE = "backup codes made"
    CODE_USED = "backup code used"
    PROVIDER_ADDED = "provider connected"
    PROVIDER_REMOVED = "provider disconnected"
    TOKEN_MADE = "token made"  # noqa: S105  as above
    TOKEN_REVOKED = "token revoked"  # noqa: S105  as above
    WEBHOOK_ADDED = "webhook added"
    WEBHOOK_CHANGED = "webhook changed"
    WEBHOOK_DELETED = "webhook deleted"
    DELETION_ASKED = "deletion asked for"
    DELETION_WITHDRAWN = "deletion withdrawn"
    DELETED = "user deleted"
    DATA_ASKED = "data asked for"
    BOOK_MADE = "book made"
    BOOK_REMOVED = "book removed"
    BOOK_BACK = "book brought back"
    BOOK_DELETED = "book deleted"
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
    MAILS_AGAIN = "mails again"
    RUN_JOB = "run job"
    CANCEL_JOB = "cancel job"
    COMMAND = "command"
    BEGUN = "log begun"
    RESEALED = "chains sealed anew"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One event, with the names that its keys stand for by now.

    Args:
        by: the address of who did it; nothing where it was nobody who is signed in, or where the
            account is gone.
        is_nobody: nobody was signed in: a command, a job, or somebody who wanted to come in.
        to: the address of the user that it was about, where it was about one who is still there.
        network: that it came from, no more exact than a town; nothing for commands and jobs.
        subject: what it was about, where that is no user: a flag, a job, a book's key.
        before: as JSON, nothing where there was nothing; so is `after`.
    """

    sequence: int
    at: datetime
    user_id: int | None
    by: str
    is_nobody: bool
    what: str
    target_id: int | None
    to: str
    network: str
    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which events are looked for.

    Args:
        person: by whom or about whom.
        since: from this moment on…
        until: …and before this one.
    """

    person: int | None = None
    what: What | None = None
    since: datetime | None = None
    until: datetime | None = None
