"""The session's state: who is signed in, what just happened. Every page's state is a subclass.

It remembers nothing that counts: who acts is looked up anew with every event. Nothing in a public
var is secret. What a page shows is in its own state.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

import reflex as rx
from pydantic import Field
from reflex_base.registry import RegistrationContext

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor, Role, Theme
from finance_app.errors import AppError, SignInRequiredError
from finance_app.services import callers, form_marks, history, preferences
from finance_app.services.auth import Caller
from finance_app.ui.arguments import Arguments, Key, Number
from finance_app.ui.handlers import handler
from finance_app.ui.jobs import Job


class Reported(Arguments):
    """The number under which the log has the reason of an error."""

    number: Number


class Look(Arguments):
    """How the screens are to look."""

    theme: Annotated[Theme, Field(strict=False)]


class Latest(Arguments):
    """The change set that came last."""

    key: Key


FORM = "form"  # among errors: what is wrong with a form as a whole
DONE = -1  # in place of a percentage: the notice is about nothing that is still at work


class SessionState(rx.State):
    """What the frame around every page shows, and what is wrong with a form."""

    email: str = ""
    base_currency: str = ""
    can_edit: bool = False
    is_admin: bool = False
    form_mark: str = ""
    notice: str = ""
    notice_trouble: bool = False
    notice_undo: bool = False
    notice_percent: int = DONE
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    _made_for: str = ""
    _undo_id: int = 0

    _fields: ClassVar[frozenset[str]] = frozenset()
    """The fields of the page's forms: what is wrong with one of them is shown beside it."""

    _routes: ClassVar[tuple[str, ...]] = ()
    """The pages that `_renew` shows again when its book was changed elsewhere."""

    @handler(Access.SIGNED_IN)
    def close_notice(self) -> None:
        """Stop saying what happened."""
        self._say("")

    @handler(Access.EDITOR, background=True)
    async def undo(self) -> Any:
        """Take back what just happened while the page stays live, then show it as it is."""
        async with self:
            set_id, actor = self._undo_id, await self._actor()
            if not set_id:
                return None
            self._say("Undoing")
            self.notice_percent = 0
        job = Job()
        undoing = db.tell_long(history.undo, actor, set_id, progress=job.at)
        undone = await job.followed(undoing, lambda: self._show_undoing(job))
        callers.forget_user(actor.user_id)  # what the book has of its own may be otherwise now
        async with self:
            self._say(undone.sentence)
            return RegistrationContext.get().app.get_load_events(self.router.url.path)

    async def _show_undoing(self, job: Job) -> None:
        async with self:
            if self.notice_percent != DONE:  # something else may have been said meanwhile
                self.notice_percent = job.percent

    @handler(Access.SIGNED_IN)
    async def choose_theme(self, theme: str) -> None:
        """Keep how the screens look, for every browser that the user signs in with."""
        chosen, actor = Look.of({"theme": theme}).theme, await self._actor()
        await db.tell(preferences.choose_theme, actor, chosen)
        callers.forget(callers.token_in(self.router.headers.cookie))

    @handler(Access.SIGNED_IN, quiet=True)
    async def renew(self, key: str) -> None:
        """Show the page as it is after somebody else's change; forms and errors stay."""
        if Latest.of({"key": key}).key != self._undo_id:  # else it came from here and is shown
            await renew_page(self)

    async def _renew(self) -> None:
        """Read again what the page shows."""

    @handler(Access.ANYONE)
    def report(self, number: str) -> None:
        """Say that something went wrong, and under which number the log has the reason."""
        known = Reported.of({"number": number}).number
        self._say(f"Something went wrong on our side; please try again (reference {known}).")
        self.notice_trouble = True

    async def _actor(self) -> Actor:
        """Return who is calling, as of now.

        Raises:
            SignInRequiredError: nobody is signed in, or no longer.
        """
        found = await self._caller()
        if found is None or found.session != self._made_for:
            raise SignInRequiredError
        return found.actor

    async def _caller(self) -> Caller | None:
        """Return whose session the handshake's cookie names, None where that is nobody's."""
        return await callers.find(callers.token_in(self.router.headers.cookie), now())

    def _say(self, text: str, *, undo: int | None = None) -> None:
        """Say what happened, in the page's notice.

        Args:
            text: one sentence.
            undo: the change set that the notice offers to take back.
        """
        self.notice, self.notice_trouble, self.notice_percent = text, False, DONE
        self.notice_undo, self._undo_id = undo is not None, undo or 0

    def _fail(self, error: AppError) -> None:
        """Say what went wrong: beside its field, else in the open form, else in the notice."""
        beside, others = _placed(error, self._fields, asking=self._is_asking())
        if others:
            self._say(others)
            self.notice_trouble = True
        if beside:
            self.errors = beside

    def _is_asking(self) -> bool:
        """Say whether a dialog with a form is open: the notice would be behind it."""
        return False

    def _forget_errors(self) -> None:
        if self.errors:
            self.errors = {}

    def _show(self, found: Caller | None) -> None:
        """Show who is signed in."""
        for name, value in (_person(found) if found else {}).items():
            if getattr(self, name) != value:
                setattr(self, name, value)


def _person(found: Caller) -> dict[str, Any]:
    """Return the vars that say who is signed in."""
    actor = found.actor
    return {
        "email": actor.email,
        "base_currency": actor.base_currency,
        "can_edit": actor.role is not Role.VIEWER,
        "is_admin": actor.is_admin,
        "form_mark": form_marks.made(found.session),
    }


def _placed(
    error: AppError, fields: Collection[str], *, asking: bool
) -> tuple[dict[str, str], str]:
    """Return what is said beside fields, and what is left for the notice."""
    beside = {part.field: part.message for part in error.parts if part.field in fields}
    others = " ".join(part.message for part in error.parts if part.field not in fields)
    return (beside | {FORM: others}, "") if others and asking else (beside, others)


async def renew_page(state: SessionState) -> None:
    """Read again what the page of a state shows, whichever it is."""
    path = f"/{state.router.url.path.strip('/')}"
    for kind in SessionState.__subclasses__():
        if path in kind._routes:  # noqa: SLF001  private to the browser only
            await (await state.get_state(kind))._renew()  # noqa: SLF001  as above


def now() -> datetime:
    """Return the instant it is."""
    return datetime.now(UTC)
