"""Where passkeys work: at the name that they were made for, over a connection browsers trust."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

MOST = 20  # of one user
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Site:
    """What passkeys are made for and shown to.

    Args:
        name: the host's, without scheme and port.
        origin: as the browser names it, `https://money.example`.
    """

    name: str
    origin: str


def site_of(origin: str, public_url: str) -> Site | None:
    """Return the site that a page is of, None where browsers or the deployment allow no passkeys.

    Args:
        origin: of the page, as its browser says.
        public_url: the deployment's address where it has one: passkeys then work there alone.
    """
    parts = urlsplit(origin)
    name = parts.hostname or ""
    near = name == "localhost" or name.endswith(".localhost")
    if not name or _is_number(name) or parts.scheme not in ("http", "https"):
        return None
    if parts.scheme == "http" and not near:
        return None
    if public_url and _place(public_url) != _place(origin):
        return None
    return Site(name, origin)


def _place(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    usual = 443 if parts.scheme == "https" else 80
    return parts.scheme, parts.hostname or "", parts.port or usual


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
