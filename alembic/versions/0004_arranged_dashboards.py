"""How users arranged the cards of their dashboard.

Revision: 0004, after 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing in it is the usual arrangement."""
    column = sa.Column("dashboard", sa.String(length=1000), nullable=False, server_default="")
    with op.batch_alter_table("preferences") as table:
        table.add_column(column)
    with op.batch_alter_table("preferences") as table:
        table.alter_column("dashboard", server_default=None)


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("preferences") as table:
        table.drop_column("dashboard")
