"""Which mail leaves first where much of it waits.

Revision: 0023, after 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

UNSENT = sa.text("sent_at IS NULL AND given_up_at IS NULL")


def upgrade() -> None:
    """Add how urgent a mail is; what waits already is told apart by what it is a notice of."""
    op.add_column(
        "mail", sa.Column("urgency", sa.SmallInteger(), nullable=False, server_default="0")
    )
    op.execute("UPDATE mail SET urgency = 2 WHERE notice <> ''")
    op.execute("UPDATE mail SET urgency = 3 WHERE notice IN ('week', 'month')")
    op.create_index(
        "ix_mail_urgency",
        "mail",
        ["urgency", "due_at"],
        sqlite_where=UNSENT,
        postgresql_where=UNSENT,
    )


def downgrade() -> None:
    """Go back to the one before, which sends the oldest first."""
    op.drop_index("ix_mail_urgency", "mail")
    op.drop_column("mail", "urgency")
