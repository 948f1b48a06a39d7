"""The transport where no mail server is set up: each mail is a file for the administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from finance_app.adapters.mail import Letter


def deliver(letter: Letter, folder: Path) -> None:
    """Write a mail to a folder, readable by its owner alone; the same mail is the same file.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft, path = folder / f".{letter.key}", folder / f"{letter.key}.eml"
    draft.touch(mode=0o600)
    draft.write_bytes(letter.message.as_bytes())
    draft.replace(path)
