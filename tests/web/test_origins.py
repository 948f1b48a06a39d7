from __future__ import annotations

import pytest

from finance_app.web.origins import SameOriginOnly
from tests.web.asking import HOST, ask, connect, echo

APP = SameOriginOnly(echo)

HOSTILE = {
    "foreign": "https://evil.example",
    "opaque": "null",
    "empty": "",
    "no scheme": HOST,
    "another scheme": f"ftp://{HOST}",
    "a file": "file://localhost:8000",
    "a script": "javascript://localhost:8000",
    "subdomain": f"http://app.{HOST}",
    "our name as its subdomain": "http://localhost.evil.example:8000",
    "our name as its suffix": "http://evil-localhost:8000",
    "our name and more": f"http://{HOST}.evil.example",
    "another port": "http://localhost:8001",
    "no port": "http://localhost",
    "a longer port": f"http://{HOST}0",
    "a port that is none": "http://localhost:",
    "another of the machine's names": "http://127.0.0.1:8000",
    "user info before": f"http://{HOST}@evil.example",
    "user info of ours": f"http://user@{HOST}",
    "a path": f"http://{HOST}/",
    "a query": f"http://{HOST}?.evil.example",
    "a fragment": "http://evil.example#localhost:8000",
    "a backslash": f"http://{HOST}\\.evil.example",
    "trailing dot": "http://localhost.:8000",
    "full-width letters": "http://ｌｏｃａｌｈｏｓｔ:8000".encode().decode("latin-1"),
    "dotless i": "http://locaIhost:8000",
    "a space": f"http://{HOST} https://evil.example",
    "a list": f"http://{HOST}, https://evil.example",
    "a line's end": f"http://{HOST}\n",
    "a null byte": f"http://{HOST}\0",
}


@pytest.mark.parametrize("origin", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_origin_opens_no_websocket(origin: str) -> None:
    said = await connect(APP, [("host", HOST), ("origin", origin)])
    assert said["type"] == "websocket.close"


async def test_no_origin_opens_no_websocket() -> None:
    said = await connect(APP, [("host", HOST)])
    assert said["type"] == "websocket.close"


async def test_two_origins_open_no_websocket() -> None:
    ours = ("origin", f"http://{HOST}")
    said = await connect(APP, [("host", HOST), ours, ("origin", "https://evil.example")])
    assert said["type"] == "websocket.close"
    assert (await connect(APP, [("host", HOST), ours, ours]))["type"] == "websocket.close"


async def test_two_hosts_open_no_websocket() -> None:
    hosts = [("host", HOST), ("host", "evil.example")]
    said = await connect(APP, [*hosts, ("origin", f"http://{HOST}")])
    assert said["type"] == "websocket.close"


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        (HOST, f"http://{HOST}"),
        (HOST, "HTTP://LocalHost:8000"),
        ("LOCALHOST:8000", f"http://{HOST}"),
        ("money.example", "https://money.example"),
        ("money.example:9443", "https://money.example:9443"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ],
)
async def test_an_own_page_opens_the_websocket(host: str, origin: str) -> None:
    said = await connect(APP, [("host", host), ("origin", origin)])
    assert said["type"] == "websocket.accept"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"])
async def test_what_may_change_something_comes_from_an_own_page(method: str) -> None:
    assert (await ask(APP, method=method)).status_code == 403
    foreign = await ask(APP, method=method, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert "another site" in foreign.text
    ours = await ask(APP, method=method, headers={"Origin": f"http://{HOST}"})
    assert ours.status_code == 200


async def test_reading_needs_no_origin() -> None:
    assert (await ask(APP)).status_code == 200
