"""A script of one statement that has a page look as its reader chose, before it is painted.

The page itself is the same for everybody, so that browsers can keep it. What Reflex reads, its
`theme` in the browser's storage, is a copy of the user's choice; without an answer it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from finance_app.domain.access import Access
from finance_app.web.routes import Route

if TYPE_CHECKING:
    from starlette.requests import Request

    from finance_app.domain.actors import Actor

SCRIPT = """((theme) => {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const shown = theme === "system" ? system : theme;
  const root = document.documentElement;
  localStorage.setItem("theme", theme);
  root.classList.remove("light", "dark");
  root.classList.add(shown);
  root.style.colorScheme = shown;
})("%s");
"""


async def theme(request: Request) -> Response:
    """Answer with the reader's choice; who is not signed in sees what was here last."""
    actor: Actor | None = request.state.actor
    return Response(SCRIPT % actor.theme if actor else "", media_type="text/javascript")


ROUTES = (Route("GET", "/theme.js", theme, Access.ANYONE),)
