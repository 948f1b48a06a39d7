"""Texts that people and programs send: what every database can keep of them."""

from __future__ import annotations


def storable(text: str) -> str:
    """Return a text without what no database keeps: zero characters and halves of pairs."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\0", "")
