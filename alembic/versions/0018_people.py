"""Weeks, where browsers signed in, taking a changed address back, books that are given up.

Revision: 0018, after 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

CHECK = "ck_mail_link_purpose_known"
BEFORE = "purpose IN ('join', 'reset', 'email')"
PURPOSES = "purpose IN ('join', 'reset', 'email', 'invite', 'back')"
FIRST_DAY = """
    ALTER TABLE preferences ADD COLUMN first_day VARCHAR(10) DEFAULT '' NOT NULL
    CONSTRAINT ck_preferences_first_day_known
    CHECK (first_day IN ('', 'monday', 'sunday', 'saturday'))
"""


def upgrade() -> None:
    """Add what is new, in place."""
    op.execute(FIRST_DAY)
    op.add_column(
        "auth_session",
        sa.Column("network", sa.String(length=50), nullable=False, server_default=""),
    )
    op.add_column(
        "membership", sa.Column("given_up", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "preferences", sa.Column("placed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _restrict(PURPOSES)


def downgrade() -> None:
    """Go back to the one before, which knows of none of it."""
    op.execute("DELETE FROM mail_link WHERE purpose = 'back'")
    _restrict(BEFORE)
    op.drop_column("membership", "given_up")
    op.drop_column("auth_session", "network")
    op.drop_column("preferences", "placed")
    op.drop_column("preferences", "first_day")


def _restrict(purposes: str) -> None:
    """Have links of some purposes alone."""
    with op.batch_alter_table("mail_link") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), purposes)
