"""From a start on the terminal to a live page, and back to a clean stop."""

from __future__ import annotations

import base64
import os
import platform
import re
import signal
import socket
import stat
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

from finance_app.cli.frontend import CLIENT
from tests.e2e.conftest import command, watched
from tests.e2e.tls import tls_proxy

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.e2e.conftest import Server

    type Serve = Callable[..., AbstractContextManager[Server]]

HARD = ("content-security-policy", "x-content-type-options", "cross-origin-opener-policy")


def get(url: str, **headers: str) -> tuple[int, dict[str, str]]:
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  our own server
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310  the same
            return response.status, {key.lower(): text for key, text in response.headers.items()}
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {key.lower(): text for key, text in error.headers.items()}


def handshake(port: int, *origins: str) -> int:
    """Ask for the websocket as a browser does; return the status."""
    asked = [
        "GET /_event/?EIO=4&transport=websocket HTTP/1.1",
        f"Host: localhost:{port}",
        *(f"Origin: {origin}" for origin in origins),
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "\r\n",
    ]
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall("\r\n".join(asked).encode("utf-8"))
        return int(connection.recv(4096).split()[1])


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_page_is_live_under_every_name_of_the_host(
    browser: Browser, server: Server, host: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        troubles = watched(page)
        with page.expect_websocket() as opened:
            page.goto(f"http://{host}:{server.port}/")
        opened.value.wait_for_event("framereceived")
        assert opened.value.url.startswith(f"ws://{host}:{server.port}/_event")
        assert troubles == []


def test_a_page_is_live_behind_a_tls_proxy_on_another_port(
    serve: Serve, browser: Browser, tmp_path: Path
) -> None:
    with (
        serve(tmp_path, FINANCE_TRUSTED_PROXIES="127.0.0.1") as running,
        tls_proxy(running.port, tmp_path) as port,
        # a service worker is never fetched past a certificate that nobody signed
        browser.new_context(ignore_https_errors=True, service_workers="block") as context,
    ):
        page = context.new_page()
        troubles = watched(page)
        with page.expect_websocket() as opened:
            answer = page.goto(f"https://money.localhost:{port}/")
        opened.value.wait_for_event("framereceived")
        assert opened.value.url.startswith(f"wss://money.localhost:{port}/_event")
        assert answer
        assert "strict-transport-security" in answer.headers
        page.wait_for_url(f"https://money.localhost:{port}/signup")  # nobody has an account yet
        assert troubles == []


def test_nothing_is_fetched_from_elsewhere(page: Page, server: Server) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/", wait_until="networkidle")
    assert [url for url in asked if not url.startswith((server.url, "data:"))] == []


def test_the_built_pages_can_be_read_by_another_user_than_their_builder(built: None) -> None:  # noqa: ARG001  it must be there
    made = [CLIENT.parent, CLIENT, *CLIENT.rglob("*")]
    hidden = [path for path in made if not path.stat().st_mode & stat.S_IROTH]
    assert hidden == []


@pytest.mark.parametrize("path", ["/", "/nothing-here", "/app.js", "/healthz", "/ping", "/_event"])
def test_every_answer_is_dressed(server: Server, path: str) -> None:
    _, headers = get(server.url + path, Origin="https://evil.example")
    assert [name for name in HARD if name not in headers] == []
    assert "access-control-allow-origin" not in headers
    assert "'unsafe-eval'" not in headers["content-security-policy"]
    assert "script-src 'self' 'unsafe-inline'" not in headers["content-security-policy"]


def test_the_scripts_of_a_build_are_kept_for_good(page: Page, server: Server) -> None:
    document = page.request.get(f"{server.url}/login").text()
    script = re.findall(r'"(/assets/[^"]+\.js)"', document)[0]
    status, headers = get(f"{server.url}{script}", **{"Accept-Encoding": "br"})
    assert status == 200
    assert "immutable" in headers["cache-control"]
    assert headers["content-encoding"] == "br"
    assert get(server.url)[1]["cache-control"] == "no-store"


def test_the_database_is_ready(server: Server) -> None:
    assert get(f"{server.url}/readyz")[0] == 200


def test_own_pages_open_the_websocket(server: Server) -> None:
    assert handshake(server.port, server.url) == 101


@pytest.mark.parametrize("origins", [(), ("https://evil.example",), ("null",)])
def test_foreign_pages_do_not(server: Server, origins: tuple[str, ...]) -> None:
    assert handshake(server.port, *origins) == 403


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_told_with_a_page_open(
    serve: Serve, browser: Browser, tmp_path: Path, how: signal.Signals
) -> None:
    with serve(tmp_path) as running, browser.new_context() as context:
        page = context.new_page()
        with page.expect_websocket():
            page.goto(running.url)
        code, said, complained = running.stop(how)
        assert (code, complained) == (0, "")
        assert f"http://localhost:{running.port}" in said
        assert str(tmp_path) in said


def test_a_second_one_on_the_same_database_is_refused(server: Server) -> None:
    second = command("serve", FINANCE_DATA_DIR=str(server.data_dir), PORT="1")
    said, complained = second.communicate(timeout=30)
    assert (second.returncode, said) == (1, "")
    owner = f"{platform.node()}, process {server.process.pid}"
    assert complained == f"Another instance ({owner}) serves this database; stop it first.\n"


def test_a_second_one_on_the_same_port_is_refused(server: Server, tmp_path: Path) -> None:
    second = command("serve", FINANCE_DATA_DIR=str(tmp_path), PORT=str(server.port))
    _, complained = second.communicate(timeout=30)
    assert second.returncode == 1
    assert complained.count("\n") == 1
    assert f"Port {server.port} is taken" in complained


def test_after_a_kill_it_starts_again(serve: Serve, tmp_path: Path) -> None:
    with serve(tmp_path) as first:
        first.process.kill()
        first.process.communicate()
    with serve(tmp_path) as second:
        assert get(f"{second.url}/readyz")[0] == 200
