"""Authenticator apps: keys, the codes they make of the time, the picture that hands one over."""

from __future__ import annotations

import hmac
from io import BytesIO
from typing import TYPE_CHECKING

import pyotp
import segno

if TYPE_CHECKING:
    from datetime import datetime

STEP = 30  # seconds
ASTRAY = 1  # steps that a phone's clock may be off


def new_key() -> str:
    """Return a new key in base32, 160 bits."""
    return pyotp.random_base32()


def matching_step(key: str, code: str, now: datetime, after: int) -> int | None:
    """Return the step of time that a code is of, None where it is of none that counts.

    Args:
        after: the step of the code that was taken last; only later ones count, since the library
            would take a code again.
    """
    current = int(now.timestamp()) // STEP
    made = pyotp.TOTP(key)
    found = None
    for step in range(current - ASTRAY, current + ASTRAY + 1):
        if hmac.compare_digest(made.generate_otp(step), code) and step > after:
            found = step
    return found


def address(key: str, account: str, issuer: str) -> str:
    """Return what apps read a key from: an `otpauth` address."""
    return pyotp.TOTP(key, name=account, issuer=issuer).provisioning_uri()


def picture(text: str) -> bytes:
    """Return a text as a QR code in SVG, with the quiet zone that cameras need."""
    drawn = BytesIO()
    segno.make_qr(text, error="m").save(
        drawn, kind="svg", scale=4, border=4, light="#fff", xmldecl=False, nl=False
    )
    return drawn.getvalue()
