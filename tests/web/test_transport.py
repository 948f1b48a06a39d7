from __future__ import annotations

import pytest

from finance_app.web.transport import EncryptedOnly
from tests.web.asking import ask, connect, echo

STRICT = EncryptedOnly(echo, allow_http=False)


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8000", "app.localhost", "127.0.0.1:8000", "127.8.8.8", "[::1]:8000"],
)
async def test_this_machine_may_use_plain_http(host: str) -> None:
    assert (await ask(STRICT, headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "money.example",
        "192.168.1.5:8000",
        "0.0.0.0",  # noqa: S104  only a name here
        "localhost.evil.example",
        "evil-localhost",
        "127.0.0.1.evil.example",
        "localhost@evil.example",
        "[::1",
        "",
    ],
)
async def test_everyone_else_is_told_to_use_https(host: str) -> None:
    answer = await ask(STRICT, headers={"Host": host})
    assert answer.status_code == 403
    assert answer.text.startswith("This page must be opened with https.")
    assert (await connect(STRICT, [("host", host)]))["type"] == "websocket.close"


async def test_https_is_for_everyone() -> None:
    assert (await ask(STRICT, base="https://money.example")).status_code == 200


async def test_a_deployment_may_allow_plain_http() -> None:
    lenient = EncryptedOnly(echo, allow_http=True)
    assert (await ask(lenient, base="http://money.example")).status_code == 200


async def test_a_probe_may_come_by_address() -> None:
    assert (await ask(STRICT, "/healthz", base="http://10.0.0.5:8000")).status_code == 200
