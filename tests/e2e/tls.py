"""A TLS proxy as small as can be, in front of the app as a deployment has one."""

from __future__ import annotations

import asyncio
import re
import ssl
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTH = re.compile(rb"(?im)^content-length: *(\d+)")


@contextmanager
def tls_proxy(port: int, folder: Path) -> Iterator[int]:
    """Yield the port on which the app's port is reached by https; its certificate is unsigned."""
    with subprocess.Popen(
        [sys.executable, __file__, str(port), str(folder)], stdout=subprocess.PIPE, text=True
    ) as proxy:
        assert proxy.stdout
        try:
            yield int(proxy.stdout.readline())
        finally:  # else a test that failed waits for it for ever
            proxy.kill()


async def main(port: int, folder: Path) -> None:
    """Say the port and pass on what comes there, until killed."""

    async def passed_on(inward: asyncio.StreamReader, outward: asyncio.StreamWriter) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(requests(inward, writer), pump(reader, outward))

    server = await asyncio.start_server(passed_on, "127.0.0.1", 0, ssl=certificate(folder))
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


def certificate(folder: Path) -> ssl.SSLContext:
    """Make a certificate for money.localhost that nobody else has signed."""
    key, signed = folder / "key.pem", folder / "certificate.pem"
    command = "openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -days 2"
    subprocess.run(
        [*command.split(), "-subj", "/CN=money.localhost", "-keyout", key, "-out", signed],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed, key)
    return context


async def requests(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    """Copy requests, with the header that a proxy adds to each; then a websocket as it comes."""
    try:
        head = b""
        while b"websocket" not in head:
            head = await source.readuntil(b"\r\n\r\n")
            asked, _, fields = head.partition(b"\r\n")
            length = LENGTH.search(fields)
            body = await source.readexactly(int(length[1])) if length else b""
            target.write(asked + b"\r\nX-Forwarded-Proto: https\r\n" + fields + body)
            await target.drain()
    except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
        target.close()
        return
    await pump(source, target)


async def pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    """Copy until one side has had enough."""
    try:
        while piece := await source.read(65_536):
            target.write(piece)
            await target.drain()
    except (ConnectionError, ssl.SSLError):
        return
    finally:
        target.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
