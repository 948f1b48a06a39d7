"""Password hashing and judging. `passlib` is its maintained fork, `libpass`.

`common_passwords.txt.gz` holds what of the million most frequent passwords in ten million leaked
ones has twelve characters or more, the most frequent first, in small letters: SecLists'
`10-million-password-list-top-1000000` (MIT), collected by Mark Burnett.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

import bcrypt
from passlib.context import CryptContext
from zxcvbn import zxcvbn

ROUNDS = 12  # of bcrypt; at the next sign-in a password of fewer is hashed anew
CODE_ROUNDS = 10  # the same for codes of 59 random bits, ten at once
_CONTEXT = CryptContext(
    schemes=["bcrypt_sha256"],
    deprecated="auto",
    bcrypt_sha256__default_rounds=ROUNDS,
    bcrypt_sha256__min_rounds=ROUNDS,
)
SALT = 29  # characters of a hash that say how it was made
_JUDGED = 72  # characters: more than zxcvbn takes
_GOOD_ENOUGH = 3  # of 4: safely unguessable for an online attacker, and hard for an offline one

NOBODYS = "$bcrypt-sha256$v=2,t=2b,r=12$iOr2p1kq6s0a.3IGj5jm0.$a/y9m2fmXKvkEuszA1BtS7KQ.iWIlXi"
"""What passwords of unknown users are compared with, so that it takes as long."""


def hashed(password: str) -> str:
    """Return the bcrypt hash of a password's SHA-256, about 0.3 s of work."""
    return str(_CONTEXT.hash(password))


def matches(password: str, hashed_password: str) -> bool:
    """Say whether a password is the one that was hashed; the same time whether or not."""
    return bool(_CONTEXT.verify(password, hashed_password))


def is_dated(hashed_password: str) -> bool:
    """Say whether a hash is of another scheme, or cheaper to guess, than new ones are."""
    return bool(_CONTEXT.needs_update(hashed_password))


def new_salt() -> str:
    """Return a random salt of 128 bits for codes, with how they are hashed."""
    return bcrypt.gensalt(CODE_ROUNDS).decode()


def salted(code: str, salt: str) -> str:
    """Return the hash of a code; it begins with the salt, and so can be given in its place."""
    return bcrypt.hashpw(code.encode(), salt[:SALT].encode()).decode()


def weakness(password: str, about: tuple[str, ...] = ()) -> str:
    """Return why a password is too easy to guess, or "" when it is not.

    Args:
        about: words that do not count, such as the user's e-mail address.
    """
    if password.casefold() in common():
        return "Many people have this password."
    judged = zxcvbn(password[:_JUDGED], user_inputs=list(about))
    if judged["score"] >= _GOOD_ENOUGH:
        return ""
    return str(judged["feedback"]["warning"]) or "It is easy to guess."


@cache
def common() -> frozenset[str]:
    """Return passwords that many have, in small letters; the first call reads the disk."""
    packed = Path(__file__).with_name("common_passwords.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode().split("\n"))
