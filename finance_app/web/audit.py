"""The audit log and a book's activity as files, written piece by piece while they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import StreamingResponse

from finance_app import db
from finance_app.domain.access import Access
from finance_app.services import activity, audit, audit_views
from finance_app.web.routes import Route, actor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from finance_app.domain.actors import Actor
    from finance_app.domain.audit import AuditFilter
    from finance_app.domain.changes import ChangeFilter

    type Parts = AsyncIterator[list[tuple[object, ...]]]

KINDS = {"csv": "text/csv", "jsonl": "application/x-ndjson"}


async def give_log(request: Request) -> Response:
    """Answer with the events that are looked for, newest first."""
    who = actor(request)
    wanted = await db.ask(audit_views.wanted, who, request.query_params)
    return _answer(request, "audit", audit_views.COLUMNS, _events(who, wanted))


async def give_activity(request: Request) -> Response:
    """Answer with the rows of the change sets that are looked for, before and after."""
    who = actor(request)
    wanted = activity.wanted(request.query_params, who.time_zone)
    return _answer(request, "activity", activity.COLUMNS, _changes(who, wanted))


def _answer(request: Request, name: str, columns: Sequence[str], parts: Parts) -> Response:
    form = "jsonl" if request.query_params.get("form") == "jsonl" else "csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    content = _lines(columns, parts) if form == "jsonl" else _csv(columns, parts)
    return StreamingResponse(content, headers=headers, media_type=KINDS[form])


async def _csv(columns: Sequence[str], parts: Parts) -> AsyncIterator[str]:
    yield audit_views.csv_rows([columns])
    async for rows in parts:
        yield audit_views.csv_rows(rows)


async def _lines(columns: Sequence[str], parts: Parts) -> AsyncIterator[str]:
    async for rows in parts:
        yield audit_views.json_lines(columns, rows)


async def _events(who: Actor, wanted: AuditFilter) -> Parts:
    """Read some events at a time, so that nobody waits for a long file."""
    before, size = None, audit_views.AT_ONCE
    while True:
        found = await db.ask(audit.page, who, wanted, before, size)
        yield audit_views.cells(found[:size])
        if len(found) <= size:
            return
        before = found[size - 1].sequence


async def _changes(who: Actor, wanted: ChangeFilter) -> Parts:
    before = None
    while True:
        rows, before = await db.ask(activity.written, who, wanted, before)
        yield rows
        if before is None:
            return


ROUTES = (
    Route("GET", "/files/audit", give_log, Access.ADMIN),
    Route("GET", "/files/activity", give_activity, Access.SIGNED_IN),
)
