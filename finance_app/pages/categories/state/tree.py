"""The tree as it is shown, and what is done with one press, key or drop."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.categories import CategoryView
from finance_app.domain.category_places import Way
from finance_app.errors import NotFoundError
from finance_app.pages.categories.rows import tree as rows
from finance_app.pages.categories.rows.tree import KindText
from finance_app.services import categories, category_ends
from finance_app.ui import links
from finance_app.ui.arguments import Arguments, Key, OptionalKey
from finance_app.ui.components.values import Choice
from finance_app.ui.handlers import handler
from finance_app.ui.session import SessionState


class Version(Arguments):
    """A category as the user saw it."""

    key: Key
    version: Key


class Step(Version):
    """A category and which way it goes."""

    way: Annotated[Way, Field(strict=False)]


class Drop(Step):
    """A category, and beside or into which it goes."""

    target: OptionalKey


class Visible(Version):
    """A category, and whether it is offered."""

    wanted: bool


class CategoriesState(SessionState):
    """The tree by kind."""

    kinds: list[KindText] = []
    choices: list[Choice] = []
    loaded: bool = False
    _asked: str = ""
    _routes: ClassVar[tuple[str, ...]] = (links.CATEGORIES,)

    @handler(Access.SIGNED_IN)
    async def load(self) -> None:
        """Show what the address asks for."""
        asked = self.router.url.query_parameters.get("show", "")
        self._asked = asked if asked in rows.SHOWN else ""
        self.choices = rows.choices(self._asked)
        await self._refresh(await self._actor())
        self.loaded = True

    @handler(Access.EDITOR)
    async def drop(self, answers: dict[str, Any]) -> None:
        """Move a category where it was dropped, or the way that a key says."""
        given = Drop.of(answers)
        await self._move(given.key, given.version, given.way, given.target)

    @handler(Access.EDITOR)
    async def step(self, key: str, version: str, way: str) -> None:
        """Move a category a step up, down, in or out."""
        given = Step.of({"key": key, "version": version, "way": way})
        await self._move(given.key, given.version, given.way, None)

    @handler(Access.EDITOR)
    async def show(self, key: str, version: str, wanted: bool) -> None:  # noqa: FBT001  Reflex hands over arguments in order
        """Hide a category where categories are chosen, or offer it there again."""
        given = Visible.of({"key": key, "version": version, "wanted": wanted})
        actor = await self._actor()
        set_id = await db.tell(
            categories.show, actor, given.key, given.version, wanted=given.wanted
        )
        node = await self._refreshed(actor, given.key)
        done = "is offered again" if given.wanted else "is hidden; its entries stay"
        self._say(f"{node.name} {done}.", undo=set_id)

    @handler(Access.EDITOR)
    async def delete(self, key: str, version: str) -> None:
        """Delete a category that nothing is on; the notice offers to bring it back."""
        given, actor = Version.of({"key": key, "version": version}), await self._actor()
        node = _found(await db.ask(categories.everything, actor), given.key)
        set_id = await db.tell(category_ends.delete, actor, given.key, given.version)
        await self._refresh(actor)
        self._say(f"Deleted {node.name}.", undo=set_id)

    async def _move(self, key: int, version: int, way: Way, target: int | None) -> None:
        actor = await self._actor()
        set_id = await db.tell(categories.move, actor, key, version, way, target)
        tree = await self._refresh(actor)
        self._say(rows.where(tree, _found(tree, key), stays=set_id is None), undo=set_id)

    async def _renew(self) -> None:
        await self._refresh(await self._actor())

    async def _refresh(self, actor: Actor) -> list[CategoryView]:
        tree, uses = await db.ask(categories.used, actor)
        self.kinds = rows.kinds(tree, uses, self._asked, actor.region)
        return tree

    async def _refreshed(self, actor: Actor, key: int) -> CategoryView:
        return _found(await self._refresh(actor), key)


def _found(tree: list[CategoryView], key: int) -> CategoryView:
    found = next((node for node in tree if node.id == key), None)
    if found is None:
        raise NotFoundError
    return found
