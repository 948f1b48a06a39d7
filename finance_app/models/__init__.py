"""What is stored: SQLModel tables, one aggregate a file. Statements use `models.tables`."""

from __future__ import annotations

from sqlmodel import SQLModel

from finance_app.models import tables

metadata = SQLModel.metadata

__all__ = ["metadata", "tables"]
