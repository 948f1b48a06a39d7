"""Reports as files: whose they are, what they are called, what comes of a strange address."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.services import auth, callers, users
from tests.websocket import browser, served

if TYPE_CHECKING:
    from httpx import Response


@pytest.fixture
def token(sqlite: None) -> str:  # noqa: ARG001  the database must be there
    """Somebody signed in, with an empty book."""
    callers.forget_all()
    new = users.NewUser("ada@example.org", "no hash", "en_US", "Europe/Berlin", "EUR")
    with db.write() as session:
        return auth.sign_up(session, new, datetime.now(UTC))


async def asked(token: str, period: str, **more: str) -> Response:
    async with served() as app, browser(app, token) as client:
        return await client.get("/files/report", params={"period": period} | more)


async def test_a_report_is_a_file_to_keep(token: str) -> None:
    answer = await asked(token, "2026-11")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    name = 'attachment; filename="finance-2026-11-01-to-2026-11-30.html"'
    assert answer.headers["content-disposition"] == name
    assert "Nov 1, 2026 – Nov 30, 2026" in answer.text


async def test_nobody_signed_out_gets_one(token: str) -> None:
    assert token
    assert (await asked("", "2026-11")).status_code in (303, 401)


@pytest.mark.parametrize(
    "period", ["soon", "2026-13", "../../etc/passwd", "9999", "2026-11\r\nX: y"]
)
async def test_what_is_no_period_is_refused(token: str, period: str) -> None:
    answer = await asked(token, period)
    assert answer.status_code == 422
    assert "is not a period" in answer.json()["error"]


async def test_what_is_no_basis_is_refused(token: str) -> None:
    answer = await asked(token, "2026-11", basis="foo")
    assert answer.status_code == 422
    assert "“foo” is not a basis" in answer.json()["error"]
