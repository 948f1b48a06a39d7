"""Moving over what refers to a category, payee or tag that is merged into another one.

Part of a larger change set, chunk by chunk: of a hundred thousand entries a thousand are in memory,
and what is derived follows each chunk.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from finance_app.domain.import_plans import Plan
from finance_app.models import tables
from finance_app.queries import changes as queries
from finance_app.queries import imports as import_queries
from finance_app.services.ledger import CHUNK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Column

    from finance_app.services.changes import Recorder
    from finance_app.services.ledger import Row
    from finance_app.services.progress import Progress

DERIVED = 95  # per cent, when all is moved over and written


def referring(record: Recorder, column: Column[Any], key: int) -> list[Row]:
    """Return the next rows that refer to something, as many as one change holds."""
    return queries.rows_on(record.session, column, record.actor.book_id, key, CHUNK)


def move_over(
    record: Recorder, column: Column[Any], source: int, target: int, moved: Callable[[int], None]
) -> None:
    """Let everything that refers to one thing refer to another.

    Args:
        column: by which it refers.
        moved: is called with how many rows were written.
    """
    table = column.table.name
    while rows := referring(record, column, source):
        record.update(table, rows, [_referring(row, column.name, target) for row in rows])
        record.finish()
        moved(len(rows))


def _referring(row: Row, column: str, target: int) -> Row:
    newer = {**row, column: target}
    if "version" in row:
        newer["version"] = row["version"] + 1
    return newer


def counting(total: int, progress: Progress) -> Callable[[int], None]:
    """Return what takes how many rows were written and reports the percentage of all."""
    done = 0

    def moved(count: int) -> None:
        nonlocal done
        done += count
        progress(min(DERIVED, DERIVED * done // max(total, 1)))

    return moved


def rename_in_plans(record: Recorder, merged: Mapping[int, int]) -> None:
    """Let the imports that wait to be committed name the category that another was merged into."""
    imports, book_id = tables.statement_import, record.actor.book_id
    for row in import_queries.staged_plans(record.session, book_id):
        plan = Plan.parse(row.plan)
        chosen = {place: merged.get(key, key) for place, key in plan.categories.items()}
        if chosen != plan.categories:
            record.session.execute(
                update(imports)
                .where(imports.c.book_id == book_id, imports.c.id == row.id)
                .values(plan=replace(plan, categories=chosen).as_json())
            )
