"""What a period comes to: the dashboard's figures with their provenance, and the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from finance_app.api.answers import File
from finance_app.api.doors import Reader
from finance_app.api.schemas.common import Key
from finance_app.api.schemas.figures import Figures
from finance_app.domain.dashboard import Against
from finance_app.domain.valuation import Basis
from finance_app.services import dashboard, reports

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

router = APIRouter(tags=["Figures"])
PeriodText = Annotated[
    str,
    Query(
        max_length=40,
        examples=["2026-11"],
        description="As in the address of the dashboard: `2026-11`, `2026-Q4`, `2026`, `all`, "
        "`last12`, or two days with `..` between them; empty is `last12`.",
    ),
]


@router.get("/books/{book}/dashboard", response_model=Figures)
async def get_figures(
    door: Reader,
    book: Key,
    period: PeriodText = "",
    against: Against = Against.BEFORE,
    basis: Basis = Basis.ENTRY,
) -> Response:
    """Get what the dashboard says about a period, each figure with what it is made of."""

    def work(session: Session, actor: Actor) -> Figures:
        wanted = dashboard.chosen(session, actor, period)
        return Figures.of(dashboard.figures(session, actor, wanted, against=against, basis=basis))

    return await door.ask(work, book)


@router.get("/books/{book}/report", response_class=HTMLResponse)
async def get_report(
    door: Reader, book: Key, period: PeriodText = "", basis: Basis = Basis.ENTRY
) -> Response:
    """Get the report of a period: one HTML file that opens offline."""

    def work(session: Session, actor: Actor) -> File:
        return File(*reports.file(session, actor, period, basis), "text/html; charset=utf-8")

    return await door.ask(work, book)
