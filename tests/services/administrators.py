"""Administrators, and users who are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.services import users
from tests.conftest import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def administrator(session: Session, email: str = "root@example.org") -> Actor:
    """Add an administrator."""
    wanted = users.NewUser(email, "no hash", "en_US", "Europe/Berlin", "EUR")
    return users.add(session, wanted, NOW, is_admin=True)
