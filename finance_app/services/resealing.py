"""Another secret key: what the one before sealed is sealed anew, so that it can be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from finance_app.errors import ConfigurationError
from finance_app.models import tables
from finance_app.queries import webhooks as webhook_queries
from finance_app.services import backup_codes, chains, factors, passkey_handles, webhooks

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Resealed:
    """What came of it.

    Args:
        apps: keys of authenticator apps that are sealed with the key of now.
        lost: those that no key opens; their users need the administrator.
        codes: users with backup codes of an earlier version, which need the key before still.
        hooks: secrets of webhooks that are sealed with the key of now.
        lost_hooks: those that no key opens; their owners have to add them anew.
    """

    apps: int
    lost: int
    codes: int
    hooks: int = 0
    lost_hooks: int = 0


def reseal(session: Session) -> Resealed:
    """Seal everything anew with the secret key of now."""
    known, apps, lost = tables.factor, 0, 0
    for row in session.execute(select(known.c.user_id, known.c.secret)).all():
        try:
            secret = factors.resealed(row.secret, row.user_id)
        except ConfigurationError:
            lost += 1
            continue
        session.execute(update(known).where(known.c.user_id == row.user_id).values(secret=secret))
        apps += 1
    hooks, lost_hooks = _webhooks(session)
    passkey_handles.keep(session)
    chains.reseal(session)
    code = tables.backup_code
    old = code.c.id.startswith(backup_codes.KEYED) & code.c.used_at.is_(None)
    count = select(func.count(func.distinct(code.c.user_id))).where(old)
    return Resealed(apps, lost, session.scalar(count) or 0, hooks, lost_hooks)


def _webhooks(session: Session) -> tuple[int, int]:
    """Seal the secrets of webhooks anew; return how many are, and how many no key opens."""
    hook, done, lost = tables.webhook, 0, 0
    for row in webhook_queries.sealed(session):
        try:
            secret = webhooks.resealed(row)
        except ConfigurationError:
            lost += 1
            continue
        mine = (hook.c.book_id == row.book_id) & (hook.c.id == row.id)
        mine &= hook.c.secret == row.secret  # it may have another one by now
        session.execute(update(hook).where(mine).values(secret=secret))
        done += 1
    return done, lost
