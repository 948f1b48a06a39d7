"""A server on this machine that speaks as providers of rates are documented to, or worse."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, override
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Mapping

    type Reply = Callable[[BaseHTTPRequestHandler], None]

MIB = 1024 * 1024


@dataclass(frozen=True)
class Asked:
    """What somebody asked for."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""


@dataclass
class RateServer:
    """Answers by path; what nobody prepared is not found."""

    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [each.path for each in self.asked]


class _Server(ThreadingHTTPServer):
    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about those who hang up."""


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[RateServer]:
    """Run one until the block ends."""
    shared = RateServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(found.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            shared.asked.append(Asked(found.path, query, headers, body))
            with suppress(ConnectionError):
                shared.replies.get(found.path, status(404))(self)

        do_POST = do_GET  # noqa: N815  http.server calls it so

        @override
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with _Server(("127.0.0.1", 0), Handler) as server:
        shared.port = server.server_address[1]
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        server.daemon_threads = True
        Handler.stopping = shared.stopping  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield shared
        shared.stopping.set()
        server.shutdown()


def ok(body: str | bytes, **headers: str) -> Reply:
    """Answer with a body, or with 304 where its ETag or date is known already."""
    content = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def reply(asked: BaseHTTPRequestHandler) -> None:
        known = asked.headers.get("If-None-Match"), asked.headers.get("If-Modified-Since")
        seen = named.get("ETag"), named.get("Last-Modified")
        is_known = any(one and one == other for one, other in zip(known, seen, strict=True))
        asked.send_response(304 if is_known else 200)
        for name, value in named.items():
            asked.send_header(name, value)
        if not is_known:
            asked.send_header("Content-Length", str(len(content)))
        asked.end_headers()
        if not is_known:
            asked.wfile.write(content)

    return reply


def status(code: int, body: str = "", **headers: str) -> Reply:
    """Answer with a status."""

    def reply(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(code)
        for name, value in headers.items():
            asked.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            asked.send_header("Content-Length", str(len(body)))
        asked.end_headers()
        asked.wfile.write(body.encode())

    return reply


def redirect(target: str) -> Reply:
    """Send elsewhere."""
    return status(302, Location=target)


def hang(asked: BaseHTTPRequestHandler) -> None:
    """Take the question and say nothing."""
    asked.stopping.wait(60)  # type: ignore[attr-defined]
    asked.close_connection = True


def drip(asked: BaseHTTPRequestHandler) -> None:
    """Answer a byte at a time, without an end, the headers too."""
    asked.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not asked.stopping.is_set():  # type: ignore[attr-defined]
        asked.wfile.write(b"a")
        time.sleep(0.02)
    asked.close_connection = True


def half(body: str) -> Reply:
    """Promise a body and hang up in the middle of it."""

    def reply(asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(200)
        asked.send_header("Content-Length", str(len(body)))
        asked.end_headers()
        asked.wfile.write(body.encode()[: len(body) // 2])
        asked.close_connection = True

    return reply


def endless(asked: BaseHTTPRequestHandler) -> None:
    """Send without having said how much, until it is refused."""
    asked.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    asked.close_connection = True
    for _ in range(100):
        asked.wfile.write(b" " * MIB)


def ecb_xml(days: Mapping[str, Mapping[str, str]]) -> str:
    """The bank's XML, as `eurofxref-daily.xml` and `eurofxref-hist-90d.xml` have it."""
    cubes = "".join(
        f"<Cube time='{day}'>"
        + "".join(f"<Cube currency='{code}' rate='{rate}'/>" for code, rate in rates.items())
        + "</Cube>"
        for day, rates in days.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"'
        ' xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">\n'
        "\t<gesmes:subject>Reference rates</gesmes:subject>\n"
        "\t<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>\n"
        f"\t<Cube>{cubes}</Cube>\n</gesmes:Envelope>"
    )


def er_api(day: date, rates: Mapping[str, object], /, **changed: object) -> str:
    """What `open.er-api.com/v6/latest/USD` answers."""
    at = datetime(day.year, day.month, day.day, 0, 2, 31, tzinfo=UTC)
    found = {
        "result": "success",
        "provider": "https://www.exchangerate-api.com",
        "documentation": "https://www.exchangerate-api.com/docs/free",
        "terms_of_use": "https://www.exchangerate-api.com/terms",
        "time_last_update_unix": int(at.timestamp()),
        "time_last_update_utc": at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        "time_next_update_unix": int(at.timestamp()) + 86_400 + 1_200,
        "time_next_update_utc": "",
        "time_eol_unix": 0,
        "base_code": "USD",
        "rates": {"USD": 1, **rates},
    }
    return json.dumps(found | changed)


def oxr(day: date, rates: Mapping[str, object], /, **changed: object) -> str:
    """What `openexchangerates.org/api/latest.json` and `historical/….json` answer."""
    at = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)
    found = {
        "disclaimer": "Usage subject to terms: https://openexchangerates.org/terms",
        "license": "https://openexchangerates.org/license",
        "timestamp": int(at.timestamp()),
        "base": "USD",
        "rates": rates,
    }
    return json.dumps(found | changed)


def frankfurter(rows: Mapping[tuple[str, str], object], base: str = "EUR") -> str:
    """What version 2 of Frankfurter answers to `/v2/rates`."""
    found = [
        {"date": day, "base": base, "quote": code, "rate": rate}
        for (day, code), rate in rows.items()
    ]
    return json.dumps(found)
