"""Notices: when it is quiet, mails with a page of their own, digests, and what keeps failing.

Revision: 0020, after 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what is new; columns are added in place."""
    op.add_column(
        "preferences",
        sa.Column("quiet_hours", sa.String(length=11), nullable=False, server_default=""),
    )
    op.add_column("mail", sa.Column("html", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "mail", sa.Column("notice", sa.String(length=20), nullable=False, server_default="")
    )
    op.add_column("mail", sa.Column("reader_id", sa.BigInteger(), nullable=True))
    op.create_table(
        "digest",
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("mail_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('week', 'month')", name=op.f("ck_digest_kind_known")),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_digest_book_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_digest_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("book_id", "user_id", "kind", "first_day", name=op.f("pk_digest")),
    )
    op.create_index(op.f("ix_digest_user_id"), "digest", ["user_id"])
    op.create_index(op.f("ix_digest_mail_id"), "digest", ["mail_id"])
    op.create_table(
        "trouble",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("sentence", sa.String(length=300), nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_trouble")),
    )


def downgrade() -> None:
    """Go back to the one before; digests that wait to be sent it would send as plain text."""
    op.drop_table("trouble")
    op.drop_table("digest")
    op.drop_column("mail", "reader_id")
    op.drop_column("mail", "notice")
    op.drop_column("mail", "html")
    op.drop_column("preferences", "quiet_hours")
