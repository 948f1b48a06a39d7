"""Second factors: the codes that people type, and what a browser has begun and must finish soon."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from enum import StrEnum

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else
BACKUP_CODES = 10
_GROUP, _GROUPS = 4, 3
_APP = re.compile(r"[0-9]{6}", re.ASCII)
_BACKUP = re.compile(rf"[{ALPHABET}]{{{_GROUP * _GROUPS}}}", re.ASCII)


class Begun(StrEnum):
    """What a browser has begun: nobody else goes on with it, and it is finished once or never."""

    APP = "app"
    CODES = "codes"
    PASSKEY = "passkey"
    SECOND = "second"
    ENTRY = "entry"
    TOKEN = "token"  # noqa: S105  a kind, not a token

    @property
    def lifetime(self) -> timedelta:
        """How long there is to finish it."""
        return _LIFETIMES[self]


_LIFETIMES = {
    Begun.APP: timedelta(minutes=15),  # an app is to be installed first
    Begun.CODES: timedelta(minutes=15),
    Begun.PASSKEY: timedelta(minutes=5),
    Begun.SECOND: timedelta(minutes=5),
    Begun.ENTRY: timedelta(minutes=5),
    Begun.TOKEN: timedelta(minutes=15),
}


def typed(text: str) -> str:
    """Return a code without what people type between its characters."""
    return re.sub(r"[\s–-]", "", text).casefold()


def is_app_code(code: str) -> bool:
    """Say whether it could be the code of an authenticator app."""
    return _APP.fullmatch(code) is not None


def is_backup_code(code: str) -> bool:
    """Say whether it could be a backup code."""
    return _BACKUP.fullmatch(code) is not None


def new_backup_codes() -> list[str]:
    """Return new backup codes, 59 bits each."""
    length = _GROUP * _GROUPS
    return ["".join(secrets.choice(ALPHABET) for _ in range(length)) for _ in range(BACKUP_CODES)]


def grouped(code: str, by: str = "-") -> str:
    """Return a code or key as it is read and typed with least trouble."""
    return by.join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
