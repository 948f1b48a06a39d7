"""Another book of one's own: its name is asked for in a dialog, from any page."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from finance_app import db
from finance_app.domain.access import Access
from finance_app.services import books
from finance_app.ui.arguments import Arguments, Line
from finance_app.ui.books import BooksState
from finance_app.ui.components.button import button
from finance_app.ui.components.dialog import dialog, dialog_foot
from finance_app.ui.components.field import form, text_field
from finance_app.ui.components.menu import menu_item
from finance_app.ui.errors import field_error
from finance_app.ui.handlers import handler
from finance_app.ui.session import FORM, SessionState


class Named(Arguments):
    """A name for the book; pages have forms with a `name`, too."""

    book_name: Line


class NewBookState(SessionState):
    """Whether it is asked for a name."""

    asking: bool = False

    _fields: ClassVar = frozenset({"name"})

    @handler(Access.SIGNED_IN)
    def open(self) -> None:
        """Ask for a name."""
        self.asking = True

    @handler(Access.SIGNED_IN)
    def close(self) -> None:
        """Make none."""
        self.asking = False

    @handler(Access.SIGNED_IN)
    async def save(self, answers: dict[str, Any]) -> Any:
        """Make the book, and show it."""
        if not self.asking:
            return None  # pressed twice
        await db.tell(books.add, await self._actor(), Named.of(answers).book_name)
        self.asking = False
        return await (await self.get_state(BooksState))._arrive()  # noqa: SLF001  private to the browser only

    def _is_asking(self) -> bool:
        return self.asking


def new_book_item() -> rx.Component:
    """Offer it in the menu of books."""
    return menu_item("New book", on_click=NewBookState.open, icon_name="plus")


def new_book() -> rx.Component:
    """Ask for its name."""
    return dialog(
        form(
            text_field(
                "Name",
                "book_name",
                required=True,
                max_length=60,
                hint="A book holds accounts, entries and people of its own.",
                error=field_error("name"),
                data_first="",
            ),
            dialog_foot(
                button("Cancel", on_click=NewBookState.close),
                button("Make it", kind="primary", submit=True),
            ),
            on_submit=NewBookState.save,
            error=field_error(FORM),
        ),
        shown=NewBookState.asking,
        title="New book",
        on_close=NewBookState.close,
    )
