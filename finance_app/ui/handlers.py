"""How an event handler is declared: who may call it, and what becomes of what it raises.

`@handler(Access.EDITOR)` takes the place of `@rx.event`. Who calls is checked by `ui.guard` before
the handler runs, what they send by `ui.arguments` in its first line.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

import reflex as rx
from reflex.istate.proxy import StateProxy

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.places import local
from finance_app.domain.refusals import Ended
from finance_app.errors import (
    AppError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    SignInRequiredError,
    TooManyAttemptsError,
    UnavailableError,
)
from finance_app.services import auth, callers, sessions
from finance_app.ui import links

MARK = "__finance_access__"

log = logging.getLogger(__name__)


def handler(
    access: Access, *, background: bool = False, quiet: bool = False, **options: Any
) -> Callable[[Any], Any]:
    """Make a method an event handler that some may call.

    An `AppError` that it raises is shown beside its field or as the page's notice.

    Args:
        access: who may call it.
        background: it runs beside other events, and writes in `async with self:` only.
        quiet: the user did not ask for it, so what was wrong with their form stays said.
        **options: `rx.event`'s own, such as `throttle` or `debounce`.

    Raises:
        TypeError: it has default arguments, which the browser could set.
    """

    def declare(method: Any) -> Any:
        names = _names(method)
        wrap = _streamed if inspect.isasyncgenfunction(method) else _once
        run = wrap(method, names, quiet=quiet or background)
        setattr(run, MARK, access)
        return rx.event(run, background=background or None, **options)

    return declare


def declared(method: Any) -> Access | None:
    """Return who may call an event handler's function; None where that was never said."""
    return getattr(method, MARK, None)


async def to_sign_in(state: Any) -> Any:
    """Return the event that leads to where one signs in, says why, and leads back from there."""
    token = callers.token_in(state.router.headers.cookie)
    now = datetime.now(UTC)
    ended = await db.ask(sessions.ending, token, now) if token else Ended.HERE
    url = state.router.url
    path = f"/{url.path.strip('/')}"
    page = local(f"{path}?{url.query}") if url.query else ""
    return rx.redirect(links.sign_in(page or local(path), ended or ""))


def _once(method: Any, names: frozenset[str], *, quiet: bool) -> Any:
    """Run a method; where it fails, tell the user."""

    @wraps(method)
    async def run(self: Any, /, *args: Any, **payload: Any) -> Any:
        try:
            _check(names, args, payload)
            if not quiet:
                self._forget_errors()
            done = method(self, *args, **payload)
            return await done if inspect.isawaitable(done) else done
        except (AppError, UnavailableError) as error:
            return await _answer(self, error)

    return run


def _streamed(method: Any, names: frozenset[str], *, quiet: bool) -> Any:
    """Run a method that yields, in the same way."""

    @wraps(method)
    async def run(self: Any, /, *args: Any, **payload: Any) -> AsyncIterator[Any]:
        try:
            _check(names, args, payload)
            if not quiet:
                self._forget_errors()
            async for event in method(self, *args, **payload):
                yield event
        except (AppError, UnavailableError) as error:
            if (event := await _answer(self, error)) is not None:
                yield event

    return run


def _check(names: frozenset[str], args: tuple[Any, ...], payload: Any) -> None:
    """Refuse other arguments than the declared ones."""
    if len(args) + len(payload) != len(names) or not names.issuperset(payload):
        raise InvalidInputError("This page is out of date; load it again.")


async def _answer(state: Any, error: AppError | UnavailableError) -> Any:
    """Lead to where one signs in, or tell the user what failed."""
    try:
        if isinstance(error, SignInRequiredError):
            return await to_sign_in(state)
    except UnavailableError as out:
        error = out
    await _tell(state, error if isinstance(error, AppError) else AppError(error.message))
    return None


async def _tell(state: Any, error: AppError) -> None:
    if isinstance(error, ForbiddenError | NotFoundError | TooManyAttemptsError):
        kind, where = type(error).__name__, state.__class__.__name__
        log.warning("%s in %s of session %s", kind, where, _session(state))
    if isinstance(state, StateProxy) and not state._self_mutable:  # noqa: SLF001  Reflex's own
        async with state:
            state._fail(error)  # noqa: SLF001  as above
    else:
        state._fail(error)  # noqa: SLF001  as above


def _session(state: Any) -> str:
    """Return whose event it was, as `services.sessions` names a session."""
    token = callers.token_in(state.router.headers.cookie)
    return auth.digest(token)[: sessions.KEY] if token else "none"


def _names(method: Any) -> frozenset[str]:
    """Return what a method takes from the browser.

    Raises:
        TypeError: not all of it by name and without a default.
    """
    _, *taken = inspect.signature(method).parameters.values()
    for each in taken:
        if each.default is not each.empty or each.kind is not each.POSITIONAL_OR_KEYWORD:
            raise TypeError(f"{method.__qualname__}: {each.name} must be plain, without a default")
    return frozenset(each.name for each in taken)
