"""Pages: content in its frame, with an address.

`@page("/entries", title="Entries", on_load=EntriesState.load)` makes a function a `Screen`. The
app's root draws it with the session's state:
`app.add_page(entries.framed(SessionState), **entries.served())`. Nothing here knows a page or a
state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from finance_app.domain.access import Access
from finance_app.ui.components.button import button
from finance_app.ui.components.notice import notice
from finance_app.ui.components.values import Child, Handler, Text
from finance_app.ui.frame import Person, Shelf, View, frame, plain_frame, sign_out_form


@dataclass(frozen=True)
class Finder:
    """What finds anything.

    Args:
        view: draws it, closed.
        on_open: opens it.
    """

    view: View
    on_open: Handler


@dataclass(frozen=True)
class Screen:
    """A page: its address, its title, what is on it.

    Args:
        route: one of `ui.links`.
        title: its heading, unless `heading` says what it is about, as a var.
        content: makes what is below the heading.
        on_load: the event that fills it, also when the address' query changes.
        actions: makes what stands at the right of the heading.
        narrow: 720 px instead of 1200 px, for forms.
        plain: a card in the middle without places, for those who are not signed in.
        bare: a plain page for those who are signed in.
        foot: makes the line below a plain page's card.
        admin: for administrators; to others there is no such page.
        enrols: a second factor is set up there, so also for those who have to.
    """

    route: str
    title: str
    content: View
    on_load: Handler = None
    actions: Callable[[], Sequence[Child]] = tuple
    narrow: bool = False
    plain: bool = False
    bare: bool = False
    foot: Callable[[], Child] = str
    heading: Text | None = None
    admin: bool = False
    enrols: bool = False

    @property
    def access(self) -> Access:
        """Who may open it."""
        if self.plain:
            return Access.ANYONE
        if self.enrols:
            return Access.ENROLLING
        return Access.ADMIN if self.admin else Access.SIGNED_IN

    def framed(self, session: Any, finder: Finder, shelf: Shelf) -> View:
        """Return what draws the page.

        Args:
            session: the session's state class. Its vars `email`, `is_admin` and `form_mark` say who
                is signed in and what their forms carry; `notice`, `notice_trouble`, `notice_undo`
                and `notice_percent` what just happened, whether it went wrong, whether it can be
                taken back and how far that is; its events `close_notice` and `undo` answer to it,
                `choose_theme` to the theme switch.
            finder: what finds anything.
            shelf: the user's books.
        """

        def view() -> rx.Component:
            above = rx.fragment(_notice(session), shelf.notice(), finder.view())
            if self.plain or self.bare:
                said = _notice(session) if self.bare else rx.fragment()
                foot = _bare_foot(self.foot(), session) if self.bare else self.foot()
                return plain_frame(self.content(), title=self.title, foot=foot, above=said)
            return frame(
                self.content(),
                title=self.title if self.heading is None else self.heading,
                path=self.route,
                person=Person(
                    session.email,
                    session.is_admin,
                    session.form_mark,
                    session.choose_theme,
                    finder.on_open,
                    shelf,
                ),
                above=above,
                actions=self.actions(),
                narrow=self.narrow,
            )

        view.__name__ = self.content.__name__
        return view

    def served(self) -> dict[str, Any]:
        """Return what `rx.App.add_page` is told about the page."""
        return {
            "route": self.route,
            "title": f"{self.title} · Finance",
            "on_load": self.on_load,
        }


def page(route: str, *, title: str, **more: Any) -> Callable[[View], Screen]:
    """Make a function a page inside the frame; `more` is as in `Screen`."""

    def decorate(content: View) -> Screen:
        return Screen(route, title, content, **more)

    return decorate


def plain_page(route: str, *, title: str, **more: Any) -> Callable[[View], Screen]:
    """Make a function a page of its own, such as sign-in; `more` is as in `Screen`."""
    return page(route, title=title, plain=True, **more)


def _bare_foot(foot: Child, session: Any) -> rx.Component:
    """Let somebody signed in out of a page without places as well."""
    out = button("Sign out", kind="plain", submit=True)
    return rx.el.div(foot, sign_out_form(session.form_mark, out), class_name="feet")


def _notice(session: Any) -> rx.Component:
    return notice(
        session.notice,
        on_close=session.close_notice,
        trouble=session.notice_trouble,
        on_undo=session.undo,
        can_undo=session.notice_undo,
        percent=session.notice_percent,
    )
