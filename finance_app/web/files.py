"""Files on their way in and out: what the browser cannot send or get over the websocket."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse

from finance_app import db
from finance_app.domain import valuation
from finance_app.domain.access import Access
from finance_app.services import imports, own_rate_files, reports
from finance_app.web.bodies import STATEMENT
from finance_app.web.routes import Route, actor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def take_statement(request: Request) -> Response:
    """Stage the bank's file in the body; answer with the page to look at it.

    The file's name comes percent-encoded in `X-Filename`. It is read through before anything is
    written, and by a reader, so that nobody else's writing waits for it.
    """
    filename = unquote(request.headers.get("x-filename", ""))
    content = await request.body()
    staged = await db.ask(imports.prepare, actor(request), filename, content)
    import_id = await db.tell(imports.keep, actor(request), staged)
    return JSONResponse({"location": f"/import?batch={import_id}"}, status_code=201)


async def give_report(request: Request) -> Response:
    """Answer with the report of a period as a file to keep."""
    period = request.query_params.get("period", "")
    basis = valuation.asked(request.query_params.get("basis", ""))
    name, content = await db.ask(reports.file, actor(request), period, basis)
    disposition = f'attachment; filename="{name}"'
    return HTMLResponse(content, headers={"Content-Disposition": disposition})


async def give_rates(request: Request) -> Response:
    """Answer with the book's own rates as a file to keep."""
    content = await db.ask(own_rate_files.written, actor(request))
    headers = {"Content-Disposition": 'attachment; filename="own-rates.csv"'}
    return PlainTextResponse(content, headers=headers, media_type="text/csv")


ROUTES = (
    Route("POST", "/files/statements", take_statement, Access.EDITOR, body=STATEMENT),
    Route("GET", "/files/report", give_report, Access.SIGNED_IN),
    Route("GET", "/files/rates", give_rates, Access.SIGNED_IN),
)
