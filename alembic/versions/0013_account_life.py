"""Sessions that end with the browser.

Revision: 0013, after 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is new; whoever is signed in stays so."""
    op.add_column(
        "auth_session", sa.Column("stays", sa.Boolean(), nullable=False, server_default=sa.true())
    )


def downgrade() -> None:
    """Go back to the one before, which would keep sessions that were to end: they end now."""
    op.execute("DELETE FROM auth_session WHERE NOT stays")
    op.drop_column("auth_session", "stays")
