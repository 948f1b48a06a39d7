"""What the browser sends to name a column, a group, a row; strict, as in `ui.arguments`."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from finance_app.domain.import_plans import Place
from finance_app.domain.layout_choices import Role

_INDEX = re.compile(r"[0-9]{1,7}", re.ASCII)
_PLACE = re.compile(r"([0-9]{1,7})\.([0-9]{1,7})", re.ASCII)


def _index(value: object) -> int:
    if not isinstance(value, str) or not _INDEX.fullmatch(value):
        raise ValueError("Choose one of the list.")
    return int(value)


def _place(value: object) -> Place:
    found = _PLACE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("Choose one of the list.")
    return int(found[1]), int(found[2])


def _role(value: object) -> Role:
    if value not in list(Role):
        raise ValueError("Choose one of the list.")
    return Role(str(value))


type Index = Annotated[int, BeforeValidator(_index)]
"""A column or a group, counted from 0."""

type RowPlace = Annotated[tuple[int, int], BeforeValidator(_place)]
"""A row: `0.17` is the eighteenth of the first group."""

type RoleName = Annotated[Role, BeforeValidator(_role)]
"""What a column is taken for."""
