"""Programs have addresses of their own, where cookies do not count and no page asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from finance_app.web import mounts
from finance_app.web.bodies import LimitedBodies
from finance_app.web.mounts import Mounted
from finance_app.web.origins import SameOriginOnly
from tests.web.asking import ask, echo

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

SMALL = 10  # bytes


async def programs(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope, receive)
    said = f"{request.method} {len(await request.body())} {request.headers.get('cookie')}"
    await PlainTextResponse(said)(scope, receive, send)


APP = SameOriginOnly(LimitedBodies(Mounted(echo, programs), mounts.limit(lambda _: SMALL)))


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
async def test_programs_ask_in_any_way_and_without_cookies(method: str) -> None:
    answer = await ask(APP, "/api/v1/books", method, headers={"Cookie": "finance=abc"})
    assert answer.text == f"{method} 0 None"


async def test_no_page_of_another_site_asks_as_a_program() -> None:
    headers = {"Origin": "https://elsewhere.example"}
    answer = await ask(APP, "/api/v1/books", "POST", headers=headers)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("This request came from another site")


@pytest.mark.parametrize("path", ["/api/v1", "/api/v2/books", "/entries"])
async def test_everything_else_is_for_people(path: str) -> None:
    assert (await ask(APP, path)).text.endswith(f"{path} from 127.0.0.1: 0")
    assert (await ask(APP, path, "POST")).status_code == 403


async def test_what_programs_send_may_be_larger() -> None:
    large = b"x" * (SMALL + 1)
    assert (await ask(APP, "/api/v1/books", "POST", content=large)).text == "POST 11 None"
    headers = {"Origin": "http://localhost:8000"}
    assert (await ask(APP, "/change", "POST", headers=headers, content=large)).status_code == 413
