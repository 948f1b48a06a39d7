"""Who may call what over the websocket: nobody anything that was not declared.

Stands before every event, the framework's own included. A client token is only the address of a
state; whose it is, the session cookie says.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import reflex as rx
from pydantic import Field
from reflex.middleware.middleware import Middleware
from reflex.state import (
    BaseState,
    FrontendEventExceptionState,
    OnLoadInternalState,
    State,
    StateUpdate,
)
from reflex_base.event import Event, EventHandler
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler

from finance_app import references
from finance_app.domain.access import Access, require
from finance_app.errors import (
    AppError,
    EnrolmentRequiredError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    SignInRequiredError,
    UnavailableError,
)
from finance_app.services import auth, callers
from finance_app.services.auth import Caller
from finance_app.ui import errors, links
from finance_app.ui.arguments import Arguments
from finance_app.ui.books import BooksState, home
from finance_app.ui.handlers import declared, to_sign_in
from finance_app.ui.leaving import LeavingState
from finance_app.ui.recomputing import RecomputingState
from finance_app.ui.session import SessionState

OPEN_PAGES = frozenset(
    {
        links.LOGIN,
        links.SIGNUP,
        links.FORGOT,
        links.SENT,
        links.JOIN,
        links.RESET,
        links.CONFIRM,
        links.TAKE_BACK,
        links.FACTOR,
        links.INVITED,
        links.UNSUBSCRIBE,
    }
)
ENROLS = frozenset({links.SECURITY, links.AUTHENTICATOR, links.PASSKEY, links.CODES})
"""Where a second factor is set up, also by those who can do nothing else before."""

STATES = 1000  # more than the app has

log = logging.getLogger(__name__)


def _without_payload(record: logging.LogRecord) -> bool:
    """Take what was sent out of what the framework logs about an event it cannot process."""
    record.msg, record.args = "an event could not be processed", ()
    return True


logging.getLogger("reflex_base.event.processor.event_processor").addFilter(_without_payload)


class Nothing(Arguments):
    """What most of the framework's events take."""


class Connected(Arguments):
    """What a page sends when it connects: hashes of what it holds; nothing is kept in browsers."""

    vars: dict[str, str] | None = Field(default=None, max_length=0)
    hashes: list[str] | None = Field(default=None, max_length=STATES)


class Hydrated(Arguments):
    """Whether a page has got what it shows."""

    value: bool


def _name(event_handler: EventHandler) -> str:
    return str(format_event_handler(event_handler))


PAGE_EVENTS: dict[str, type[Arguments]] = {
    _name(State.event_handlers["hydrate"]): Nothing,
    _name(State.event_handlers["hydrate_and_load"]): Connected,
    _name(OnLoadInternalState.event_handlers["on_load_internal"]): Nothing,
    _name(State.event_handlers["set_is_hydrated"]): Hydrated,
    _name(OnLoadInternalState.event_handlers["set_is_hydrated"]): Hydrated,
}
"""The framework's events that a page needs to appear: as open as the page they are sent from."""

RENEW = _name(SessionState.event_handlers["renew"])
LOADED = _name(State.event_handlers["hydrate_and_load"])
"""What a browser sends when it loads a page anew: what happened before is no news there."""

FAILED = _name(FrontendEventExceptionState.event_handlers["handle_frontend_exception"])
REPORT = _name(SessionState.event_handlers["report"])


def access(name: str, page: str) -> Access | None:
    """Return who may call an event from a page; None where nobody may.

    Args:
        name: the event's full name.
        page: the route; the browser says so, hence it opens nothing but empty pages.
    """
    if name in PAGE_EVENTS:
        signed_in = Access.ENROLLING if page in ENROLS else Access.SIGNED_IN
        return Access.ANYONE if page in OPEN_PAGES else signed_in
    known = RegistrationContext.get().event_handlers.get(name)
    return None if known is None else declared(known.handler.fn)


class Guard(Middleware):
    """Lets an event through whose caller may call it; must be the first middleware."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Return None to let the event through, else what the browser gets instead."""
        references.from_now(event_id=EventContext.get().txid)
        root = state._get_root_state()  # noqa: SLF001  Reflex has no public way
        session = await root.get_state(SessionState)
        try:
            return await self._looked_at(app, root, session, event)
        except UnavailableError as error:
            if not _is_own(session):
                raise  # whose it is cannot be told, so nobody gets what it holds
            session._fail(AppError(error.message))  # noqa: SLF001  private to the browser only
            return StateUpdate(delta=await _changes(root))

    async def _looked_at(
        self, app: rx.App, root: Any, session: SessionState, event: Event
    ) -> StateUpdate | None:
        """Do so while the database can be asked."""
        if event.name == REPORT and _is_own(session):
            return None  # also while the database cannot be asked
        books = await root.get_state(BooksState)
        found = await session._caller()  # noqa: SLF001  private so that the browser cannot call it
        before = books._current()  # noqa: SLF001  as above
        moved = _bind(app, root, session, books, found)
        if event.name == LOADED:
            session._say("")  # noqa: SLF001  as above
        if (event.name in (LOADED, RENEW) or moved) and found and not found.actor.must_enrol:
            await books._list(found.actor)  # noqa: SLF001  as above
        if moved and before.id not in {"", *(one.id for one in books.books)}:
            of = f" of {before.owner}" if before.owner else ""
            session._say(f"You are no longer in the book {before.name}{of}.")  # noqa: SLF001  as above
        if event.name in (LOADED, RENEW) and found:
            recomputing = await root.get_state(RecomputingState)
            await recomputing._look(found.actor)  # noqa: SLF001  as above
            (await root.get_state(LeavingState))._look(found.actor)  # noqa: SLF001  as above
        if event.name == FAILED:
            return _noted(event, found)
        try:
            _check(root, event, found)
        except (SignInRequiredError, EnrolmentRequiredError) as error:
            log.info("led to the way in: %s", event.name[:200])
            return StateUpdate(delta=await _changes(root), events=await _led(session, error))
        except (ForbiddenError, NotFoundError) as error:
            by = found.actor.user_id if found else "nobody"
            log.warning("refused to user %s: %s", by, event.name[:200])
            session._fail(error)  # noqa: SLF001  as above
            return StateUpdate(delta=await _changes(root))
        if moved and event.name not in PAGE_EVENTS:  # it was meant for the other book
            return StateUpdate(delta=await _changes(root), events=_events(home(session)))
        return None


async def _led(session: SessionState, error: AppError) -> list[Event]:
    """Return the events that lead to the way in, or to where a second factor is set up."""
    if isinstance(error, SignInRequiredError):
        return _events(await to_sign_in(session))
    is_there = f"/{session.router.url.path.strip('/')}" in ENROLS
    return [] if is_there else _events(rx.redirect(links.SECURITY))


def _noted(event: Event, found: Caller | None) -> StateUpdate:
    """Log what failed in the browser of somebody signed in; the framework's handler needs eval."""
    if found:
        errors.in_browser(Exception(str(event.payload.get("info", ""))[:200]))
    return StateUpdate()


def _check(root: Any, event: Event, found: Caller | None) -> None:
    """Refuse what the caller may not call, or what the framework would choke on.

    Raises:
        SignInRequiredError: nobody is signed in.
        ForbiddenError: they may not, or nobody may.
        NotFoundError: it is for administrators.
    """
    asked = access(event.name, str(root.router_data.get("pathname", "")))
    if asked is None:
        number = EventContext.get().txid
        log.warning("refused %s: undeclared event %s", number, event.name[:200])
        raise ForbiddenError(f"That cannot be called (reference {number}).")
    require(found.actor if found else None, asked)
    if shape := PAGE_EVENTS.get(event.name):
        try:
            shape.of(event.payload)
        except InvalidInputError as error:
            raise ForbiddenError(error.message) from error


def _bind(
    app: rx.App, root: Any, session: SessionState, books: BooksState, found: Caller | None
) -> bool:
    """Tie a state to the session and book it is filled for; what it held for another is gone.

    Returns:
        Whether the same user looks at another book since.
    """
    owner = found.session if found else ""
    same = session._made_for == owner  # noqa: SLF001  as above
    moved = books._follow(found) and same  # noqa: SLF001  as above
    if moved or not same:
        if session._made_for:  # noqa: SLF001  as above
            _stop_others(app)
            root.reset()
            books._follow(found)  # noqa: SLF001  as above
        session._made_for = owner  # noqa: SLF001  as above
    session._show(found)  # noqa: SLF001  as above
    return moved


def _is_own(session: SessionState) -> bool:
    """Whether a state holds nothing, or was made for the session of the one who calls."""
    token = callers.token_in(session.router.headers.cookie)
    return session._made_for in ("", auth.digest(token))  # noqa: SLF001  as above


def _stop_others(app: rx.App) -> None:
    """Cancel what still runs in the background for a state's last owner."""
    client, current = EventContext.get().token, asyncio.current_task()
    for task in list(app.event_processor._tasks.values()):  # noqa: SLF001  no public way
        if task is not current and task.get_context().run(EventContext.get).token == client:
            task.cancel()


async def _changes(root: Any) -> Any:
    """Return what the browser must be told, and count it as told."""
    changes = await root._get_resolved_delta()  # noqa: SLF001  Reflex has no public way
    root._clean()  # noqa: SLF001  the same
    return changes


def _events(event: Any) -> list[Event]:
    return list(Event.from_event_type(event))
