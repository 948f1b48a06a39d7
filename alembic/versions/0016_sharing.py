"""Invitations, when members joined, and change sets by person.

Revision: 0016, after 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from finance_app.errors import ConflictError

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what is new; until now whoever was a member of a book had made it."""
    op.add_column("membership", sa.Column("joined_at", MOMENT, nullable=True))
    op.execute(
        "UPDATE membership SET joined_at ="
        " (SELECT created_at FROM book WHERE book.id = membership.book_id)"
    )
    op.create_index("ix_change_set_person", "change_set", ["book_id", "user_id", "id"])
    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("book_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=True),
        sa.Column("invited_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("see", sa.String(length=32), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("declined_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "role IN ('owner', 'editor', 'viewer')", name=op.f("ck_invitation_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["book_id"], ["book.id"], name=op.f("fk_invitation_book_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["user.id"], name=op.f("fk_invitation_invited_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("book_id", "email", name=op.f("uq_invitation_book_id_email")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
        sa.UniqueConstraint("see", name=op.f("uq_invitation_see")),
    )
    op.create_index(op.f("ix_invitation_email"), "invitation", ["email"])
    op.create_index(op.f("ix_invitation_invited_by"), "invitation", ["invited_by"])


def downgrade() -> None:
    """Go back to the one before, which cannot read a history of members and names.

    Raises:
        ConflictError: a book's history has some.
    """
    told = (
        "SELECT count(*) FROM change WHERE table_name IN ('membership', 'invitation', 'book_name')"
    )
    if op.get_bind().execute(sa.text(told)).scalar_one():
        raise ConflictError(
            "Books were shared or renamed, which an older version cannot read; restore a backup."
        )
    op.drop_table("invitation")
    op.drop_index("ix_change_set_person", "change_set")
    op.drop_column("membership", "joined_at")
