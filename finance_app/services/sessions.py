"""The browsers that are signed in as the actor: signing them out, and tokens for them anew.

What changes how somebody gets in, or what they may do, goes on under another token: whoever has a
copy of the one before has nothing then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from finance_app.domain.audit import What
from finance_app.domain.devices import device_text
from finance_app.domain.refusals import Ended
from finance_app.errors import NotFoundError, SignInRequiredError
from finance_app.models import tables
from finance_app.queries import sessions as queries
from finance_app.services import audit, auth

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

KEY = 16  # characters of a digest that tell one user's sessions apart


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser that is signed in.

    Args:
        key: names it among the user's own; opens nothing.
        network: that it was opened from, no more exact than a town; nothing where that is unknown.
        is_here: whether it is the one that asks.
    """

    key: str
    device: str
    network: str
    since: datetime
    seen_at: datetime
    is_here: bool


def everything(session: Session, actor: Actor, digest: str) -> list[SignedIn]:
    """Return the actor's sessions, the one that asks first.

    Args:
        digest: of the token of the session that asks.
    """
    found = [
        SignedIn(
            row.id[:KEY],
            device_text(row.device),
            row.network,
            row.created_at,
            row.seen_at,
            row.id == digest,
        )
        for row in _rows(session, actor)
    ]
    return sorted(found, key=lambda one: not one.is_here)


def end(session: Session, actor: Actor, key: str) -> str:
    """End one of the actor's sessions; return the digest of its token.

    Raises:
        NotFoundError: it has ended by now, or is somebody else's.
    """
    found = next((row.id for row in _rows(session, actor) if row.id[:KEY] == key), None)
    if found is None:
        raise NotFoundError("This browser is signed out already.")
    session.execute(delete(tables.auth_session).where(tables.auth_session.c.id == found))
    audit.note(session, actor, What.SESSION_ENDED)
    return str(found)


def end_others(session: Session, actor: Actor, digest: str) -> int:
    """End all of the actor's sessions but one; return how many that were."""
    opened = tables.auth_session
    others = (opened.c.user_id == actor.user_id) & (opened.c.id != digest)
    count = len(session.execute(delete(opened).where(others).returning(opened.c.id)).all())
    if count:
        audit.note(session, actor, What.OTHERS_ENDED, after={"ended": count})
    return count


def ending(session: Session, token: str, now: datetime) -> Ended | None:
    """Return how the session of a token came to its end; None where it did not.

    One that took too long is kept until its last day, so what is gone before was signed out.
    """
    still = queries.still(session, auth.digest(token), auth.lasting(now))
    if still is None:
        return Ended.ELSEWHERE
    return None if still else Ended.TIME


def renewed[T](
    session: Session,
    actor: Actor,
    digest: str,
    verb: Callable[..., T],
    /,
    *args: Any,
    **named: Any,
) -> tuple[str, T]:
    """Do what changes how the actor gets in; return their session's new token, and what came of it.

    Args:
        digest: of the token of the session that asks; it must not have ended.
        verb: takes the session of the database, the actor, and the rest.

    Raises:
        SignInRequiredError: the session has ended meanwhile.
    """
    found = require(session, actor, digest)
    done = verb(session, actor, *args, **named)
    return renew(session, found), done


def renew(session: Session, found: Row[Any]) -> str:
    """Give a session another token, and return it; the one before is nobody's.

    Since when it is, how long it lasts and what was begun in it stay.
    """
    token, digest = auth.new_token(), found.id
    opened, new = tables.auth_session, auth.digest(token)
    session.execute(insert(opened).values({**found._mapping, "id": new}))  # noqa: SLF001  a row as a mapping, in SQLAlchemy's words
    for goes_along in (tables.auth_step.c.bound, tables.data_export.c.session_id):
        moved = update(goes_along.table).where(goes_along == digest)
        session.execute(moved.values({goes_along: new}))
    session.execute(delete(opened).where(opened.c.id == digest))
    return token


def require(session: Session, actor: Actor, digest: str) -> Row[Any]:
    """Return the actor's session as of this very transaction, in which nobody else ends it.

    Raises:
        SignInRequiredError: it has ended, or never was theirs.
    """
    found = find(session, actor.user_id, digest, actor.now)
    if found is None:
        raise SignInRequiredError
    return found


def find(session: Session, user_id: int, digest: str, now: datetime) -> Row[Any] | None:
    """Return a user's session in the same way, None where it has ended or is another's."""
    return queries.whole(session, digest, user_id, auth.lasting(now))


def _rows(session: Session, actor: Actor) -> list[Row[Any]]:
    return queries.of_user(session, actor.user_id, auth.lasting(actor.now))
