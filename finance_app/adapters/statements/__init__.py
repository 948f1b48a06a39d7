"""Statement files of banks: one module a format, recognised by content and never by name.

A new format is one module with `recognises(text)` and `read(text, …)`, and one line in PARSERS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.adapters.statements import delimited, ofx
from finance_app.adapters.statements.delimited import SampleRow
from finance_app.adapters.statements.limits import refuse_size
from finance_app.adapters.statements.refusals import refuse_bytes, refuse_text
from finance_app.adapters.statements.texts import Text, decode
from finance_app.errors import StatementError

if TYPE_CHECKING:
    from collections.abc import Callable

    from finance_app.domain.layout_proposals import Proposal
    from finance_app.domain.layouts import Layout
    from finance_app.domain.statements import StatementFile

__all__ = ["PARSERS", "Parser", "SampleRow", "propose_layout", "read", "sample_rows"]


@dataclass(frozen=True, slots=True)
class Parser:
    """A format that says everything itself: how it is recognised, and how it is read."""

    name: str
    recognises: Callable[[str], bool]
    read: Callable[..., StatementFile]


PARSERS = (Parser("OFX", ofx.recognises, ofx.read),)


def read(
    content: bytes,
    *,
    layout: Layout | None = None,
    region: str = "en_US",
    progress: Callable[[int], None] | None = None,
) -> StatementFile:
    """The statements of a file.

    Args:
        content: the whole file.
        layout: how a CSV file is laid out; proposed from the file itself when there is none.
        region: whose habits decide where a file proves nothing.
        progress: is called with the percentage read, 0 to 100.

    Raises:
        StatementError: what is wrong with the file, where, and what to do.
    """
    text = _text(content, region, layout.encoding if layout else "")
    for parser in PARSERS:
        if parser.recognises(text.text):
            return parser.read(text.text, region=region, progress=progress)
    refuse_text(text.text)
    plain = _with_line_ends(text.text)
    if layout is None:
        layout = delimited.propose_layout(plain, encoding=text.encoding, region=region).layout
    return delimited.read(plain, layout, progress=progress)


def propose_layout(content: bytes, *, region: str = "en_US") -> Proposal | None:
    """The layout proposed for a CSV file, None for a format that needs none.

    Raises:
        StatementError: when the file cannot be read at all.
    """
    text = _text(content, region, "")
    if any(parser.recognises(text.text) for parser in PARSERS):
        return None
    refuse_text(text.text)
    return delimited.propose_layout(
        _with_line_ends(text.text), encoding=text.encoding, region=region
    )


def sample_rows(content: bytes, layout: Layout, *, count: int = 20) -> list[SampleRow]:
    """The first rows of a CSV file, each with what a layout makes of it.

    Raises:
        StatementError: when the layout is not that of the file.
    """
    text = _text(content, "", layout.encoding)
    return delimited.sample_rows(_with_line_ends(text.text), layout, count)


def _text(content: bytes, region: str, encoding: str) -> Text:
    refuse_size(content)
    refuse_bytes(content)
    text = decode(content, region=region, encoding=encoding)
    if not text.text.strip("\ufeff\x00 \t\r\n"):
        raise StatementError("The file is empty; download it from your bank once more.")
    return text


def _with_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
