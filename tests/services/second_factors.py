"""An authenticator app as somebody has one, and sessions that wait for its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyotp

from finance_app.domain.devices import NO_BROWSER
from finance_app.services import auth, backup_codes, factors, second_steps

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.devices import Browser
    from finance_app.services.second_steps import Typed

HERE = "192.0.2.1"
BROWSER = auth.digest("the browser that sets it up")


def code(key: str, at: datetime) -> str:
    """Return what an app with a key shows at an instant."""
    return pyotp.TOTP(key).at(at)


def with_app(session: Session, actor: Actor, browser: str = BROWSER) -> str:
    """Give somebody an authenticator app; return its key."""
    factors.begin_app(session, actor, browser, right=True)
    key = factors.enrolment(session, actor, browser).key.replace(" ", "")
    factors.confirm_app(session, actor, browser, code(key, actor.now), backup_codes.new())
    return key


def codes_of(session: Session, actor: Actor, browser: str = BROWSER) -> list[str]:
    """Return the backup codes that a browser is shown."""
    return backup_codes.shown(session, actor, browser)


def typed(session: Session, user_id: int, text: str) -> Typed:
    """Return a code as a door hands it on."""
    return second_steps.typed(user_id, text, backup_codes.salts(session, user_id))


def used(session: Session, user_id: int, text: str, now: datetime) -> bool:
    """Use a backup code up; say whether it was one."""
    return backup_codes.use(session, user_id, typed(session, user_id, text).hashes, now)


def password_shown(
    session: Session, actor: Actor, now: datetime, device: Browser = NO_BROWSER
) -> str:
    """Do the first step of signing in; return the token."""
    attempt = auth.begin(session, actor.email, HERE, now)
    return auth.finish(session, attempt, now, right=True, device=device)
