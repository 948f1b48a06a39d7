"""Texts that people and programs send: what every database can keep of them."""

from __future__ import annotations


def storable(text: str) -> str:
    """Return a text without what no database keeps: zero characters and halves of pairs."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\0", "")


def on_a_line(text: str) -> str:
    """Return a text for the middle of a line: without line ends, marks of control and direction."""
    kept = (one if one.isprintable() or one == JOINER else " " for one in text)
    return " ".join("".join(kept).split())


JOINER = "\N{ZERO WIDTH JOINER}"
"""What several pictures are one by; it is not printable by itself."""
