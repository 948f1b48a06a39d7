"""Browsers that people sign in with: what is known of one, and its name as people know it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network

UNKNOWN = "An unknown browser"
_BROWSERS = (  # the first one that is named: others pretend to be those further down
    (r"Edg(?:A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"Vivaldi/", "Vivaldi"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|HeadlessChrome/", "Chrome"),
    (r"Safari/", "Safari"),
    (r"curl/|python|Wget", "A program"),
)
_SYSTEMS = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"CrOS", "ChromeOS"),
    (r"Mac OS X|Macintosh", "Mac"),
    (r"Linux|X11", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that somebody signs in with.

    Args:
        name: what it calls itself.
        address: the network that it is in.
        known_by: what it is or will be known by at its next sign-in, a secret of its own; nothing
            is nobody's browser, such as a program's.
        stays: whether it is to stay signed in after it was closed.
    """

    name: str = ""
    address: str = ""
    known_by: str = field(default="", repr=False)
    stays: bool = True


_PREFIXES = {4: 24, 6: 48}
NO_BROWSER = Browser()


def device_text(user_agent: str) -> str:
    """Return the browser and what it runs on, such as `Firefox on Linux`."""
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A browser on {system}" if system else UNKNOWN)


def network_text(address: str) -> str:
    """Return the network that an address is in, such as `192.0.2.0/24`; nothing for no address.

    That tells a provider and about a town, but no household: a /24, or the /48 of IPv6.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ip_network((int(found), _PREFIXES[found.version]), strict=False))


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in known if re.search(pattern, text, re.ASCII)), "")
