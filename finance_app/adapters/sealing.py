"""Sealing what the database must keep and nobody may read in it: AES-256-GCM."""

from __future__ import annotations

import base64
import binascii
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from finance_app.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

_NONCE = 12  # bytes
_INFO = b"finance seal 1"
OTHER_KEY = "This was sealed with another secret key than FINANCE_SECRET_KEY is now."


def sealed(text: str, key: str, about: str) -> str:
    """Return a text sealed.

    Args:
        key: the deployment's secret key; what seals is derived from it.
        about: what the text is and whose; only with the same it is opened.
    """
    nonce = os.urandom(_NONCE)
    closed = _cipher(key).encrypt(nonce, text.encode(), about.encode())
    return base64.urlsafe_b64encode(nonce + closed).decode()


def opened(text: str, keys: Sequence[str], about: str) -> str:
    """Return what was sealed, by the first of the keys that opens it.

    Raises:
        ConfigurationError: it was with another key, or as something else.
    """
    for key in keys:
        with suppress(InvalidTag, binascii.Error, ValueError):
            closed = base64.urlsafe_b64decode(text)
            return _cipher(key).decrypt(closed[:_NONCE], closed[_NONCE:], about.encode()).decode()
    raise ConfigurationError(OTHER_KEY)


def _cipher(key: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, None, _INFO).derive(key.encode()))
