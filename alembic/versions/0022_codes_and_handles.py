"""Backup codes kept as bcrypt keeps passwords; what devices remember the users of passkeys by.

Revision: 0022, after 0021
"""

from __future__ import annotations

import bcrypt
import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

CODES = sa.table("backup_code", sa.column("id", sa.String), sa.column("user_id", sa.BigInteger))
ROUNDS = 10
KEYED = "k"


def upgrade() -> None:
    """Add the column; hash again what was a keyed hash alone."""
    op.add_column(
        "passkey", sa.Column("handle", sa.String(length=64), nullable=False, server_default="")
    )
    connection, salts = op.get_bind(), dict[int, bytes]()
    for row in connection.execute(sa.select(CODES.c.id, CODES.c.user_id)).all():
        salt = salts.setdefault(row.user_id, bcrypt.gensalt(ROUNDS))
        slow = bcrypt.hashpw(row.id.encode(), salt).decode()
        again = sa.update(CODES).where(CODES.c.id == row.id)
        connection.execute(again.values(id=f"{KEYED}{slow}"))


def downgrade() -> None:
    """Go back; what cannot be turned back are the codes, so there are none: people make new ones."""
    op.get_bind().execute(sa.delete(CODES))
    op.drop_column("passkey", "handle")
