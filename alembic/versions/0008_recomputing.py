"""Books whose amounts in the base currency are being converted anew.

Revision: 0008, after 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from finance_app.errors import ConflictError

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, and to books how often that was done."""
    moment = sa.DateTime(timezone=True)
    op.add_column("book", sa.Column("conversion", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "recompute",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("currency_before", sa.String(length=3), nullable=False),
        sa.Column("set_id", sa.BigInteger(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("cursor_day", sa.Date(), nullable=True),
        sa.Column("cursor_id", sa.BigInteger(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("clean", sa.Boolean(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("beat_at", moment, nullable=True),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.CheckConstraint("reason IN ('base', 'rates')", name="ck_recompute_reason_known"),
        sa.CheckConstraint(
            "length(currency_before) = 3 AND currency_before = upper(currency_before)",
            name="ck_recompute_currency_before_code",
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name="fk_recompute_book_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("book_id", name="pk_recompute"),
    )


def downgrade() -> None:
    """Go back to the one before, which would show amounts of two currencies as if of one.

    Raises:
        ConflictError: a book is on its way to another base currency, or its history has one.
    """
    mixed = sa.text("SELECT count(*) FROM recompute WHERE reason = 'base'")
    if op.get_bind().execute(mixed).scalar_one():
        raise ConflictError(
            "A book's currency is being changed; run `python -m finance_app recompute` first."
        )
    changed = sa.text("SELECT count(*) FROM change WHERE table_name = 'book'")
    if op.get_bind().execute(changed).scalar_one():
        raise ConflictError(
            "A book's currency was changed, which an older version cannot read; restore a backup."
        )
    op.drop_table("recompute")
    op.drop_column("book", "conversion")
