"""Webhooks of a book, as its owners see to them: adding, changing, pausing, deleting.

What they are told is written down by `services.webhook_events`, sent by
`services.webhook_deliveries` and looked at in `services.webhook_logs`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import delete as delete_from
from sqlalchemy import insert, update

from finance_app.adapters import sealing
from finance_app.config import settings
from finance_app.domain import webhooks as rules
from finance_app.domain.audit import What
from finance_app.domain.change_kinds import Topic
from finance_app.domain.flags import WEBHOOKS
from finance_app.domain.webhooks import WebhookDraft
from finance_app.errors import ConflictError, InvalidInputError, NotFoundError
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import webhooks as queries
from finance_app.secret_keys import secret_key, secret_keys
from finance_app.services import attempts, audit, flags, member_mails, roles

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


PORTS = {"https": 443, "http": 80}
UNHELD: dict[str, Any] = {
    "held_until": None,
    "failing_since": None,
    "failures": 0,
    "trouble": "",
}


@dataclass(frozen=True, slots=True)
class WebhookView:
    """A webhook.

    Args:
        by: the address of who vouches for it: whoever added it, or changed it last.
        listens: they own the book still; it is told nothing where not.
        waiting: how many deliveries do.
        held_until: nothing is tried before; None where nothing is held.
        delivered_at: when one arrived last.
        trouble: why nothing arrives at the moment.
    """

    id: int
    url: str
    topics: tuple[Topic, ...]
    by: str
    created_at: datetime
    is_paused: bool
    listens: bool
    waiting: int
    held_until: datetime | None
    delivered_at: datetime | None
    trouble: str


def everything(session: Session, actor: Actor) -> list[WebhookView]:
    """Return the book's webhooks, the newest first.

    Raises:
        ForbiddenError: the actor is no owner of the book.
    """
    roles.require_reading_owner(session, actor)
    return [_view(row) for row in queries.of_book(session, actor.book_id)]


def get(session: Session, actor: Actor, key: int) -> WebhookView:
    """Return one of them.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: the book has no such webhook.
    """
    for view in everything(session, actor):
        if view.id == key:
            return view
    raise _unknown()


def add(session: Session, actor: Actor, wanted: WebhookDraft) -> int:
    """Add a webhook, with a secret of its own; return its key.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        InvalidInputError: the address is not encrypted, and not the operator's.
        ConflictError: the book has as many as it may, or the server has none.
        TooManyAttemptsError: its owners were mailed about too many within an hour.
    """
    roles.require_owner(session, actor)
    attempts.count_webhook(session, actor.book_id, actor.now)
    if not flags.value(session, WEBHOOKS):
        raise ConflictError("This server’s administrator switched webhooks off.", field="url")
    _require_reachable(wanted.url)
    if len(queries.of_book(session, actor.book_id)) >= rules.MOST:
        said = f"A book has at most {rules.MOST} webhooks; delete one first."
        raise ConflictError(said, field="url")
    key = new_key()
    session.execute(
        insert(tables.webhook).values(
            book_id=actor.book_id,
            id=key,
            user_id=actor.user_id,
            url=wanted.url,
            topics=" ".join(wanted.topics),
            secret=_sealed(rules.new_secret(), actor.book_id, key),
            created_at=actor.now,
            failures=0,
            trouble="",
        )
    )
    _note(session, actor, What.WEBHOOK_ADDED, after=_said(wanted))
    member_mails.webhook(session, actor, urlsplit(wanted.url).hostname or "")
    return key


def change(session: Session, actor: Actor, key: int, wanted: WebhookDraft) -> None:
    """Have a webhook told of other things, or elsewhere, where it has another secret.

    The actor vouches for it from now on: it is told while they own the book.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: the book has no such webhook.
        InvalidInputError: the address is not encrypted, and not the operator's.
        TooManyAttemptsError: its owners were mailed about too many within an hour.
    """
    roles.require_owner(session, actor)
    row = one(session, actor, key)
    _require_reachable(wanted.url)
    values: dict[str, Any] = {"user_id": actor.user_id, "topics": " ".join(wanted.topics)}
    if wanted.url != row.url:
        attempts.count_webhook(session, actor.book_id, actor.now)
        values["url"] = wanted.url
        values["secret"] = _sealed(rules.new_secret(), actor.book_id, key)
        member_mails.webhook(session, actor, urlsplit(wanted.url).hostname or "")
    _update(session, row, **values, **UNHELD)
    _note(session, actor, What.WEBHOOK_CHANGED, before=_said(_draft(row)), after=_said(wanted))


def pause(session: Session, actor: Actor, key: int) -> None:
    """Tell a webhook nothing for a while: what happens meanwhile it never hears of.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: the book has no such webhook.
    """
    _turn(session, actor, key, to=actor.now)


def resume(session: Session, actor: Actor, key: int) -> None:
    """Tell a webhook again what happens, and what waited when it was paused, for 30 days.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: the book has no such webhook.
    """
    _turn(session, actor, key, to=None)


def delete(session: Session, actor: Actor, key: int) -> None:
    """Delete a webhook with all that it was told.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: the book has no such webhook.
    """
    roles.require_owner(session, actor)
    row = one(session, actor, key)
    hook = tables.webhook.c
    mine = (hook.book_id == actor.book_id) & (hook.id == key)
    session.execute(delete_from(tables.webhook).where(mine))
    _note(session, actor, What.WEBHOOK_DELETED, before=_said(_draft(row)))


def secret(session: Session, actor: Actor, key: int) -> str:
    """Return the secret by which a webhook's receiver knows what comes from here.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        NotFoundError: the book has no such webhook.
    """
    roles.require_reading_owner(session, actor)
    return opened(actor.book_id, key, one(session, actor, key).secret)


def opened(book_id: int, key: int, text: str) -> str:
    """Return a webhook's secret, which was sealed.

    Raises:
        ConfigurationError: it was with a key that is not known any more.
    """
    return sealing.opened(text, secret_keys(), _about(book_id, key))


def resealed(row: Row[Any]) -> str:
    """Return a webhook's secret sealed with the secret key of now.

    Raises:
        ConfigurationError: no key that is known opens it.
    """
    place = row.book_id, row.id
    return _sealed(opened(*place, row.secret), *place)


def _sealed(text: str, book_id: int, key: int) -> str:
    return sealing.sealed(text, secret_key(), _about(book_id, key))


def _about(book_id: int, key: int) -> str:
    return f"secret of a webhook\n{book_id}\n{key}"


def _turn(session: Session, actor: Actor, key: int, *, to: datetime | None) -> None:
    roles.require_owner(session, actor)
    row = one(session, actor, key)
    if (row.paused_at is None) is (to is None):
        return  # it is so already
    _update(session, row, paused_at=to, **UNHELD)
    before, after = {"paused": row.paused_at is not None}, {"paused": to is not None}
    _note(session, actor, What.WEBHOOK_CHANGED, before=before, after=after)


def _update(session: Session, row: Row[Any], **values: Any) -> None:
    hook = tables.webhook.c
    mine = (hook.book_id == row.book_id) & (hook.id == row.id)
    session.execute(update(tables.webhook).where(mine).values(values))


def one(session: Session, actor: Actor, key: int) -> Row[Any]:
    """Return a webhook of the book's with its sealed secret.

    Raises:
        NotFoundError: it has none of that key.
    """
    found = queries.one(session, actor.book_id, key)
    if found is None:
        raise _unknown()
    return found


def is_inner(url: str) -> bool:
    """Say whether an address is of a host in this network that the operator named.

    A host without a port is that of https or http alone.
    """
    found = urlsplit(url)
    usual = found.port in (None, PORTS.get(found.scheme))
    named = {f"{found.hostname}:{found.port or PORTS.get(found.scheme)}"}
    return bool(settings().inner_hosts & (named | ({found.hostname} if usual else set())))


def _require_reachable(url: str) -> None:
    """Refuse what nothing would ever be sent to; names are looked up when it is."""
    if urlsplit(url).scheme != "https" and not is_inner(url):
        said = "Give an address with https; what is sent could be read on its way."
        raise InvalidInputError(said, field="url")


def _draft(row: Row[Any]) -> WebhookDraft:
    return WebhookDraft(row.url, tuple(Topic(one) for one in row.topics.split()))


def _said(wanted: WebhookDraft) -> dict[str, Any]:
    """Return what the audit log has of it: the host alone, since a path may hold a secret."""
    return {"host": urlsplit(wanted.url).hostname, "topics": list(wanted.topics)}


def _note(session: Session, actor: Actor, what: What, **values: Any) -> None:
    audit.note(session, actor, what, subject=str(actor.book_id), **values)


def _unknown() -> NotFoundError:
    return NotFoundError("There is no such webhook in this book.")


def _view(row: Row[Any]) -> WebhookView:
    return WebhookView(
        row.id,
        row.url,
        _draft(row).topics,
        row.by,
        row.created_at,
        row.paused_at is not None,
        bool(row.listens),
        row.waiting,
        row.held_until,
        row.delivered_at,
        row.trouble,
    )
