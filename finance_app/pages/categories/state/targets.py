"""Merging a category into another one, or moving it to another group, by choosing which."""

from __future__ import annotations

from typing import Any, ClassVar

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.actors import Actor
from finance_app.domain.categories import CategoryView
from finance_app.domain.category_places import Way
from finance_app.errors import AppError, InvalidInputError, NotFoundError
from finance_app.pages.categories.rows import dialogs as rows
from finance_app.pages.categories.rows.dialogs import TOP, TargetText
from finance_app.pages.categories.rows.tree import where
from finance_app.pages.categories.state.form import Shown
from finance_app.pages.categories.state.tree import CategoriesState
from finance_app.services import categories, category_ends
from finance_app.ui.arguments import Arguments, Line
from finance_app.ui.components.grouped import OptionGroup
from finance_app.ui.handlers import handler
from finance_app.ui.jobs import Job
from finance_app.ui.session import SessionState


class Answers(Arguments):
    """What the dialog sends."""

    target: Line


class TargetState(SessionState):
    """What the dialog asks, and how far a merge is."""

    shown: bool = False
    asked: TargetText = TargetText()
    targets: list[OptionGroup] = []
    busy: bool = False
    percent: int = 0
    _fields: ClassVar[frozenset[str]] = frozenset({"target", "form"})

    @handler(Access.SIGNED_IN)
    def close(self) -> None:
        """Close the dialog; a merge that has begun goes on."""
        self.shown = False

    @handler(Access.EDITOR)
    async def ask_merge(self, key: str) -> None:
        """Ask what a category is to be merged into."""
        chosen, actor = Shown.of({"key": key}), await self._actor()
        tree, node = await _tree(actor, chosen.key)
        count = await db.ask(category_ends.entry_count, actor, chosen.key)
        own = sum(one.parent_id == node.id for one in tree)
        self._open(rows.merging(node, own, count, actor), rows.merge_targets(tree, node))

    @handler(Access.EDITOR)
    async def ask_move(self, key: str) -> None:
        """Ask which group a category is to go into."""
        chosen, actor = Shown.of({"key": key}), await self._actor()
        tree, node = await _tree(actor, chosen.key)
        self._open(rows.moving(node, actor), rows.move_targets(tree, node))

    @handler(Access.EDITOR, background=True)
    async def go(self, answers: dict[str, Any]) -> None:
        """Merge or move, while the page stays live."""
        given = Answers.of(answers)
        async with self:
            if self.busy or not self.shown:
                return  # pressed twice
            self._forget_errors()
            actor, asked = await self._actor(), self.asked
            self.busy, self.percent = True, 0
        try:
            await self._done(actor, asked, given.target)
        finally:
            async with self:
                self.busy = False

    async def _done(self, actor: Actor, asked: TargetText, target: str) -> None:
        key, version = int(asked.id), int(asked.version)
        if asked.merges:
            job = Job()
            merging = db.tell_long(
                category_ends.merge, actor, key, version, _key(target), progress=job.at
            )
            set_id: int | None = await job.followed(merging, lambda: self._show_step(job))
        else:
            way, into = (Way.OUT, None) if target == TOP else (Way.INTO, _key(target))
            set_id = await db.tell(categories.move, actor, key, version, way, into)
        async with self:
            self.shown = False
            tree = await self.get_state(CategoriesState)
            known = await tree._refresh(actor)  # noqa: SLF001  private to the browser only
            self._say(_said(known, asked, target), undo=set_id)

    async def _show_step(self, job: Job) -> None:
        async with self:
            self.percent = job.percent

    def _open(self, asked: TargetText, targets: list[OptionGroup]) -> None:
        self.asked, self.targets, self.shown = asked, targets, True

    def _fail(self, error: AppError) -> None:
        """Say what went wrong in the dialog while it is open; the notice would be behind it."""
        if self.shown:
            self.errors = {error.field if error.field in self._fields else "form": error.message}
        else:
            super()._fail(error)


async def _tree(actor: Actor, key: int) -> tuple[list[CategoryView], CategoryView]:
    tree = await db.ask(categories.everything, actor)
    node = next((one for one in tree if one.id == key), None)
    if node is None:
        raise NotFoundError
    return tree, node


def _key(text: str) -> int:
    """Read the choice of the select.

    Raises:
        InvalidInputError: nothing was chosen.
    """
    if not text:
        raise InvalidInputError("Choose one of the list.", field="target")
    return Shown.of({"key": text}).key


def _said(tree: list[CategoryView], asked: TargetText, target: str) -> str:
    names = {str(node.id): node.name for node in tree}
    if asked.merges:
        return f"Merged {asked.title.removeprefix('Merge ')} into {names.get(target, 'another')}."
    return where(tree, next(node for node in tree if str(node.id) == asked.id))
