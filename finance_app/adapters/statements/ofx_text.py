"""The text of an OFX file cut into known tags and values; nothing is nested, nothing is deep.

OFX 1 is SGML whose values have no closing tags, OFX 2 is XML; real files mix both. Entities are
the five of XML, the blank and numbers; nothing is ever defined by a file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_VALUE = 10_000
_NAMES = (
    "OFX|INVSTMTRS|CCSTMTRS|STMTRS|STMTTRN|INVTRANLIST|BANKTRANLIST|CURDEF|BANKACCTFROM"
    "|CCACCTFROM|INVACCTFROM|BANKACCTTO|CCACCTTO|BANKID|BROKERID|ACCTID|ACCTTYPE|DTPOSTED|TRNAMT"
    "|FITID|NAME|MEMO|PAYEE|CURRENCY|ORIGCURRENCY|CURSYM|LEDGERBAL|AVAILBAL|BALLIST|BALAMT|DTASOF"
)
_TAG = re.compile(
    rf"<(/?)(?:[a-z]+:)?({_NAMES})(?:\s[^<>]*)?>"
    r"([^<]*+(?:<(?![/!?a-z])[^<]*+){0,20}+)",
    re.IGNORECASE,
)
_ENTITY = re.compile(
    r"&(?:(amp|lt|gt|quot|apos|nbsp)|#([0-9]{1,6})|#x([0-9a-f]{1,5}));", re.IGNORECASE
)
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " "}
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Tag(NamedTuple):
    """A tag, whether it closes, the text behind it up to the next tag, and where it stands."""

    name: str
    closes: bool
    value: str
    start: int


def tags(text: str) -> Iterator[Tag]:
    """Every tag that matters, in the order of the file."""
    for found in _TAG.finditer(text):
        value = found[3].strip()[:MAX_VALUE]
        yield Tag(found[2].upper(), bool(found[1]), value, found.start())


def without_markup(text: str) -> str:
    """The same text with comments blanked and CDATA made plain, each line where it was."""
    text = _replaced(text, "<!--", "-->", keep=False)
    return _replaced(text, "<![CDATA[", "]]>", keep=True)


def value_text(value: str) -> str:
    """A value with its entities resolved once."""
    return _ENTITY.sub(_character, value) if "&" in value else value


def _replaced(text: str, start: str, end: str, *, keep: bool) -> str:
    if start not in text:
        return text
    parts, at = [], 0
    while (opened := text.find(start, at)) >= 0:
        closed = text.find(end, opened)
        if closed < 0:
            break
        inside = text[opened + len(start) : closed]
        parts += [
            text[at:opened],
            inside.translate(_ESCAPED) if keep else "\n" * inside.count("\n"),
        ]
        at = closed + len(end)
    return "".join([*parts, text[at:]])


def _character(found: re.Match[str]) -> str:
    name, decimal, hexadecimal = found.groups()
    if name:
        return _ENTITIES[name.lower()]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else ""  # noqa: PLR2004
