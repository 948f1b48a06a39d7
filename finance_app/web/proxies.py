"""Who is really asking: trusted proxies are believed, others' forwarded headers are dropped."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from finance_app.errors import ConfigurationError
from finance_app.web.answers import header

if TYPE_CHECKING:
    from collections.abc import Iterable
    from ipaddress import IPv4Network, IPv6Network

    from starlette.types import ASGIApp, Receive, Scope, Send

FORWARDED = (b"forwarded", b"x-forwarded-")
REQUEST = b"x-request-id"
SECURE = {"http": "https", "websocket": "wss"}
PLAIN = {"http": "http", "websocket": "ws"}


class Proxies:
    """Sets scheme, host and client of a request to what the outermost trusted proxy saw.

    Args:
        trusted: addresses or networks, such as `127.0.0.1` or `172.16.0.0/12`.

    Raises:
        ConfigurationError: one of them is neither.
    """

    def __init__(self, app: ASGIApp, trusted: Iterable[str]) -> None:
        self.app = app
        self.trusted = [_network(each) for each in trusted]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Rewrite the request before anyone looks at it."""
        if scope["type"] in PLAIN:
            scope = self.seen_from_outside(scope)
        await self.app(scope, receive, send)

    def seen_from_outside(self, scope: Scope) -> Scope:
        """Return the request as it was before the trusted proxies, without forwarded headers."""
        kept = [(key, value) for key, value in scope["headers"] if not key.startswith(FORWARDED)]
        client = scope.get("client") or ("", 0)
        if not self.trusts(client[0]):
            return {**scope, "headers": [pair for pair in kept if pair[0] != REQUEST]}
        schemes = SECURE if header(scope, "x-forwarded-proto") == "https" else PLAIN
        if host := header(scope, "x-forwarded-host"):
            kept = [pair for pair in kept if pair[0] != b"host"]
            kept.append((b"host", host.encode("latin-1")))
        asking = self.outermost(header(scope, "x-forwarded-for"), client[0])
        return {
            **scope,
            "headers": kept,
            "scheme": schemes[scope["type"]],
            "client": (asking, client[1]),
        }

    def outermost(self, chain: str, nearest: str) -> str:
        """Return the last address of a chain that no trusted proxy vouches past."""
        for hop in (part.strip() for part in reversed(chain.split(","))):
            if not _is_address(hop):
                break
            nearest = hop
            if not self.trusts(hop):
                break
        return nearest

    def trusts(self, address: str) -> bool:
        """Whether an address is one of the trusted proxies."""
        if not _is_address(address):
            return False
        asked = ip_address(address)
        asked = getattr(asked, "ipv4_mapped", None) or asked
        return any(asked in network for network in self.trusted)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text, strict=False)
    except ValueError as error:
        message = f"FINANCE_TRUSTED_PROXIES: {text} is neither an address nor a network."
        raise ConfigurationError(message) from error
