"""What a form of a signed-in page carries to prove that the app's own page made it."""

from __future__ import annotations

import hashlib
import hmac

from finance_app.secret_keys import secret_key, secret_keys
from finance_app.services import auth


def made(session_digest: str) -> str:
    """Return the mark of a session's forms.

    Args:
        session_digest: the digest of the session's token.
    """
    return _mark(session_digest, secret_key())


def is_right(mark: str, token: str) -> bool:
    """Say whether a form was made for the session of a token."""
    known = [_mark(auth.digest(token), key).encode() for key in secret_keys()]
    return any([hmac.compare_digest(mark.encode(), one) for one in known])  # noqa: C419  all of them


def _mark(session_digest: str, key: str) -> str:
    text = f"form\n{session_digest}".encode()
    return hmac.new(key.encode(), text, hashlib.sha256).hexdigest()
