"""Cells of CSV files that spreadsheets would take for formulas: written harmless, read back."""

from __future__ import annotations

MARK = "'"
FORMULAS = ("=", "+", "-", "@", "\t", "\r", MARK)
"""What a cell must not begin with; the mark itself is among them, so that reading back is exact."""


def harmless(text: str) -> str:
    """Return a text as a cell that no spreadsheet computes."""
    return f"{MARK}{text}" if text.startswith(FORMULAS) else text


def meant(cell: str) -> str:
    """Return the text that `harmless` made a cell of."""
    return cell.removeprefix(MARK)
