"""Who may call an operation, declared at each; and the way from there to a use case.

An operation asks for one of the doors below. Who is calling is found out in the transaction of the
use case, so that whoever was removed or lost a right a moment ago has lost it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer, SecurityScopes

from finance_app import db
from finance_app.api.answers import body_of, compressed, etag, shown, tags
from finance_app.api.bearers import TOKEN
from finance_app.api.errors import ChangedError, MatchRequiredError
from finance_app.api.idempotency import Once, alone
from finance_app.domain.access import Access, require
from finance_app.domain.api_tokens import Scope
from finance_app.errors import ForbiddenError
from finance_app.services import api_tokens, roles
from finance_app.web.answers import header

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import BaseModel
    from sqlalchemy.orm import Session
    from starlette.responses import Response

    from finance_app.api.answers import File
    from finance_app.domain.actors import Actor
    from finance_app.services.api_tokens import Bearer

    type Work = Callable[[Session, Actor], BaseModel | File | None]

NO_NAMES: Mapping[str, str] = {}
BEARER = HTTPBearer(
    scheme_name="token",
    description="A token of a user’s with the scope `read`, `write` or `admin`, each of which "
    "includes those before. It does at most what its user may.",
    auto_error=False,
)


@dataclass(frozen=True, slots=True)
class Door:
    """The way of one request to its use case.

    Args:
        scope: what its token has to allow.
        access: what its user has to be.
    """

    request: Request
    scope: Scope
    access: Access

    async def ask(self, work: Work, book: int | None = None) -> Response:
        """Run what only reads, and answer with what it returns.

        Args:
            book: the one that the actor is to be in; None where it is about themselves, which a
                token for one book does not open.
        """
        return self._sent(shown(await self.look(work, book), self.request))

    async def look[T](self, work: Callable[[Session, Actor], T], book: int | None = None) -> T:
        """Run what only reads, and return what it returns."""
        return await db.ask(lambda session: work(session, self._enter(session, book)[1]))

    async def ask_any(self, work: Callable[[Session, Bearer], BaseModel]) -> Response:
        """Run what only reads and minds itself which book a token is for."""
        found = await db.ask(lambda session: work(session, self._bearer(session)))
        return self._sent(shown(found, self.request))

    async def tell(
        self,
        work: Work,
        book: int | None = None,
        *,
        status: int = 200,
        long: bool = False,
        names: Mapping[str, str] = NO_NAMES,
    ) -> Response:
        """Run what writes, once for each Idempotency-Key, and answer with what it returns.

        Args:
            long: it may take seconds, so the short ones do not queue behind it.
            names: what fields are called where they are sent, by what use cases call them.
        """
        self.request.state.names = names
        once = await Once.of(self.request)

        def done(session: Session) -> Response:
            who, actor = self._enter(session, book)
            if once and (before := once.before(session, who)):
                return before
            if book is not None:
                roles.locked(session, actor)  # what is matched is what is written
            response = shown(work(session, actor), self.request, status)
            if once:
                once.keep(session, who, response)
            return response

        with alone(self.request.scope[TOKEN], once):
            return self._sent(await (db.tell_long if long else db.tell)(done))

    def require_match(self, seen: BaseModel) -> None:
        """Check that the program saw a thing as it is now.

        Raises:
            MatchRequiredError: it does not say what it saw.
            ChangedError: that was another version.
        """
        named = header(self.request.scope, "if-match")
        if not named:
            raise MatchRequiredError
        if not {"*", etag(body_of(seen))} & set(tags(named)):
            raise ChangedError

    def _bearer(self, session: Session) -> Bearer:
        """Return who the token speaks for.

        Raises:
            SignInRequiredError: it was revoked meanwhile.
            ForbiddenError: it does not allow this.
        """
        who = api_tokens.bearer(session, self.request.scope[TOKEN], datetime.now(UTC))
        who.require(self.scope)
        return who

    def _enter(self, session: Session, book: int | None) -> tuple[Bearer, Actor]:
        """Return who is calling.

        Raises:
            SignInRequiredError: the token was revoked meanwhile.
            ForbiddenError: it does not allow this, or its user may not.
            NotFoundError: they are not in the book, or it is for administrators.
        """
        who = self._bearer(session)
        if book is None and who.only_book_id is not None:
            raise ForbiddenError("This token opens one book and nothing else.")
        actor = who.actor if book is None else api_tokens.in_book(session, who, book)
        require(actor, self.access)
        return who, actor

    def _sent(self, response: Response) -> Response:
        return compressed(response, header(self.request.scope, "accept-encoding"))


def door(access: Access) -> Callable[..., Door]:
    """Return what makes a request's way, for those who are something."""

    def entered(
        request: Request, scopes: SecurityScopes, _: Annotated[Any, Depends(BEARER)]
    ) -> Door:
        return Door(request, Scope(scopes.scopes[0]), access)

    entered.access = access  # type: ignore[attr-defined]  # it is asked for below
    return entered


def access_of(operation: Callable[..., Any]) -> Access:
    """Return who an operation is for, as its door says."""
    (asked,) = get_type_hints(operation, include_extras=True)["door"].__metadata__
    found: Access = asked.dependency.access
    return found


Reader = Annotated[Door, Security(door(Access.SIGNED_IN), scopes=[Scope.READ])]
"""Whoever is in the book, or reads what is their own."""
Writer = Annotated[Door, Security(door(Access.SIGNED_IN), scopes=[Scope.WRITE])]
"""Whoever writes what is their own."""
Editor = Annotated[Door, Security(door(Access.EDITOR), scopes=[Scope.WRITE])]
"""Whoever may write in the book."""
Owner = Annotated[Door, Security(door(Access.OWNER), scopes=[Scope.WRITE])]
"""Whoever owns the book."""
Administrator = Annotated[Door, Security(door(Access.ADMIN), scopes=[Scope.ADMIN])]
"""Whoever administers the server."""
