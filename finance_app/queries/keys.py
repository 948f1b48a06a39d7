"""Many keys in one statement as one parameter.

A thousand parameters take longer to write down than their rows to find.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, Column, ColumnElement, any_, bindparam, text

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session


def among(dialect: str, column: Column[Any]) -> ColumnElement[bool]:
    """Return the condition that a column is one of the keys that `given` hands over."""
    if dialect == "sqlite":
        return column.in_(text("SELECT value FROM json_each(:_keys)"))
    return column == any_(bindparam("_keys", type_=ARRAY(column.type)))


def given(dialect: str, keys: Collection[int | str]) -> dict[str, Any]:
    """Return the parameter for `among`."""
    return {"_keys": json.dumps(list(keys)) if dialect == "sqlite" else list(keys)}


def dialect_of(session: Session) -> str:
    """Return the name of the database in use."""
    return session.get_bind().dialect.name
