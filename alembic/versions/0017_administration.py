"""What administrators chose and did, and when users were seen last.

Revision: 0017, after 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
REFUSAL = "what administrators did is append-only"


def upgrade() -> None:
    """Add what is new; a column is added in place, so that no reference to users is lost."""
    op.create_table(
        "server_setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_server_setting")),
    )
    op.create_table(
        "server_change",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=True),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("before", sa.String(length=100), nullable=False),
        sa.Column("after", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_server_change")),
    )
    op.create_index("ix_server_change_target", "server_change", ["target_id"])
    op.add_column("user", sa.Column("seen_at", MOMENT, nullable=True))
    op.execute(
        'UPDATE "user" SET seen_at ='
        ' (SELECT max(s.seen_at) FROM auth_session s WHERE s.user_id = "user".id)'
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER server_change_no_{verb.lower()} BEFORE {verb} ON server_change "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_server_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER server_change_append_only BEFORE UPDATE OR DELETE ON server_change "
        "FOR EACH ROW EXECUTE FUNCTION refuse_server_change()"
    )


def downgrade() -> None:
    """Go back to the one before, which knows of none of it."""
    op.drop_column("user", "seen_at")
    op.drop_table("server_change")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_server_change")
    op.drop_table("server_setting")
