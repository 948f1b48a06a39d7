"""Answers of operations: JSON with an ETag, as short as the program can read it."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from hashlib import blake2b
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import brotli  # type: ignore[import-untyped]  # it has no stubs
from starlette.responses import Response

from finance_app.api.schemas.common import Page
from finance_app.web.answers import header

if TYPE_CHECKING:
    from pydantic import BaseModel
    from starlette.requests import Request

JSON = "application/json"
WORTH_IT = 1000  # bytes from which an answer is compressed


@dataclass(frozen=True, slots=True)
class File:
    """A file to keep.

    Args:
        name: plain characters.
    """

    name: str
    content: bytes
    media_type: str

    def sent(self) -> Response:
        """Return it as an answer."""
        kept = {"Content-Disposition": f'attachment; filename="{self.name}"'}
        return Response(self.content, media_type=self.media_type, headers=kept)


def body_of(found: BaseModel) -> bytes:
    """Return a shape as JSON; of the things in a page only the fields that were asked for."""
    if isinstance(found, Page) and found.fields:
        kept: Any = {"items": {"__all__": set(found.fields)}, "next": True}
        return found.model_dump_json(include=kept).encode()
    return found.model_dump_json().encode()


def etag(body: bytes) -> str:
    """Return what tells this content from any other."""
    return f'"{blake2b(body, digest_size=16).hexdigest()}"'


def tags(text: str) -> list[str]:
    """Return the ETags of an If-Match or If-None-Match header."""
    return [one.strip().removeprefix("W/") for one in text.split(",")]


def shown(found: BaseModel | File | None, request: Request, status: int = 200) -> Response:
    """Return what an operation found as an answer; 304 where the program has it already."""
    if isinstance(found, File):
        return found.sent()
    if found is None:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    body = body_of(found)
    response = Response(body, status, media_type=JSON, headers={"ETag": etag(body)})
    if status == HTTPStatus.CREATED and (key := getattr(found, "id", None)):
        response.headers["Location"] = f"{request.url.path}/{key}"
    if etag(body) in tags(header(request.scope, "if-none-match")) and request.method == "GET":
        return Response(status_code=304, headers={"ETag": etag(body)})
    return response


def codings(accepted: str) -> set[str]:
    """Return the codings that an Accept-Encoding header names and does not refuse."""
    parts = (one.lower().replace(" ", "").partition(";q=") for one in accepted.split(","))
    return {name for name, _, weight in parts if not weight or weight.strip("0.")}


def compressed(response: Response, accepted: str) -> Response:
    """Return an answer in the coding that a program accepts."""
    response.headers["Vary"] = "Accept-Encoding"
    if len(response.body) < WORTH_IT:
        return response
    known = codings(accepted)
    if "br" in known:
        coding, short = "br", brotli.compress(bytes(response.body), quality=4)
    elif "gzip" in known:
        coding, short = "gzip", gzip.compress(bytes(response.body), 5, mtime=0)
    else:
        return response
    response.body = short
    response.headers["Content-Encoding"] = coding
    response.headers["Content-Length"] = str(len(short))
    return response
