"""Sessions that end with the browser, known browsers, profiles, exports and deletion.

Revision: 0015, after 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
APPEND_ONLY = ("change", "change_set")
POSTGRESQL = """
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND NOT EXISTS ({kept}) THEN
            RETURN OLD;  -- the whole book is being purged
        END IF;
        RAISE EXCEPTION 'changes are append-only';
    END $$
"""
SQLITE = """
    CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN EXISTS ({kept})
    BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END
"""
THERE = "SELECT 1 FROM book WHERE id = OLD.book_id"


def upgrade() -> None:
    """Add what is new; whoever is signed in stays so."""
    op.add_column(
        "auth_session", sa.Column("stays", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column(
        "user", sa.Column("name", sa.String(length=80), nullable=False, server_default="")
    )
    op.add_column("user", sa.Column("delete_after", MOMENT, nullable=True))
    op.create_index(op.f("ix_user_delete_after"), "user", ["delete_after"])
    op.add_column(
        "book", sa.Column("purging", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "preferences",
        sa.Column("notices", sa.String(length=200), nullable=False, server_default=""),
    )
    _protect(f"{THERE} AND NOT purging")
    op.create_table(
        "data_export",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("beat_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'writing', 'ready', 'failed')",
            name=op.f("ck_data_export_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_data_export_user_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["auth_session.id"],
            name=op.f("fk_data_export_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_export")),
    )
    op.create_index(op.f("ix_data_export_user_id"), "data_export", ["user_id"])
    op.create_index(op.f("ix_data_export_session_id"), "data_export", ["session_id"])
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
    op.drop_table("data_export")
    op.drop_column("preferences", "notices")
    _protect(THERE)
    op.drop_column("book", "purging")
    op.drop_index(op.f("ix_user_delete_after"), "user")
    op.drop_column("user", "delete_after")
    op.drop_column("user", "name")
    op.execute("DELETE FROM auth_session WHERE NOT stays")
    op.drop_column("auth_session", "stays")


def _protect(kept: str) -> None:
    """Let changes be dropped with their book alone.

    Args:
        kept: finds the book whose changes stay.
    """
    if op.get_bind().dialect.name != "sqlite":
        op.execute(POSTGRESQL.format(kept=kept))
        return
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER {table}_no_delete")
        op.execute(SQLITE.format(table=table, kept=kept))
