"""What the tests of providers share: a server in their place."""

from __future__ import annotations

import ssl
import subprocess
from typing import TYPE_CHECKING

import pytest

from finance_app.adapters import outbound
from tests import rate_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.rate_server import RateServer


@pytest.fixture
def server() -> Iterator[RateServer]:
    with rate_server.serving() as running:
        yield running


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """A certificate for localhost that this machine trusts."""
    key, signed = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -days 2"
    names = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    subprocess.run(
        [*command.split(), *names, "-keyout", key, "-out", signed], check=True, capture_output=True
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(signed))
    outbound._context.cache_clear()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed, key)
    yield context
    outbound._context.cache_clear()
