"""How it went with each provider of rates, what it published that does not count.

Revision: 0007, after 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

IS_FOREIGN = sa.text("original_currency IS NOT NULL")


def upgrade() -> None:
    """Add both tables, and the way to the currencies that entries were paid in."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "rate_feed",
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("asked_at", moment, nullable=True),
        sa.Column("succeeded_at", moment, nullable=True),
        sa.Column("newest_day", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=40), nullable=False),
        sa.Column("etag", sa.String(length=200), nullable=False),
        sa.Column("last_modified", sa.String(length=100), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("resumes_at", moment, nullable=True),
        sa.Column("trouble", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_rate_feed")),
    )
    op.create_table(
        "refused_rate",
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("per_base", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.CheckConstraint(
            "length(currency) = 3 AND currency = upper(currency)",
            name=op.f("ck_refused_rate_currency_code"),
        ),
        sa.PrimaryKeyConstraint("source", "currency", "day", name=op.f("pk_refused_rate")),
    )
    op.create_index(
        "ix_entry_original_currency",
        "entry",
        ["original_currency"],
        sqlite_where=IS_FOREIGN,
        postgresql_where=IS_FOREIGN,
    )


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("ix_entry_original_currency", table_name="entry")
    op.drop_table("refused_rate")
    op.drop_table("rate_feed")
