"""The key that signs and seals, made once for a deployment that names none."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from finance_app.config import WEAKEST_KEY, settings
from finance_app.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


@cache
def secret_key() -> str:
    """Return the key that signs tokens; the first call on a new deployment makes one (0600)."""
    if settings().secret_key:
        return settings().secret_key
    path = settings().data_dir / "secret.key"
    if not path.exists():
        _make_key(path)
    key = path.read_text("utf-8").strip()
    if len(key) < WEAKEST_KEY:
        raise ConfigurationError(
            f"{path} holds a key that is too short; delete the file to have a new one made."
        )
    return key


def secret_keys() -> tuple[str, ...]:
    """Return the key that signs and seals, and the one before it, which only reads, if any."""
    return tuple(filter(None, (secret_key(), settings().secret_key_before)))


def _make_key(path: Path) -> None:
    """Write a new key, whole or not at all; of two processes at once the first one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48), "utf-8")
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
