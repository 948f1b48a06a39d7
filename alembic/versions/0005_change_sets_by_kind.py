"""An index of change sets by kind, which the trash walks.

Revision: 0005, after 0004
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_change_set_kind", "change_set", ["book_id", "kind", "id"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("ix_change_set_kind", "change_set")
