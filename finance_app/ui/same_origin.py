"""A build plugin: the browser talks to the origin it came from, whatever its host, port or scheme.

Reflex bakes the server's address into the client and exchanges only the host name, so that a
remapped port or https on another port than 443 would not find the websocket.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reflex.plugins import Plugin

if TYPE_CHECKING:
    from pathlib import Path

CLIENT = "utils/state.js"
STOCK = re.compile(r"export const getBackendURL = \(url_str\) => \{\n.*?\n\};\n", re.DOTALL)
HOSTS = re.compile(r"const SAME_DOMAIN_HOSTNAMES = \[[^\]]*\];\n")
MARK = "// The origin this page came from."
OURS = f"""\
export const getBackendURL = (url_str) => {{
  {MARK}
  const endpoint = new URL(url_str ?? env.PING);
  if (typeof window === "undefined") return endpoint;
  const origin = new URL(endpoint.pathname, window.location.origin);
  if (endpoint.protocol.startsWith("ws")) {{
    origin.protocol = origin.protocol === "https:" ? "wss:" : "ws:";
  }}
  return origin;
}};
"""
BAKED = "0:0:0:0:0:0:0:0"  # stands in HOSTS alone, which the stock look-up reads


class SameOriginPlugin(Plugin):
    """Replaces Reflex's look-up of the server's address before the build, checks it after."""

    def pre_compile(self, **context: Any) -> None:
        """Have the client's source rewritten."""
        context["add_modify_task"](CLIENT, same_origin)

    def post_build(self, **context: Any) -> None:
        """Check that no look-up of a baked-in host is left.

        Raises:
            SystemExit: Reflex's output is not what this plugin knows.
        """
        static: Path = context["static_dir"]
        scripts = [path.read_text("utf-8") for path in static.rglob("*.js")]
        if any(BAKED in text for text in scripts) or not any("/_event" in text for text in scripts):
            message = "The built client still looks up a host of its own; see ui/same_origin.py."
            raise SystemExit(message)


def same_origin(source: str) -> str:
    """Return the client's source with our look-up in place of Reflex's, or of our older one.

    Raises:
        SystemExit: Reflex's function is not there, or there twice.
    """
    text, functions = STOCK.subn(lambda _: OURS, source)
    text, lists = HOSTS.subn("", text)
    if (functions, lists) != (1, 0 if MARK in source else 1):
        message = f"Reflex's {CLIENT} has changed; ui/same_origin.py must follow."
        raise SystemExit(message)
    return text
