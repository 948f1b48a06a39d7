"""Second factors: authenticator apps, backup codes, passkeys, and sessions that wait for one.

Revision: 0014, after 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STEPS = "kind IN ('app', 'codes', 'passkey', 'second', 'entry')"


def upgrade() -> None:
    """Add the tables; every session there is, is whole."""
    pending = sa.Column("pending", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("auth_session", pending)
    op.create_table(
        "factor",
        _user(),
        sa.Column("secret", sa.String(length=300), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _of_user("factor"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_factor")),
    )
    op.create_table(
        "backup_code",
        sa.Column("id", sa.String(length=64), nullable=False),
        _user(),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        _of_user("backup_code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_code")),
    )
    op.create_index(op.f("ix_backup_code_user_id"), "backup_code", ["user_id"])
    op.create_table(
        "passkey",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        _user(),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("site", sa.String(length=253), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        _of_user("passkey"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_user_id"), "passkey", ["user_id"])
    op.create_table(
        "auth_step",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("bound", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.CheckConstraint(STEPS, name=op.f("ck_auth_step_kind_known")),
        _of_user("auth_step"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auth_step")),
    )
    op.create_index(op.f("ix_auth_step_bound"), "auth_step", ["bound"])
    op.create_index(op.f("ix_auth_step_expires_at"), "auth_step", ["expires_at"])


def downgrade() -> None:
    """Go back to the one before, where a password alone lets in again.

    Who waits for the second step has to begin anew: their sessions would be whole ones.
    """
    op.drop_table("auth_step")
    op.drop_table("passkey")
    op.drop_table("backup_code")
    op.drop_table("factor")
    op.execute(sa.text("DELETE FROM auth_session WHERE pending"))
    op.drop_column("auth_session", "pending")


def _user() -> sa.Column[int]:
    return sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False)


def _of_user(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_user_id")
    return sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=name, ondelete="CASCADE")
