"""The form for one category, new or not."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import StringConstraints
from sqlalchemy.orm import Session

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.categories import CategoryDraft, CategoryKind
from finance_app.domain.palette import HUES
from finance_app.errors import AppError, InvalidInputError, NotFoundError
from finance_app.pages.categories.rows import dialogs as rows
from finance_app.pages.categories.rows.dialogs import FormText
from finance_app.pages.categories.state.tree import CategoriesState
from finance_app.services import categories, history
from finance_app.ui.arguments import Arguments, Key, Line
from finance_app.ui.components.grouped import OptionGroup
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Shown(Arguments):
    """A category."""

    key: Key


class Begun(Arguments):
    """Where a new category is to stand: the key of a group, or a kind; the first group if none."""

    place: Line


class Answers(Arguments):
    """What the form sends; `place` is none where the category is there already."""

    name: Line
    icon: Line
    hue: Annotated[str, StringConstraints(pattern=r"^[0-7]$")]
    place: Line | None = None


class CategoryFormState(SessionState):
    """What the form starts with."""

    shown: bool = False
    category: FormText = FormText()
    places: list[OptionGroup] = []
    _fields: ClassVar[frozenset[str]] = frozenset({"name", "icon", "hue", "place", "form"})

    @handler(Access.SIGNED_IN)
    def close(self) -> None:
        """Close the form."""
        self.shown = False

    @handler(Access.EDITOR)
    async def open_new(self, place: str) -> None:
        """Open the form for a new category, in the colour of its group or the next one."""
        begun, actor = Begun.of({"place": place}), await self._actor()
        tree = await db.ask(categories.everything, actor)
        groups = [node for node in tree if node.parent_id is None]
        groups.sort(key=lambda node: node.kind is CategoryKind.INCOME)  # spending is added to more
        group = next((node for node in groups if begun.place in ("", str(node.id))), None)
        place, hue = (str(group.id), group.hue) if group else (begun.place, len(groups) % len(HUES))
        self.places = rows.places(tree)
        self.category, self.shown = rows.new(place, hue, actor), True

    @handler(Access.SIGNED_IN)
    async def open_one(self, key: str) -> None:
        """Open the form for a category."""
        chosen, actor = Shown.of({"key": key}), await self._actor()
        tree = await db.ask(categories.everything, actor)
        node = next((one for one in tree if one.id == chosen.key), None)
        if node is None:
            raise NotFoundError
        self.category, self.shown = rows.existing(node, actor), True

    @handler(Access.EDITOR)
    async def save(self, answers: dict[str, Any]) -> None:
        """Write the category; where something is wrong, it is said and what was typed stays."""
        if not self.shown:
            return  # pressed twice
        given, actor = Answers.of(answers), await self._actor()
        draft = CategoryDraft(given.name, given.icon, int(given.hue))
        if self.category.id:
            key, version = int(self.category.id), int(self.category.version)
            set_id = await db.tell(categories.change, actor, key, version, draft)
        else:
            set_id = await db.tell(_added, actor, draft, given.place or "")
        self.shown = False
        tree = await self.get_state(CategoriesState)
        await tree._refresh(actor)  # noqa: SLF001  private so that the browser cannot call it
        self._say(f"{'Changed' if self.category.id else 'Added'} {given.name}.", undo=set_id)

    def _fail(self, error: AppError) -> None:
        """Say what went wrong in the form while it is open; the notice would be behind it."""
        if self.shown and error.field == "parent":
            self.errors = {"place": error.message}
        elif self.shown and error.field not in self._fields:
            self.errors = {"form": error.message}
        else:
            super()._fail(error)


def _added(session: Session, actor: Actor, draft: CategoryDraft, place: str) -> int:
    """Add a category; return the change set."""
    if place in list(CategoryKind):
        key = categories.draw(session, actor, draft, CategoryKind(place), None)
    else:
        tree = categories.everything(session, actor)
        group = next((node for node in tree if str(node.id) == place), None)
        if group is None:
            raise InvalidInputError("Choose one of your groups.", field="place")
        key = categories.draw(session, actor, draft, group.kind, group.id)
    return history.of_category(session, actor, key)
