"""A script that has a page look as its reader chose, before it is painted: the theme, the cards.

The page itself is the same for everybody, so that browsers can keep it. What Reflex reads, its
`theme` in the browser's storage, is a copy of the user's choice; without an answer it is used. The
dashboard's skeleton goes by properties of the document, so that no card jumps when it is filled.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.responses import Response

from finance_app.domain import cards
from finance_app.domain.access import Access
from finance_app.domain.cards import Card
from finance_app.web.routes import Route

if TYPE_CHECKING:
    from starlette.requests import Request

    from finance_app.domain.actors import Actor

SCRIPT = """((theme, cards) => {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const shown = theme === "system" ? system : theme;
  const root = document.documentElement;
  localStorage.setItem("theme", theme);
  root.classList.remove("light", "dark");
  root.classList.add(shown);
  root.style.colorScheme = shown;
  for (const [name, value] of Object.entries(cards)) root.style.setProperty(name, value);
})(%s, %s);
"""


async def theme(request: Request) -> Response:
    """Answer with the reader's choice; who is not signed in sees what was here last."""
    actor: Actor | None = request.state.actor
    made = SCRIPT % (json.dumps(actor.theme), json.dumps(_cards(actor.dashboard))) if actor else ""
    return Response(made, media_type="text/javascript")


def _cards(kept: str) -> dict[str, str]:
    """Return the properties that the skeleton of an arranged dashboard goes by."""
    if not kept:
        return {}
    arrangement = cards.read(kept)
    found = {f"--{place.card}-shown": "none" for place in arrangement}
    for number, place in enumerate(cards.laid_out(arrangement, (Card.COMING,))):
        found |= {
            f"--{place.card}-order": str(number),
            f"--{place.card}-columns": str(place.columns),
            f"--{place.card}-shown": "grid",
        }
    return found


ROUTES = (Route("GET", "/theme.js", theme, Access.ANYONE),)
