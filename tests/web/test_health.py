from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.services import maintenance
from finance_app.web.health import ROUTES
from finance_app.web.routes import Routes
from tests.conftest import forget_settings
from tests.web.asking import ask, echo

if TYPE_CHECKING:
    from pathlib import Path

    from finance_app.domain.actors import Actor


async def nobody(_cookie: str) -> Actor | None:
    return None


APP = Routes(echo, ROUTES, nobody)


@pytest.mark.usefixtures("database")
async def test_a_database_with_the_newest_schema_is_ready() -> None:
    answer = await ask(APP, "/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


@pytest.mark.usefixtures("database")
async def test_an_older_schema_is_not() -> None:
    maintenance.migrate("base")
    answer = await ask(APP, "/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready"})


async def test_a_database_that_does_not_answer_is_not_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FINANCE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    forget_settings()
    try:
        assert (await ask(APP, "/readyz")).status_code == 503
        assert (await ask(APP, "/healthz")).status_code == 200
    finally:
        db.dispose()
        monkeypatch.undo()
        forget_settings()
