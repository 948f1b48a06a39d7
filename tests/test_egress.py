"""Nothing but the named adapters speaks to the network: in the code, and while the app runs."""

from __future__ import annotations

import ast
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from finance_app import db
from finance_app.adapters import outbound
from finance_app.adapters.outbound import Address
from finance_app.domain.periods import Kind, Period
from finance_app.errors import OutboundError
from finance_app.services import demo, export_files, mail, maintenance, reports, verify
from tests.conftest import NOW, somebody

if TYPE_CHECKING:
    from collections.abc import Iterator

APP = Path(__file__).resolve().parents[1] / "finance_app"
SPEAKS = {
    *("aiohttp", "aiosmtplib", "asyncore", "ftplib", "grpc", "http.client", "httpcore", "httpx"),
    *("imaplib", "nntplib", "paramiko", "poplib", "pycurl", "requests", "smtplib", "socket"),
    *("socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "webbrowser", "websocket"),
    *("websockets", "xmlrpc"),
}
MAY = {
    "adapters/outbound.py": {"socket", "ssl", "httpcore"},
    "adapters/mail/smtp.py": {"aiosmtplib"},
    "cli/serve.py": {"socket"},
}
"""Who speaks to the network: the one way out over HTTP, the mail server's client, and `serve`,
which looks whether its port is free."""

CONNECTS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"})
STARTS = frozenset({"os.system", "os.exec", "subprocess.Popen"})


OPENS = {"open_connection", "create_connection", "create_datagram_endpoint", "urlopen"}


def reached(path: Path) -> set[str]:
    """What a file names, wherever in it, that speaks to the network."""
    names, text = set[str](), path.read_text("utf-8")
    if not any(name in text for name in SPEAKS | OPENS):
        return names  # most of them; making trees of all takes seconds
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
        elif isinstance(node, ast.Attribute) and node.attr in OPENS:
            names.add(node.attr)
    parts = {name.rsplit(".", cut)[0] for name in names for cut in range(3)}
    return parts & (SPEAKS | OPENS)


def test_nobody_else_names_what_speaks_to_the_network() -> None:
    found = {path.relative_to(APP).as_posix(): reached(path) for path in APP.rglob("*.py")}
    assert {path: names for path, names in found.items() if names} == MAY


class Heard:
    """What the interpreter was asked to do that reaches beyond it; hooks cannot be removed."""

    is_on = False
    found: list[tuple[str, Any]]

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note an event, as long as somebody listens."""
        if self.is_on and event in CONNECTS | STARTS:
            self.found.append((event, arguments[1] if event == "socket.connect" else arguments[0]))

    @contextmanager
    def listening(self) -> Iterator[list[tuple[str, Any]]]:
        """Give what is heard until the block ends."""
        self.found, self.is_on = [], True
        try:
            yield self.found
        finally:
            self.is_on = False


HEARD = Heard()
sys.addaudithook(HEARD)


def test_a_broad_day_reaches_nobody(sqlite: None, tmp_path: Path) -> None:  # noqa: ARG001
    with HEARD.listening() as found:
        with db.write() as session:
            actor = somebody(session)
            demo.fill(session, actor, entries=20)
            period = Period.of(Kind.MONTH, actor.today)
            assert reports.report(session, actor, period)
            mail.post(session, actor.email, "test", NOW)
        with db.read() as session:
            export_files.write(session, actor.user_id, tmp_path / "all.zip", NOW, lambda _: None)
            assert not verify.verify(session, actor.book_id)
        with db.write() as session:
            maintenance.forget(session, NOW)
        mail.deliver(NOW)
    assert found == []


def test_what_does_reach_somebody_is_heard() -> None:
    with HEARD.listening() as found, pytest.raises(OutboundError):
        outbound.get(Address("Test", "http://127.0.0.1:1", is_named=True), "/")
    assert ("socket.connect", ("127.0.0.1", 1)) in found
