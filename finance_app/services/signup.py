"""Who may sign up: by the setting, the administrator's choice, and whether anybody is there yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.flags import SIGN_UP
from finance_app.errors import ForbiddenError
from finance_app.queries import users as queries
from finance_app.services import flags

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

CLOSED = "Sign-up is closed here; ask the administrator for an account."


def is_empty(session: Session) -> bool:
    """Say whether nobody has an account yet."""
    return queries.count(session) == 0


def is_open(session: Session) -> bool:
    """Say whether somebody new may sign up: the first user always, others by setting."""
    mode = flags.value(session, SIGN_UP)
    return mode == "open" or (mode in ("first", "invite") and is_empty(session))


def invited_may_join(session: Session, *, by_admin: bool) -> bool:
    """Say whether somebody new may sign up who was invited.

    An administrator can add users anyway, so their invitations count unless sign-up is closed.

    Args:
        by_admin: whether an administrator invited them, or the command line.
    """
    mode = flags.value(session, SIGN_UP)
    return mode in ("open", "invite") or (mode == "first" and by_admin)


def require_open(session: Session) -> None:
    """Refuse where sign-up is closed.

    Raises:
        ForbiddenError: it is.
    """
    if not is_open(session):
        raise ForbiddenError(CLOSED)
