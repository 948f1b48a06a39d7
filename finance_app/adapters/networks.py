"""Which addresses are out in the internet, and which inside some network."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

_NAT64 = ip_network("64:ff9b::/96")
_INNER = tuple(map(ip_network, ("64:ff9b:1::/48", "fec0::/10", "::/96")))
"""Of this network, though not every Python says so."""


def is_public(text: str) -> bool:
    """Say whether an IP address is out in the internet, also where it wraps another one."""
    found = ip_address(text.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if found in _NAT64:
            inner = ip_address(int(found) & 0xFFFFFFFF)  # type: ignore[assignment]  # an IPv4Address
        if inner is not None:
            return is_public(str(inner))
    is_inner = any(found in each for each in _INNER if each.version == found.version)
    return found.is_global and not found.is_multicast and not is_inner
