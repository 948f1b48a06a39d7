"""Getting no more mails of a kind, by a link in one of them, without signing in.

The link is signed for one user, one address and one kind; it does nothing else, however often it is
followed. It does not grow old: mail programs offer it beside mails of any age.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itsdangerous import BadData, URLSafeSerializer

from finance_app.domain import notices
from finance_app.domain.notices import Notice
from finance_app.domain.refusals import Refusal
from finance_app.errors import InvalidInputError
from finance_app.queries import mail as queries
from finance_app.secret_keys import secret_keys
from finance_app.services import preferences
from finance_app.services.mail_addresses import address as address_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PATH = "/auth/unsubscribe"
LONGEST = 300  # characters


@dataclass(frozen=True, slots=True)
class _Meant:
    user_id: int
    notice: Notice
    stamp: str


def address(notice: Notice, user_id: int, email: str) -> str:
    """Return where somebody says that they want no more mails of a kind."""
    return address_of(f"{PATH}?link={token(notice, user_id, email)}")


def foot(notice: Notice, user_id: int, email: str) -> str:
    """Return what stands below such a mail."""
    said = f"You get {notice.named} since your settings say so. To get no more of them:"
    return f"{said}\n{address(notice, user_id, email)}"


def token(notice: Notice, user_id: int, email: str) -> str:
    """Return what stands in the link."""
    return str(_signer().dumps([str(user_id), notice, _stamp(email)]))


def notice_of(link: str) -> Notice:
    """Return what a link is about.

    Raises:
        InvalidInputError: the app did not sign it.
    """
    return _read(link).notice


def unsubscribe(session: Session, link: str) -> Notice:
    """Keep that a link's reader does without such mails; return what they are.

    Nothing is kept where the account is gone or has another address now: then they get none anyway.

    Raises:
        InvalidInputError: the app did not sign it.
    """
    meant = _read(link)
    reader = queries.reader_of(session, meant.user_id)
    if reader is not None and _stamp(reader.email) == meant.stamp:
        wanted = notices.wanted(reader.notices) - {meant.notice}
        preferences.keep_notices(session, meant.user_id, wanted)
    return meant.notice


def _read(link: str) -> _Meant:
    if len(link) > LONGEST:
        raise InvalidInputError(Refusal.BROKEN.sentence)
    try:
        user_id, notice, stamp = parts = _signer().loads(link)
        if _signer().dumps(parts) != link:  # what base64 does not look at was changed
            raise InvalidInputError(Refusal.BROKEN.sentence)
        return _Meant(int(user_id), Notice(notice), stamp)
    except (BadData, ValueError, TypeError) as error:
        raise InvalidInputError(Refusal.BROKEN.sentence) from error


def _stamp(email: str) -> str:
    return hashlib.sha256(email.encode()).hexdigest()[:16]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(
        list(reversed(secret_keys())),
        salt="unsubscribe",
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
