"""Whether the process lives and whether it can work, for whoever watches over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse

from finance_app import db
from finance_app.domain.access import Access
from finance_app.errors import UnavailableError
from finance_app.services import maintenance
from finance_app.web.routes import Route

if TYPE_CHECKING:
    from starlette.requests import Request


async def alive(_request: Request) -> JSONResponse:
    """Say that the process answers."""
    return JSONResponse({"status": "ok"})


async def ready(_request: Request) -> JSONResponse:
    """Say whether the database answers with the schema this version needs."""
    try:
        is_ready = await db.ask(maintenance.is_ready)
    except (SQLAlchemyError, UnavailableError):
        is_ready = False
    if is_ready:
        return JSONResponse({"status": "ready"})
    return JSONResponse({"status": "not ready"}, 503)


ROUTES = (
    Route("GET", "/healthz", alive, Access.ANYONE),
    Route("GET", "/readyz", ready, Access.ANYONE),
)
