"""Change sets, as programs see them."""

from __future__ import annotations

from pydantic import Field

from finance_app.api.schemas.common import Key, Shown


class Changed(Shown):
    """What was written, to be undone by that key."""

    change_set: Key | None = Field(description="Null where nothing was to be written.")
