"""A token of a program's that a browser made is shown there, once.

Revision: 0026, after 0025
"""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

NAME = "ck_auth_step_kind_known"
BEFORE = "kind IN ('app', 'codes', 'passkey', 'second', 'entry')"
AFTER = "kind IN ('app', 'codes', 'passkey', 'second', 'entry', 'token')"


def upgrade() -> None:
    """Allow what is new."""
    _allow(AFTER)


def downgrade() -> None:
    """Go back to the one before; tokens that are shown at the moment are shown no more."""
    op.execute("DELETE FROM auth_step WHERE kind = 'token'")
    _allow(BEFORE)


def _allow(kinds: str) -> None:
    with op.batch_alter_table("auth_step") as step:
        step.drop_constraint(op.f(NAME), type_="check")
        step.create_check_constraint(op.f(NAME), kinds)
