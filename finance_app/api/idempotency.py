"""A write that is sent twice is done once: the second one gets the first one's answer."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.responses import Response

from finance_app.api.answers import JSON, etag
from finance_app.domain.api_tokens import LONGEST_KEY
from finance_app.errors import ConflictError, InvalidInputError
from finance_app.services import api_answers
from finance_app.services.api_answers import Kept
from finance_app.web.answers import header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session
    from starlette.requests import Request

    from finance_app.services.api_tokens import Bearer

NAME = "Idempotency-Key"
_running = set[tuple[str, str]]()


@dataclass(frozen=True, slots=True)
class Once:
    """A request that names itself.

    Args:
        digest: of all that it asks for.
    """

    key: str
    digest: str

    @classmethod
    async def of(cls, request: Request) -> Once | None:
        """Return it, None where it has no name.

        Raises:
            InvalidInputError: it is called something that cannot be kept.
        """
        key = header(request.scope, NAME.lower())
        if not key:
            return None
        if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
            said = f"{NAME} has at most {LONGEST_KEY} plain characters."
            raise InvalidInputError(said, field=NAME)
        digest = sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
        await asyncio.to_thread(digest.update, await request.body())
        return cls(key, digest.hexdigest())

    def before(self, session: Session, who: Bearer) -> Response | None:
        """Return what it was answered before, None where it comes for the first time.

        Raises:
            InvalidInputError: another request was called the same.
            ConflictError: it is being done.
        """
        kept = api_answers.before(session, who, self.key, self.digest)
        if kept is None:
            return None
        body = kept.body.encode()
        response = Response(body or None, kept.status, media_type=JSON if body else None)
        if body:
            response.headers["ETag"] = etag(body)
        if kept.location:
            response.headers["Location"] = kept.location
        response.headers["Idempotency-Replayed"] = "true"
        return response

    def keep(self, session: Session, who: Bearer, response: Response) -> None:
        """Keep an answer, in the transaction of what it answers."""
        body, place = bytes(response.body).decode(), response.headers.get("Location", "")
        kept = Kept(response.status_code, body, place)
        api_answers.keep(session, who, self.key, self.digest, kept)


@contextmanager
def alone(token: str, once: Once | None) -> Iterator[None]:
    """Let no other request of a token's have the same name meanwhile.

    Raises:
        ConflictError: one has.
    """
    if once is None:
        yield
        return
    named = (token, once.key)
    if named in _running:
        raise ConflictError(api_answers.RUNNING)
    _running.add(named)
    try:
        yield
    finally:
        _running.discard(named)
