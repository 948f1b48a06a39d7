"""The books of whoever is signed in: which one is shown, switching, and the demo book.

Every page's banner says when figures are invented. Another book is shown from its dashboard on:
what a page holds belongs to one book, so all of it is forgotten with a switch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_base.registry import RegistrationContext

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor, Role
from finance_app.domain.books import BookView
from finance_app.domain.flags import DEMO_BOOKS
from finance_app.errors import ConflictError
from finance_app.services import books, callers, flags
from finance_app.services.auth import Caller
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Key
from finance_app.ui.components.button import button
from finance_app.ui.components.icon import icon
from finance_app.ui.components.menu import menu_item
from finance_app.ui.components.notice import notice
from finance_app.ui.handlers import handler
from finance_app.ui.jobs import Job
from finance_app.ui.session import SessionState


@dataclass(frozen=True)
class BookText:
    """A book in the menu.

    Args:
        about: what one may do in it and whose it is, or with how many others it is shared.
        owner: what an owner goes by where it is somebody else's.
    """

    id: str = ""
    name: str = ""
    about: str = ""
    owner: str = ""
    current: bool = False


class Chosen(Arguments):
    """A book."""

    key: Key


class BooksState(SessionState):
    """Which book is shown, which others there are, and whether a demo book is being made.

    Args:
        shown_book: the one that is shown, where there are others.
        is_viewer: whether it may only be looked at.
    """

    is_demo: bool = False
    is_viewer: bool = False
    shown_book: BookText = BookText()
    has_demo: bool = False
    may_demo: bool = False
    books: rx.Field[list[BookText]] = rx.field(default_factory=list)
    making: bool = False
    removed: bool = False
    _book_id: int = 0
    _removed_id: int = 0

    @handler(Access.SIGNED_IN)
    async def switch(self, key: str) -> Any:
        """Show another book."""
        chosen = Chosen.of({"key": key}).key
        await db.tell(books.switch, await self._actor(), chosen)
        return await self._arrive()

    @handler(Access.SIGNED_IN)
    async def go_home(self) -> Any:
        """Show the user's own book again."""
        actor = await self._actor()
        await db.tell(books.go_home, actor)
        return await self._arrive()

    @handler(Access.SIGNED_IN, background=True)
    async def open_demo(self) -> Any:
        """Show the demo book, made first where there is none."""
        async with self:
            actor = await self._actor()
            if self.making:
                raise ConflictError("The demo book is being made; wait until that is done.")
            self.making, job = True, Job()
            self._say("Making a demo book with invented figures")
            self.notice_percent = 0
        try:
            work = db.tell_long(books.add_demo, actor, progress=job.at)
            await job.followed(work, lambda: self._show_making(job))
        finally:
            async with self:
                self.making = False
                self._say("")
        async with self:
            return await self._arrive()

    async def _show_making(self, job: Job) -> None:
        async with self:
            self.notice_percent = job.percent

    @handler(Access.SIGNED_IN)
    async def remove_demo(self) -> Any:
        """Remove the demo book that is shown; the notice offers to bring it back."""
        gone = await db.tell(books.remove_demo, await self._actor())
        then = await self._arrive()
        self.removed, self._removed_id = True, gone
        return then

    @handler(Access.SIGNED_IN)
    async def bring_back(self) -> Any:
        """Take the removal back."""
        await db.tell(books.bring_back, await self._actor(), self._removed_id)
        return await self._arrive()

    @handler(Access.SIGNED_IN)
    def close_removed(self) -> None:
        """Stop offering it."""
        self.removed = False

    async def _arrive(self) -> Any:
        """Forget all that the last book's page held, and show the dashboard of this one."""
        callers.forget_user((await self._actor()).user_id)
        root = self._get_root_state()
        root.reset()
        session = await root.get_state(SessionState)
        found = await session._caller()  # noqa: SLF001  private so that the browser cannot call it
        session._made_for = found.session if found else ""  # noqa: SLF001  as above
        session._show(found)  # noqa: SLF001  as above
        self._follow(found)
        if found:
            await self._list(found.actor)
        return home(self)

    def _follow(self, found: Caller | None) -> bool:
        """Keep which book the caller looks at; say whether this page still showed another one."""
        book_id = found.actor.book_id if found else 0
        is_demo = found.actor.is_demo if found else False
        moved = book_id != 0 and self._book_id not in (0, book_id)
        is_viewer = found is not None and found.actor.role is Role.VIEWER
        if self._book_id != book_id:
            self._book_id = book_id
        if (self.is_demo, self.is_viewer) != (is_demo, is_viewer):
            self.is_demo, self.is_viewer = is_demo, is_viewer
        return moved

    def _current(self) -> BookText:
        """Return the book that the page showed last."""
        return next((one for one in self.books if one.current), BookText())

    async def _list(self, actor: Actor) -> None:
        found = await db.ask(books.everything, actor)
        shown = book_texts(found, actor)
        if shown != self.books:
            self.books = shown
        self.shown_book = self._current() if len(shown) > 1 else BookText()
        self.has_demo = any(one.is_demo for one in found)
        self.may_demo = self.has_demo or await db.ask(flags.value, DEMO_BOOKS)


def book_texts(found: list[BookView], actor: Actor) -> list[BookText]:
    """Write the actor's books out, so that each can be told from the others."""
    return [
        BookText(
            str(one.id),
            one.name,
            whose(one.role, one.owner, one.others),
            one.owner,
            one.id == actor.book_id,
        )
        for one in found
    ]


def whose(role: Role, owner: str, others: int) -> str:
    """Say what somebody may do in a book and whose it is, which tells books of one name apart."""
    if role is Role.OWNER:
        return f"Yours, shared with {others}" if others else "Yours alone"
    return f"{str(role).capitalize()} · {owner or 'without an owner'}"


def home(state: SessionState) -> Any:
    """Return the events that show the dashboard anew, from whichever page."""
    path = f"/{state.router.url.path.strip('/')}"
    if path == links.DASHBOARD:
        return RegistrationContext.get().app.get_load_events(path)
    return rx.redirect(links.DASHBOARD)


def banner() -> rx.Component:
    """Say on every page that the figures are invented, or only to be looked at, while they are."""
    said = rx.el.div(
        icon("info"),
        rx.el.p("This is a demo book with invented figures."),
        button("Back to your own", kind="plain", on_click=BooksState.go_home),
        button("Remove it", kind="plain", on_click=BooksState.remove_demo),
        class_name="demo-bar",
        role="note",
    )
    looking = rx.el.div(
        icon("eye"),
        rx.el.p("You may look at this book but not change it."),
        class_name="demo-bar",
        role="note",
    )
    return rx.fragment(
        rx.cond(BooksState.is_demo, said, rx.fragment()),
        rx.cond(BooksState.is_viewer, looking, rx.fragment()),
    )


def book_items() -> rx.Component:
    """Offer the user's books, and a demo book where there is none and may be one."""
    several = rx.cond(BooksState.books.length() > 1, rx.foreach(BooksState.books, _book))
    demo = menu_item(
        "Look around in a demo book", on_click=BooksState.open_demo, icon_name="sparkles"
    )
    return rx.el.div(
        several,
        rx.cond(BooksState.has_demo | ~BooksState.may_demo, rx.fragment(), demo),
        menu_item("People", href=links.MEMBERS, icon_name="people"),
        role="group",
        aria_label="Books",
    )


def removed_notice() -> rx.Component:
    """Say that the demo book was removed, where nothing else is said."""
    text = rx.cond(BooksState.removed & (BooksState.notice == ""), "The demo book was removed.", "")
    return notice(
        text, on_close=BooksState.close_removed, on_undo=BooksState.bring_back, can_undo=True
    )


def _book(one: BookText) -> rx.Component:
    return rx.el.button(
        rx.cond(one.current, icon("check"), icon("book")),
        rx.el.span(
            rx.el.span(one.name),
            rx.el.span(one.about, class_name="quiet"),
            class_name="whose",
        ),
        type="button",
        on_click=BooksState.switch(one.id),
        class_name="menu-item",
        aria_current=rx.cond(one.current, "true", "false"),
    )
