"""Categories: what money was for, as a tree."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from finance_app.domain.categories import CategoryKind
from finance_app.models.columns import belongs_to, big, in_book, key_field, one_of


class Category(SQLModel, table=True):
    """A node of the tree. Groups are categories without a parent."""

    __table_args__ = (
        in_book(),
        belongs_to("category", "parent_id"),
        one_of("kind", CategoryKind),
        Index("ix_category_parent", "book_id", "parent_id"),
    )

    book_id: int = key_field(primary_key=True)
    id: int = key_field(primary_key=True)
    parent_id: int | None = big(default=None, nullable=True)
    kind: str = Field(max_length=10)
    name: str = Field(max_length=100)
    icon: str = Field(default="", max_length=40)
    hue: int = 0
    position: int = 0
    hidden: bool = False
    version: int = 1
    change_id: int = big()
