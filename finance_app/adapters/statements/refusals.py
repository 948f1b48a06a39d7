"""Files that are no statement this app reads, recognised to say so in one sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from finance_app.errors import StatementError

if TYPE_CHECKING:
    from collections.abc import Mapping

_ARCHIVE = "The file is {what}; unpack it and choose the statement inside."
_ARCHIVES: Mapping[bytes, str] = {
    b"PK\x03\x04": "a zip archive",
    b"PK\x05\x06": "an empty zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
}
_OTHERS: Mapping[bytes, str] = {
    b"%PDF": "The file is a PDF; download the statement as OFX or CSV instead.",
    b"\xd0\xcf\x11\xe0": "The file is an old Excel workbook; save it as CSV and choose that.",
    b"{\\rtf": "The file is a text document; download the statement as OFX or CSV instead.",
    b"\x89PNG": "The file is a picture; download the statement as OFX or CSV instead.",
    b"\xff\xd8\xff": "The file is a picture; download the statement as OFX or CSV instead.",
    b"GIF8": "The file is a picture; download the statement as OFX or CSV instead.",
    b"\x7fELF": "The file is a program; choose a statement downloaded from your bank.",
    b"MZ\x90": "The file is a program; choose a statement downloaded from your bank.",
    b"SQLite format 3": "The file is a database; choose a statement downloaded from your bank.",
}
_WORKBOOK = "The file is an Excel workbook; save the sheet as CSV and choose that."
_SHEET = "The file is an OpenDocument sheet; save it as CSV and choose that."
_PAGE = (
    "The file is a web page, perhaps your bank's sign-in page; sign in there and download the "
    "statement as OFX or CSV."
)
_BINARY = "The file is not text; choose a statement downloaded from your bank as OFX or CSV."
_FORMATS = (
    (r"\s*!(?:Type|Account|Option|Clear):", "QIF"),
    (r"(?s)(?:.{0,400}\n)?:20:[^\n]*\n.{0,2000}?:25", "MT940"),
    (r"(?s).{0,2000}urn:iso:std:iso:20022:tech:xsd:camt", "CAMT"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_HEAD = 8_000


def refuse_bytes(content: bytes) -> None:
    """Refuse archives, workbooks, pictures and the like by their first bytes.

    Raises:
        StatementError: what it is and what to do instead.
    """
    head = content[:_HEAD]
    if head.startswith(b"PK"):
        if any(name in head for name in (b"xl/", b"[Content_Types]", b"docProps/")):
            raise StatementError(_WORKBOOK)
        if b"opendocument" in head:
            raise StatementError(_SHEET)
    for start, what in _ARCHIVES.items():
        if head.startswith(start):
            raise StatementError(_ARCHIVE.format(what=what))
    for start, message in _OTHERS.items():
        if head.startswith(start):
            raise StatementError(message)


def refuse_text(text: str) -> None:
    """Refuse web pages, other statement formats and what is no text at all.

    Raises:
        StatementError: what it is and what to do instead.
    """
    head = text[:_HEAD]
    start = head.lstrip("\ufeff \t\r\n").lower()
    if (
        start.startswith(("<!doctype html", "<html"))
        or "<html" in start[:500]
        or "<body" in start[:2000]
    ):
        raise StatementError(_PAGE)
    for pattern, name in _FORMATS:
        if re.match(pattern, head):
            raise StatementError(
                f"The file is {name}, which is not read yet; download it as OFX or CSV instead."
            )
    if start.startswith(("{", "[{")):
        raise StatementError("The file is JSON; download the statement as OFX or CSV instead.")
    if start.startswith("<"):
        raise StatementError(
            "The file is XML but no OFX statement; download it as OFX or CSV instead."
        )
    if len(_CONTROL.findall(head)) > len(head) // 50:
        raise StatementError(_BINARY)
