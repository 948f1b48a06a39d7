"""Showing again who it is, before what counts most: the password, and a second factor if any.

Guesses are counted in transactions of their own. Whether what was shown holds is looked at in the
very one that does what it was shown for: until then somebody may have ended the session, or chosen
another password.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finance_app.domain.audit import What
from finance_app.queries import factors as queries
from finance_app.services import (
    audit,
    auth,
    backup_codes,
    credentials,
    passkeys,
    second_steps,
    sessions,
)
from finance_app.services.second_steps import Typed, Ways

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.devices import Browser
    from finance_app.services.auth import SignIn
    from finance_app.services.passkeys import Shown


NOTHING = Typed("")


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody showed.

    Args:
        digest: of the token of their session.
        attempt: what the password was compared with…
        right: …and what `auth.matches` said.
        code: of an app, or a backup code, as it was typed.
        passkey: takes the place of a code.
    """

    digest: str
    attempt: SignIn
    right: bool
    browser: Browser
    code: Typed = NOTHING
    passkey: Shown | None = None


def ways(session: Session, actor: Actor) -> Ways:
    """Return what the actor can show beside their password."""
    return second_steps.ways_of(session, actor.user_id)


def salts(session: Session, actor: Actor) -> set[str]:
    """Return what the actor's unused backup codes were hashed with, where a code is asked for."""
    is_asked = queries.are_on(session, actor.user_id)
    return backup_codes.salts(session, actor.user_id) if is_asked else set()


def count(session: Session, actor: Actor, proof: Proof) -> None:
    """Forget the guesses before a right password; count the code beside it, where one is asked for.

    Raises:
        TooManyAttemptsError: there were too many; the message says how long to wait.
    """
    if not proof.right:
        address = proof.browser.address
        audit.refused(session, What.PROOF_REFUSED, address, actor.now, actor.user_id)
        return
    auth.forgive(session, proof.attempt)
    if proof.code.text and queries.are_on(session, actor.user_id):
        second_steps.guess(session, actor.user_id, actor.email, proof.browser, actor.now)


def carry_out[T](
    session: Session,
    actor: Actor,
    proof: Proof,
    verb: Callable[..., T],
    /,
    *args: Any,
    **named: Any,
) -> T:
    """Do what was asked for, told whether the password is `right`; return what comes of it.

    Raises:
        SignInRequiredError: the session has ended meanwhile.
        InvalidInputError: the second factor is missing or wrong; the error names the field.
        ConfigurationError: the deployment had another secret key.
    """
    return verb(session, actor, *args, right=_holds(session, actor, proof), **named)


def require(session: Session, actor: Actor, proof: Proof) -> None:
    """Refuse who did not show again who they are.

    Raises:
        SignInRequiredError: the session has ended meanwhile.
        InvalidInputError: the password or the factor is wrong; the error names the field.
        ConfigurationError: the deployment had another secret key.
    """
    credentials.require_right(right=_holds(session, actor, proof))


def _holds(session: Session, actor: Actor, proof: Proof) -> bool:
    """Say whether the password is right as of now; only then the second factor is looked at."""
    sessions.require(session, actor, proof.digest)
    theirs = proof.attempt.user_id == actor.user_id
    if not (proof.right and theirs and auth.is_current(session, proof.attempt)):
        return False
    if queries.are_on(session, actor.user_id):
        if proof.passkey is not None:
            passkeys.show_again(session, actor, proof.passkey)
        else:
            who = actor.user_id, actor.email
            second_steps.take(session, *who, proof.code, proof.browser, actor.now)
    return True
