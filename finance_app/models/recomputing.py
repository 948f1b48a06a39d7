"""Books whose amounts in the base currency are being converted anew."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from finance_app.domain.recomputing import Reason
from finance_app.models.columns import big, currency_code, instant, key_field, one_of


class Recompute(SQLModel, table=True):
    """How far a book is; there is no row when nothing is to be done.

    Entries up to the cursor, by day and key, are done; those after `last_day` need nothing.
    `set_id` is the change set that cancelling takes back. It is `clean` where all amounts were in
    one currency, at known rates, when it began; the book's last change then was `number`. `stamp`
    ascends with everything that makes read rates and the cursor out of date. `owner` is the process
    at work, seen at `beat_at`.
    """

    __table_args__ = (one_of("reason", Reason), currency_code("currency_before"))

    book_id: int = key_field(primary_key=True, foreign_key="book.id", ondelete="CASCADE")
    reason: str = Field(max_length=10)
    currency_before: str = Field(max_length=3)
    set_id: int | None = big(default=None, nullable=True)
    user_id: int | None = big(default=None, nullable=True)
    cursor_day: date | None = None
    cursor_id: int = big(default=0)
    last_day: date | None = None
    done: int = 0
    total: int | None = None
    clean: bool = False
    number: int = big(default=0)
    stamp: int = 1
    started_at: datetime = instant()
    owner: str = Field(default="", max_length=40)
    beat_at: datetime | None = instant(default=None, nullable=True)
    stopped: bool = False
    problem: str = Field(default="", max_length=300)
