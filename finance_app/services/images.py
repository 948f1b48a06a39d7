"""Reading back what changes say of rows, where nothing about it is certain."""

from __future__ import annotations

import json
from typing import Any

from finance_app.services import changes

PARTS = {"after", "before", "columns"}


def read(table: str, text: str) -> dict[str, Any] | None:
    """Return an image as `changes.image` writes it; None where it is nothing of the kind."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    known = changes.IMAGES.get(table)
    if known is None or not isinstance(found, dict) or found.keys() != PARTS:
        return None
    columns, rows = found["columns"], [found["before"], found["after"]]
    if not isinstance(columns, list) or "id" not in columns or not {*map(str, columns)} <= {*known}:
        return None
    if not all(isinstance(part, list) for part in rows):
        return None
    place, every = columns.index("id"), [*found["before"], *found["after"]]
    fits = all(_is_row(row, len(columns), place) for row in every)
    if table == changes.BOOK and len(found["after"]) != 1:
        return None
    return found if fits else None


def _is_row(row: object, length: int, place: int) -> bool:
    if not isinstance(row, list) or len(row) != length:
        return False
    plain = all(value is None or isinstance(value, str | int | bool) for value in row)
    return plain and isinstance(row[place], int)
