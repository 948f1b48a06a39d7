"""Currencies that a book has of its own.

Revision: 0011, after 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from finance_app.errors import ConflictError

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "custom_currency",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(3), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book_id", "id", name="pk_custom_currency"),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name="fk_custom_currency_book_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("book_id", "code", name="uq_custom_currency_book_id_code"),
        sa.CheckConstraint(
            "length(code) = 3 AND code = upper(code)", name="ck_custom_currency_code_code"
        ),
        sa.CheckConstraint("decimals BETWEEN 0 AND 8", name="ck_custom_currency_decimals_known"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back to the one before, which cannot read amounts in currencies of books' own.

    Raises:
        ConflictError: a book's history has some.
    """
    made = sa.text("SELECT count(*) FROM change WHERE table_name = 'custom_currency'")
    if op.get_bind().execute(made).scalar_one():
        raise ConflictError(
            "Books have currencies of their own, which an older version cannot read; "
            "restore a backup."
        )
    op.drop_table("custom_currency")
