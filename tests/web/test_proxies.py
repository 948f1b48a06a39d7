from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app.errors import ConfigurationError
from finance_app.web.proxies import Proxies
from tests.web.asking import ask, echo

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

FORWARDED = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "money.example",
    "X-Forwarded-For": "203.0.113.9",
}


async def test_a_trusted_proxy_is_believed() -> None:
    app = Proxies(echo, ["127.0.0.1"])
    answer = await ask(app, headers=FORWARDED)
    assert answer.text == "https://money.example/ from 203.0.113.9: 0"


@pytest.mark.parametrize("trusted", [[], ["10.0.0.1"], ["::1"]])
async def test_anybody_else_is_not(trusted: list[str]) -> None:
    answer = await ask(Proxies(echo, trusted), headers=FORWARDED)
    assert answer.text == "http://localhost:8000/ from 127.0.0.1: 0"


@pytest.mark.parametrize("trusted", [[], ["127.0.0.1"]])
async def test_nobody_further_inside_sees_forwarded_headers(trusted: list[str]) -> None:
    seen: list[bytes] = []

    async def inside(scope: Scope, receive: Receive, send: Send) -> None:
        seen.extend(key for key, _ in scope["headers"])
        await echo(scope, receive, send)

    headers = {**FORWARDED, "Forwarded": "for=203.0.113.9"}
    await ask(Proxies(inside, trusted), headers=headers)
    assert [key for key in seen if b"forwarded" in key] == []


@pytest.mark.parametrize(
    ("chain", "client"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("10.9.9.9", "10.9.9.9"),
        ("nonsense", "10.0.0.7"),
        ("203.0.113.9, nonsense", "10.0.0.7"),
        ("", "10.0.0.7"),
    ],
)
async def test_the_client_is_the_last_one_no_trusted_proxy_vouches_past(
    chain: str, client: str
) -> None:
    app = Proxies(echo, ["10.0.0.0/8"])
    answer = await ask(app, headers={"X-Forwarded-For": chain}, client="10.0.0.7")
    assert answer.text.endswith(f"from {client}: 0")


async def test_an_address_is_itself_in_either_notation() -> None:
    app = Proxies(echo, ["127.0.0.1"])
    answer = await ask(app, headers=FORWARDED, client="::ffff:127.0.0.1")
    assert answer.text.startswith("https://")


def test_what_is_no_address_is_refused_at_the_start() -> None:
    with pytest.raises(ConfigurationError, match="FINANCE_TRUSTED_PROXIES: proxy is neither"):
        Proxies(echo, ["proxy"])
