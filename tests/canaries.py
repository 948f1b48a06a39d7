"""Words that stand for what is somebody's: wherever one is found, it was not meant to be."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CANARIES = {
    "password": "Kanari-password-61",
    "new password": "Kanari-newpass-62",
    "TOTP code": "618340",
    "backup code": "kanar-backu-pcode-63",
    "session token": "Kanari_session_64_" + "s" * 25,
    "mail token": "Kanari.mail.link.65",
    "IBAN": "AT611904300234573201",
    "note": "Kanari note 66",
    "payee": "Kanari payee 67",
    "memo": "Kanari memo 68",
    "account name": "Kanari account 69",
    "mail address": "kanari70@example.org",
    "cookie": "Kanari-cookie-71",
    "client secret": "Kanari-oidc-secret-72",
    "SMTP password": "Kanari-smtp-73",
    "Resend key": "re_Kanari_74",
    "rate key": "Kanari-rate-75",
    "file name": "Kanari file 76.csv",
    "search": "Kanari search 77",
    "name": "Kanari name 78",
}
SEED = "JBSWY3DPEHPK3PXP"  # of an authenticator app
KEPT = ("finance.db", "finance.db-wal", "finance.db-shm", "secret.key")
MEANT = ("outbox", "exports", "backups")
"""Folders of the data folder that hold what people wrote because that is what they are for."""


def found(text: str, *, but: Iterable[str] = ()) -> list[str]:
    """Return the kinds of canaries that are in a text, as they are or as addresses write them."""
    forms = {
        kind: (word, quote(word), quote(word, safe=""), word.replace(" ", "+"))
        for kind, word in {**CANARIES, "seed": SEED}.items()
    }
    return [
        kind
        for kind, words in forms.items()
        if kind not in but and any(one in text for one in words)
    ]


def in_files(folder: Path, since: float = 0) -> list[str]:
    """Return where canaries are in a folder's files, but for those that are for them.

    Args:
        since: files that were not written since this moment are older than the canaries.
    """
    told = []
    for path in folder.rglob("*"):
        inside = path.relative_to(folder).parts
        if inside[0] in MEANT or inside[-1] in KEPT or not path.is_file():
            continue
        if path.stat().st_mtime >= since:
            kinds = found(path.read_bytes().decode("latin-1"))
            told += [f"{kind} in {path.relative_to(folder)}" for kind in kinds]
    return told
