"""An index of transfers by day, which a list of them walks.

Revision: 0003, after 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IS_TRANSFER = sa.text("transfer_line_id IS NOT NULL")


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_line_transfer_day",
        "line",
        ["book_id", "day", "entry_id"],
        sqlite_where=IS_TRANSFER,
        postgresql_where=IS_TRANSFER,
    )


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("ix_line_transfer_day", "line")
