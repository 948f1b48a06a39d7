"""What is wrong, as programs get it: problem+json (RFC 9457)."""

from __future__ import annotations

from pydantic import Field

from finance_app.api.schemas.common import Shown


class WrongField(Shown):
    """A field that is wrong."""

    field: str = Field(examples=["entries.3.amount"])
    detail: str = Field(examples=["JPY has no decimals; “12.30” has more."])


class Problem(Shown):
    """What is wrong."""

    type: str = "about:blank"
    title: str = Field(description="The same wherever the status is.", examples=["Cannot be used"])
    status: int = Field(examples=[422])
    detail: str = Field(description="One sentence: what is wrong, where, and what to do.")
    errors: tuple[WrongField, ...] = ()
