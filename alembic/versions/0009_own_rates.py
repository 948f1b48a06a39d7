"""Rates that a book holds of its own.

Revision: 0009, after 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from finance_app.errors import ConflictError

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "own_rate",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(3), nullable=False),
        sa.Column("target", sa.String(3), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("value", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book_id", "id", name="pk_own_rate"),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name="fk_own_rate_book_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint(
            "book_id", "origin", "target", "day", name="uq_own_rate_book_id_origin_target_day"
        ),
        *(
            sa.CheckConstraint(
                f"length({side}) = 3 AND {side} = upper({side})", name=f"ck_own_rate_{side}_code"
            )
            for side in ("origin", "target")
        ),
        sa.CheckConstraint("origin <> target", name="ck_own_rate_two_currencies"),
        sa.CheckConstraint("until IS NULL OR until >= day", name="ck_own_rate_until_later"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back to the one before, which knows no own rates.

    Raises:
        ConflictError: a book's history has some.
    """
    stated = sa.text("SELECT count(*) FROM change WHERE table_name = 'own_rate'")
    if op.get_bind().execute(stated).scalar_one():
        raise ConflictError(
            "Books have rates of their own, which an older version cannot read; restore a backup."
        )
    op.drop_table("own_rate")
