"""Exchange rates as their sources publish them."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from finance_app.models.columns import currency_code, instant


class Rate(SQLModel, table=True):
    """Units of a currency for one of the source's base, as canonical decimal text."""

    __table_args__ = (currency_code(), {"sqlite_with_rowid": False})

    source: str = Field(primary_key=True, max_length=20)
    currency: str = Field(primary_key=True, max_length=3)
    day: date = Field(primary_key=True)
    per_base: str = Field(max_length=40)
    fetched_at: datetime = instant()
