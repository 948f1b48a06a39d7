"""The API as a whole: its operations, what it says of itself, and who is let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from finance_app import __version__
from finance_app.api import docs
from finance_app.api.bearers import Bearers
from finance_app.api.doors import access_of
from finance_app.api.errors import add_handlers
from finance_app.api.routes import (
    accounts,
    books,
    categories,
    changes,
    entries,
    figures,
    imports,
    jobs,
    labels,
    members,
    preferences,
    rates,
    transfers,
    users,
    webhooks,
)
from finance_app.api.schemas.problems import Problem
from finance_app.web.answers import API, PROBLEM

if TYPE_CHECKING:
    from starlette.types import ASGIApp

ABOUT = """The books of the token’s user, for programs.

Send `Authorization: Bearer fin_…`; a token is made on the Security page, or by the command
`token add`. Cookies never count here. Keys are text; amounts are text in major units, such as
`"12.30"`; days are dates, moments are in UTC.

* **Lists** come in pages: send `next` as `cursor` for the one after. `fields` names the only ones
  that are wanted.
* **Changes** of a thing take `If-Match` with the `ETag` it came with: 428 without, 412 where it was
  changed meanwhile.
* **Writes** may carry an `Idempotency-Key`: the same request is done once within 24 hours, another
  one of that key is refused (422), and one that is being done is, too (409).
* **Problems** are `application/problem+json`, with the sentence that the screen would say.
* **Pace**: `RateLimit-Remaining` says how many requests are left now; 429 comes with `Retry-After`.
* **Versions**: within `v1` fields and operations are added, none goes or means something else.
  What has to go is marked `deprecated` for a year before.
"""
NOUNS = (
    books,
    members,
    accounts,
    categories,
    labels,
    entries,
    transfers,
    imports,
    rates,
    figures,
    changes,
    webhooks,
    preferences,
    users,
    jobs,
)
FAILED: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "What is wrong, in a sentence, and with which fields.",
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}


def api(each_minute: int) -> ASGIApp:
    """Return the API.

    Args:
        each_minute: how many requests a token has.
    """
    return Bearers(application(), each_minute)


def application() -> FastAPI:
    """Return the operations, without who is let in."""
    app = FastAPI(
        title="Finance",
        version=__version__,
        description=ABOUT,
        servers=[{"url": API}],
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=FAILED,
        separate_input_output_schemas=True,
        generate_unique_id_function=lambda route: route.name,
    )
    add_handlers(app)
    for each in NOUNS:
        for route in each.router.routes:
            said = {"x-access": access_of(route.endpoint)}
            route.openapi_extra = {**(route.openapi_extra or {}), **said}
        app.include_router(each.router)
    app.webhooks.include_router(webhooks.told)
    app.add_route("/docs", docs.page, include_in_schema=False)
    made = app.openapi

    def described() -> dict[str, Any]:
        """Return what the API says of itself, with the one shape that no operation names."""
        found = made()
        problem = Problem.model_json_schema(
            mode="serialization", ref_template="#/components/schemas/{model}"
        )
        found["components"]["schemas"] |= {**problem.pop("$defs"), "Problem": problem}
        return found

    app.openapi = described  # type: ignore[method-assign]  # as FastAPI's documentation does
    return app
