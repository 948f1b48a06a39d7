"""The API's description as a page: the app's own look, no script of its own, nothing from outside.

It is drawn from what OpenAPI says, so that it cannot say anything else.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.responses import HTMLResponse

from finance_app.api.examples import example
from finance_app.domain.access import Access

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    type Json = dict[str, Any]

PEOPLE = {
    Access.SIGNED_IN: "everybody",
    Access.EDITOR: "owners and editors",
    Access.OWNER: "owners",
    Access.ADMIN: "administrators",
}
TEMPLATES = Path(__file__).parent / "templates"


async def page(request: Request) -> Response:
    """Answer with the description."""
    return HTMLResponse(_drawn(request.app))


@cache
def _drawn(app: FastAPI) -> str:
    described: Json = app.openapi()
    shapes: Json = described["components"]["schemas"]
    groups: dict[str, list[Json]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            drawn = _operation(method, described["servers"][0]["url"] + path, operation, shapes)
            groups.setdefault(operation["tags"][0], []).append(drawn)
    pages = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return pages.get_template("docs.html").render(
        about=_prose(described["info"]["description"]), groups=groups, people=PEOPLE
    )


def _operation(method: str, path: str, operation: Json, shapes: Json) -> Json:
    """Return what the page says of an operation."""
    good = next(code for code in operation["responses"] if code.startswith("2"))
    answer = operation["responses"][good].get("content", {}).get("application/json")
    (demand,) = operation["security"]
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["operationId"].replace("_", " ").capitalize(),
        "about": _prose(operation.get("description", "")),
        "scope": demand["token"][0],
        "access": operation["x-access"],
        "parameters": [
            {"name": one["name"], "about": one.get("description", "")}
            for one in operation.get("parameters", ())
            if one["in"] != "path"
        ],
        "body": _written(operation.get("requestBody"), shapes),
        "status": good,
        "answer": _text(answer["schema"], shapes) if answer else "",
    }


def _written(body: Json | None, shapes: Json) -> str:
    """Return an example of what is sent; nothing where nothing is."""
    if body is None:
        return ""
    (kind,) = body["content"].values()
    return _text(kind["schema"], shapes) if kind else "The file, as it is."


def _text(schema: Json, shapes: Json) -> str:
    return json.dumps(example(schema, shapes), indent=2, ensure_ascii=False)


def _prose(text: str) -> Markup:
    """Return Markdown as HTML; HTML within it stays text."""
    return Markup(MarkdownIt("js-default").render(text))  # noqa: S704  escaped by it; our own text
