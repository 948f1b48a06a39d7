"""Sessions that end with the browser, and browsers that are known.

Revision: 0013, after 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what is new; whoever is signed in stays so."""
    op.add_column(
        "auth_session", sa.Column("stays", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.create_table(
        "known_device",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_known_device_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "digest", name=op.f("pk_known_device")),
    )


def downgrade() -> None:
    """Go back to the one before, which would keep sessions that were to end: they end now."""
    op.drop_table("known_device")
    op.execute("DELETE FROM auth_session WHERE NOT stays")
    op.drop_column("auth_session", "stays")
