"""Signing other browsers out, by whoever showed again who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.services import proofs, sessions

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.proofs import Proof

OTHERS = "others"  # in place of a key: every browser but the one that asks


def end(session: Session, actor: Actor, proof: Proof, key: str) -> None:
    """End one of the actor's sessions, or all others.

    Args:
        key: names the session, or is `OTHERS`.

    Raises:
        SignInRequiredError: the session that asks has ended meanwhile.
        InvalidInputError: the password or the factor is wrong; the error names the field.
        NotFoundError: the session has ended by now, or is somebody else's.
    """
    proofs.require(session, actor, proof)
    if key == OTHERS:
        sessions.end_others(session, actor, proof.digest)
    else:
        sessions.end(session, actor, key)
