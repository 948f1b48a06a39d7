"""Who somebody is at a provider that they sign in by way of, and an attempt to do so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attempt:
    """What belongs to one attempt to sign in, and is with the browser meanwhile."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is at a provider; `subject` never changes there.

    Args:
        email: "" where it did not say that the address is theirs.
    """

    issuer: str
    subject: str
    email: str
