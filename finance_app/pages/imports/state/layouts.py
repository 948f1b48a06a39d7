"""How a CSV file is read: every column and every mark can be chosen, and confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import StringConstraints

from finance_app import db
from finance_app.domain.access import Access
from finance_app.domain.import_plans import Plan
from finance_app.domain.import_previews import Preview
from finance_app.domain.layout_choices import answered, taken
from finance_app.domain.layouts import Layout
from finance_app.errors import ConflictError
from finance_app.pages.imports.rows import layouts
from finance_app.pages.imports.rows.layouts import (
    ColumnText,
    MarksText,
    QuestionText,
    SampleText,
)
from finance_app.pages.imports.state.files import ImportState
from finance_app.pages.imports.state.looks import Look
from finance_app.pages.imports.state.places import Index, RoleName
from finance_app.services.import_previews import sample
from finance_app.ui.arguments import Arguments
from finance_app.ui.components.values import Option
from finance_app.ui.handlers import handler
from finance_app.ui.regions import currency_options


class Column(Arguments):
    """What a column is taken for."""

    column: Index
    role: RoleName


class Mark(Arguments):
    """One choice about how the file is written."""

    about: Literal["day_order", "decimal_mark", "negated", "currency_code"]
    value: Annotated[str, StringConstraints(max_length=10)]


class LayoutState(ImportState):
    """The columns of the file, its marks, and its first rows read by them."""

    columns: list[ColumnText] = []
    read_as: list[SampleText] = []
    questions: list[QuestionText] = []
    marks: MarksText = MarksText()
    currencies: list[Option] = []

    @handler(Access.EDITOR)
    async def take(self, column: str, role: str) -> None:
        """Take a column for something else."""
        given = Column.of({"column": column, "role": role})
        rows = await db.ask(sample, await self._actor(), self._batch() or 0)
        cells = [row.cells[given.column] for row in rows if given.column < len(row.cells)]
        await self._lay_out(lambda layout: taken(layout, given.column, given.role, cells))

    @handler(Access.EDITOR)
    async def choose(self, about: str, value: str) -> None:
        """Read days, amounts or signs in another way, or in another currency."""
        given = Mark.of({"about": about, "value": value})
        await self._lay_out(lambda layout: answered(layout, given.about, given.value))

    @handler(Access.EDITOR)
    async def confirm(self) -> None:
        """Say that the file is read as it is meant; the next one of its kind is read so too."""
        self._reopened = False
        await self._decide(lambda shown: replace(shown.plan, confirmed=True))

    @handler(Access.EDITOR)
    async def reopen(self) -> None:
        """Look at the columns again."""
        self._reopened = True
        await self._refresh()

    async def _lay_out(self, change: Callable[[Layout], Layout]) -> None:
        def decision(shown: Preview) -> Plan:
            if shown.plan.layout is None:
                raise ConflictError("This file says itself how it is read.")
            return shown.plan.laid_out(change(shown.plan.layout))

        await self._decide(decision)

    def _draw(self, found: Look) -> None:
        layout, region = found.shown.plan.layout, found.actor.region
        if layout is None or not found.columns:
            self.columns, self.read_as, self.questions = [], [], []
            return
        self.columns = layouts.columns(layout, found.sample)
        self.read_as = layouts.read_as(found.sample, region)
        self.questions = layouts.questions(found.shown)
        self.marks = layouts.marks(layout)
        offered = currency_options(found.actor.today, found.actor.currencies)
        self.currencies = [Option("", "Not said"), *offered]
