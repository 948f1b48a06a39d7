"""The one way out over HTTP: to hosts that are known or named by the operator, and to no other.

An answer is limited in time, to the last byte, and in size. A name is resolved once, its addresses
are checked, and a checked one is connected to; so neither a name nor a redirect leads inside the
operator's network. It speaks through `httpcore`, the engine of `httpx`, because only there can the
sockets be brought along. What goes wrong is one sentence, which names who was asked and never
holds an address or a key.
"""

from __future__ import annotations

import socket
import ssl
import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin, urlsplit

import certifi
import httpcore

from finance_app import __version__
from finance_app.adapters.networks import is_public
from finance_app.errors import OutboundError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from httpcore import NetworkStream

HOSTS = frozenset(
    {
        *("www.ecb.europa.eu", "api.frankfurter.dev", "open.er-api.com", "openexchangerates.org"),
        "api.resend.com",
    }
)
LARGEST = 8 * 1024 * 1024  # bytes
WHOLE = 60.0  # seconds for everything, redirects included
EACH = 15.0  # seconds without a sign of life
REDIRECTS = 3
LONGEST_WAIT = 24 * 60 * 60  # seconds that a server can ask to be left alone
LONGEST_SEEN = 100  # characters
AGENT = f"Finance/{__version__} (self-hosted personal finance)"

_MOVED = frozenset({301, 302, 303, 307, 308})
_FINE, _UNCHANGED = 200, 304
_TIMEOUT = {"connect": EACH, "read": EACH, "write": EACH, "pool": EACH}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service is.

    Args:
        title: what it is called in sentences.
        url: what every path is put behind.
        is_named: the operator named the address, which may then be private or without TLS.
        is_told: a service that the operator named told it; it has to be public, with TLS.
        whole: seconds for an answer, to the last byte.
        is_heard: what its answer says matters; its status does in any case.
    """

    title: str
    url: str
    is_named: bool = False
    is_told: bool = False
    whole: float = WHOLE
    is_heard: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    """What a server said about its answer, so that it need not send it again unchanged."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer, read to its end."""

    status: int
    body: bytes
    seen: Seen

    @property
    def is_unchanged(self) -> bool:
        """Whether it is what was seen before, and so was not sent again."""
        return self.status == _UNCHANGED


def get(
    address: Address,
    path: str,
    query: Mapping[str, str] | None = None,
    *,
    seen: Seen | None = None,
    fine: Collection[int] = (),
) -> Response:
    """Ask for something and return the answer.

    Args:
        seen: what was said about the answer that is known already.
        fine: statuses beside 200 and 304 whose answer is wanted too.

    Raises:
        OutboundError: it is not to be had; the message is for people.
    """
    url = f"{address.url.rstrip('/')}{path}" + (f"?{urlencode(query)}" if query else "")
    return _asked(address, "GET", url, _headers(seen), b"", {_FINE, _UNCHANGED, *fine})


def post(
    address: Address, content: str, headers: Mapping[str, str], *, fine: Collection[int] = ()
) -> Response:
    """Send something to an address itself and return the answer; redirects are not followed.

    Args:
        content: a form, unless the headers say what else it is.
        headers: sent beside the usual ones.
        fine: statuses beside 200 whose answer is wanted too.

    Raises:
        OutboundError: it is not to be had; the message is for people.
    """
    sent = _headers(None)
    sent["Content-Type"] = "application/x-www-form-urlencoded"
    sent.update(headers.items())
    return _asked(address, "POST", address.url, sent, content.encode(), {_FINE, *fine})


def _asked(
    address: Address,
    method: str,
    url: str,
    headers: Mapping[bytes | str, bytes | str],
    content: bytes,
    fine: Collection[int],
) -> Response:
    try:
        return _followed(address, method, url, headers, content, fine)
    except httpcore.TimeoutException as error:
        raise _refused(address, "did not answer in time") from error
    except httpcore.ConnectError as error:
        if isinstance(error.__context__, ssl.SSLError):
            raise _refused(address, "could not prove who it is, so nothing was asked") from error
        raise _refused(address, "cannot be reached") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise _refused(address, "broke off its answer") from error


def _followed(
    address: Address,
    method: str,
    url: str,
    headers: Mapping[bytes | str, bytes | str],
    content: bytes,
    fine: Collection[int],
) -> Response:
    end = time.monotonic() + address.whole
    with httpcore.ConnectionPool(
        ssl_context=_context(), network_backend=_Checked(address, end), max_connections=1
    ) as pool:
        for _ in range(REDIRECTS + 1):
            _require_allowed(address, url)
            timeout = {"timeout": _TIMEOUT}
            asked = pool.stream(method, url, headers=headers, content=content, extensions=timeout)
            with asked as answer:
                if answer.status not in _MOVED or method != "GET":
                    return _read(address, answer, fine)
                url = _redirected(address, url, _header(answer, "location"))
    raise _refused(address, "redirects again and again")


def _headers(seen: Seen | None) -> dict[bytes | str, bytes | str]:
    headers: dict[bytes | str, bytes | str] = {
        "User-Agent": AGENT,
        "Accept": "*/*",
        "Accept-Encoding": "identity",
    }
    if seen and seen.etag:
        headers["If-None-Match"] = seen.etag
    if seen and seen.last_modified:
        headers["If-Modified-Since"] = seen.last_modified
    return headers


def _require_allowed(address: Address, url: str) -> None:
    asked, own = urlsplit(url), urlsplit(address.url)
    if address.is_named or address.is_told:
        schemes = ("https", own.scheme) if address.is_named else ("https",)
        allowed = asked.hostname == own.hostname and asked.scheme in schemes
    else:
        allowed = asked.hostname in HOSTS and asked.scheme == "https"
    if not allowed:
        raise _refused(address, "is at an address that is not allowed")


def _redirected(address: Address, url: str, location: str) -> str:
    try:
        target = urljoin(url, location)
        here, there = urlsplit(url), urlsplit(target)
        wanted = (here.scheme, here.hostname, here.port)
        is_here = (there.scheme, there.hostname, there.port) == wanted
    except ValueError:
        is_here = False
    if not is_here:
        raise _refused(address, "redirects to another place, where nothing is asked")
    return target


def _read(address: Address, answer: httpcore.Response, fine: Collection[int]) -> Response:
    if answer.status not in fine:
        after = _header(answer, "retry-after")
        wait = min(int(after[:9]), LONGEST_WAIT) if after.isdecimal() else 0
        message = f"answered with status {answer.status}"
        raise _refused(address, message, status=answer.status, wait=wait)
    if not address.is_heard:
        return Response(answer.status, b"", Seen())
    if _header(answer, "content-encoding") not in ("", "identity"):
        raise _refused(address, "answered in a form that was not asked for")
    length = _header(answer, "content-length")
    too_much = f"answered with more than {LARGEST // 1024 // 1024} MB"
    if length.isdecimal() and int(length[:20]) > LARGEST:
        raise _refused(address, too_much)
    body = bytearray()
    for chunk in answer.iter_stream():
        body += chunk
        if len(body) > LARGEST:
            raise _refused(address, too_much)
    seen = Seen(_returned(answer, "etag"), _returned(answer, "last-modified"))
    return Response(answer.status, bytes(body), seen)


def _returned(answer: httpcore.Response, name: str) -> str:
    """Return a header that is sent back with the next question, where it can be sent at all."""
    value = _header(answer, name)
    return value if len(value) <= LONGEST_SEEN and value.isascii() and value.isprintable() else ""


def _header(answer: httpcore.Response, name: str) -> str:
    wanted = name.encode()
    found = (value for key, value in answer.headers if key.lower() == wanted)
    return next(found, b"").decode("latin-1").strip()


def _refused(address: Address, what: str, *, status: int = 0, wait: int = 0) -> OutboundError:
    return OutboundError(f"{address.title} {what}.", status=status, wait=wait)


@cache
def _context() -> ssl.SSLContext:
    """Trust whom Mozilla trusts, and whom this machine does beside them."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


class _Checked(httpcore.NetworkBackend):
    """Connects to checked addresses only, and gives up at an end of time."""

    def __init__(self, address: Address, end: float) -> None:
        self.address = address
        self.end = end
        self.inner: httpcore.NetworkBackend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  `left` is what counts
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> NetworkStream:
        """Connect to the first of the name's addresses that answers."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise _refused(self.address, "cannot be found; this machine may be offline") from error
        places = [str(each[4][0]) for each in found]
        if not self.address.is_named and not all(map(is_public, places)):
            raise _refused(self.address, "is at an address inside this network")
        failed: Exception = httpcore.ConnectError("no address")
        for place in dict.fromkeys(places):
            try:
                stream = self.inner.connect_tcp(
                    place, port, left(self.end), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Timed(stream, self.end)
        raise failed


class _Timed(httpcore.NetworkStream):
    """A connection on which nothing takes longer than is left."""

    def __init__(self, inner: NetworkStream, end: float) -> None:
        self.inner = inner
        self.end = end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002  the same
        """Read what comes."""
        return self.inner.read(max_bytes, left(self.end))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002  the same
        """Send."""
        self.inner.write(buffer, left(self.end))

    def close(self) -> None:
        """Hang up."""
        self.inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002  the same
    ) -> NetworkStream:
        """Encrypt, once the server proved to be the one that was named."""
        inner = self.inner.start_tls(ssl_context, server_hostname, left(self.end))
        return _Timed(inner, self.end)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection tells about itself."""
        return self.inner.get_extra_info(info)


def left(end: float) -> float:
    """Return the seconds for one step.

    Raises:
        ReadTimeout: the whole time is used up.
    """
    seconds = end - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout("the whole time is used up")
    return min(EACH, seconds)
