from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from finance_app.web.bodies import KILO, SMALL, LimitedBodies
from tests.web.asking import ask, echo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Receive, Scope, Send


def limit(path: str) -> int:
    return 3 * KILO**2 if path == "/big" else SMALL


APP = LimitedBodies(echo, limit)


async def pieces(count: int, size: int = KILO) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"x" * size


@pytest.mark.parametrize("size", [0, 1, SMALL])
async def test_what_is_small_enough_arrives(size: int) -> None:
    answer = await ask(APP, method="POST", content=b"x" * size)
    assert answer.text.endswith(f": {size}")


async def test_what_says_that_it_is_too_long_is_refused_unread() -> None:
    answer = await ask(APP, method="POST", content=b"x" * (SMALL + 1))
    assert answer.status_code == 413
    assert answer.text == "That is too large; at most 64 kB can be sent here.\n"


async def test_what_does_not_say_is_counted() -> None:
    assert (await ask(APP, method="POST", content=pieces(64))).status_code == 200
    answer = await ask(APP, method="POST", content=pieces(65))
    assert answer.status_code == 413
    assert "64 kB" in answer.text


async def test_a_length_that_lies_does_not_help() -> None:
    answer = await ask(APP, method="POST", content=pieces(65), headers={"Content-Length": "10"})
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e9", "٣", "9" * 5000, "0x10"])
async def test_a_length_that_is_none_is_refused(length: str) -> None:
    headers = {"Content-Length": length.encode()}
    answer = await ask(APP, method="POST", content=pieces(1), headers=headers)
    assert answer.status_code == 413


async def test_a_route_may_take_more() -> None:
    answer = await ask(APP, "/big", "POST", content=pieces(3000))
    assert answer.text.endswith(f": {3000 * KILO}")
    refused = await ask(APP, "/big", "POST", content=pieces(3073))
    assert "at most 3 MB" in refused.text


async def test_an_app_that_swallows_the_end_cannot_answer_past_the_refusal() -> None:
    async def careless(scope: Scope, receive: Receive, send: Send) -> None:
        length = 0
        while (message := await receive())["type"] == "http.request":
            length += len(message["body"])
        await PlainTextResponse(f"took {length}")(scope, receive, send)

    answer = await ask(LimitedBodies(careless, limit), method="POST", content=pieces(100))
    assert answer.status_code == 413


async def test_a_form_that_is_too_long_is_refused_too() -> None:
    async def form(scope: Scope, receive: Receive, send: Send) -> None:
        async with Request(scope, receive).form() as fields:
            await PlainTextResponse(str(len(fields)))(scope, receive, send)

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    app = LimitedBodies(form, limit)
    answer = await ask(app, method="POST", content=pieces(100), headers=headers)
    assert answer.status_code == 413
