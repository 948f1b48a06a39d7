"""Books of invented figures, books that were removed, and who was welcomed.

Revision: 0006, after 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OWNED = (
    "entry_tag",
    "line",
    "entry",
    "statement_import",
    "statement_layout",
    "change",
    "change_set",
    "month_total",
    "payee_month_total",
    "account",
    "category",
    "payee",
    "tag",
    "membership",
)


def upgrade() -> None:
    """Add the columns; they are added in place, so that no trigger of a table is lost."""
    moment = sa.DateTime(timezone=True)
    op.add_column(
        "book", sa.Column("is_demo", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("book", sa.Column("removed_at", moment, nullable=True))
    op.add_column("preferences", sa.Column("welcomed_at", moment, nullable=True))
    op.execute(
        "UPDATE preferences SET welcomed_at = CURRENT_TIMESTAMP WHERE EXISTS"
        " (SELECT 1 FROM account WHERE account.book_id = preferences.book_id)"
    )


def downgrade() -> None:
    """Go back to the one before, which cannot tell invented figures from real ones: purge them."""
    gone = "SELECT id FROM book WHERE is_demo OR removed_at IS NOT NULL"
    op.execute(
        f"UPDATE preferences SET book_id = (SELECT min(own.book_id) FROM membership own"
        f" WHERE own.user_id = preferences.user_id AND own.book_id NOT IN ({gone}))"
        f" WHERE book_id IN ({gone})"
    )
    if op.get_bind().dialect.name == "sqlite":  # foreign keys, and with them cascades, are off
        texts = f"SELECT id FROM entry WHERE book_id IN ({gone})"
        op.execute(f"DELETE FROM entry_text WHERE rowid IN ({texts})")
    op.execute("DELETE FROM book WHERE is_demo OR removed_at IS NOT NULL")
    if op.get_bind().dialect.name == "sqlite":
        for table in OWNED:
            op.execute(f"DELETE FROM {table} WHERE book_id NOT IN (SELECT id FROM book)")
    op.drop_column("preferences", "welcomed_at")
    op.drop_column("book", "removed_at")
    op.drop_column("book", "is_demo")
