"""Passkeys (WebAuthn): what a browser is asked, and whether what it answers holds.

Whoever answers may send anything, and the library's parsers raise whatever they stumble over: all
of it means that the answer is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import webauthn
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finance_app.domain.passkeys import Site

LONGEST = 16_000  # characters of an answer
PATIENCE = 120_000  # milliseconds that the browser waits for its user
_VERIFIED = UserVerificationRequirement.REQUIRED
REFUSED = "That passkey did not work here."


@dataclass(frozen=True, slots=True)
class Made:
    """A passkey that a device made."""

    credential_id: str
    public_key: str
    sign_count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A passkey that a device says it holds; nothing is proven yet.

    Args:
        handle: whose it is, as the device remembers it; "" where it does not.
    """

    credential_id: str
    handle: str


def new_challenge() -> str:
    """Return something that nobody could sign before."""
    return bytes_to_base64url(webauthn.helpers.generate_challenge())


def to_make(site: Site, challenge: str, handle: str, email: str, known: Sequence[str]) -> str:
    """Return what a browser is asked to make a passkey, as JSON.

    Args:
        handle: whom the device is to remember it for; says nothing about them.
        known: the credentials there are already: a device makes no second one.
    """
    options = webauthn.generate_registration_options(
        rp_id=site.name,
        rp_name="Finance",
        user_id=base64url_to_bytes(handle),
        user_name=email,
        user_display_name=email,
        challenge=base64url_to_bytes(challenge),
        timeout=PATIENCE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=_VERIFIED,
        ),
        exclude_credentials=_descriptors(known),
    )
    return webauthn.options_to_json(options)


def to_show(site: Site, challenge: str, known: Sequence[str]) -> str:
    """Return what a browser is asked to show a passkey, as JSON.

    Args:
        known: any of these; of whichever the device holds where there are none.
    """
    options = webauthn.generate_authentication_options(
        rp_id=site.name,
        challenge=base64url_to_bytes(challenge),
        timeout=PATIENCE,
        allow_credentials=_descriptors(known),
        user_verification=_VERIFIED,
    )
    return webauthn.options_to_json(options)


def made(answer: str, site: Site, challenge: str) -> Made:
    """Return the passkey that a device made.

    Raises:
        InvalidInputError: it was made for another site or challenge, or is none.
    """
    try:
        found = webauthn.verify_registration_response(
            credential=_short(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except Exception as error:  # the library lets through whatever its parsers raise
        raise InvalidInputError(REFUSED, field="passkey") from error
    return Made(
        bytes_to_base64url(found.credential_id),
        bytes_to_base64url(found.credential_public_key),
        found.sign_count,
    )


def shown(answer: str) -> Shown:
    """Return which passkey an answer is of.

    Raises:
        InvalidInputError: it is none.
    """
    try:
        found = parse_authentication_credential_json(_short(answer))
        handle = found.response.user_handle
        return Shown(bytes_to_base64url(found.raw_id), bytes_to_base64url(handle) if handle else "")
    except Exception as error:  # the library lets through whatever its parsers raise
        raise InvalidInputError(REFUSED, field="passkey") from error


def proven(answer: str, site: Site, challenge: str, public_key: str, sign_count: int) -> int:
    """Return how often a passkey was used, once it is proven that the device holds it.

    Args:
        sign_count: how often it was used when it was seen last; a copy of it would know less.

    Raises:
        InvalidInputError: it does not hold it, or was asked by another site, for another challenge,
            without its user, or counts backwards.
    """
    try:
        found = webauthn.verify_authentication_response(
            credential=_short(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except Exception as error:  # the library lets through whatever its parsers raise
        raise InvalidInputError(REFUSED, field="passkey") from error
    return found.new_sign_count


def _short(answer: str) -> str:
    if len(answer) > LONGEST:
        raise InvalidInputError(REFUSED, field="passkey")
    return answer


def _descriptors(known: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in known]
