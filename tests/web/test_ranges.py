"""Parts of files: one at a time; whatever else is asked is answered as if nobody had asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.responses import FileResponse

from finance_app.web.ranges import OneRange
from tests.web.asking import ask

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import ASGIApp

SIZE = 1000
CONTENT = bytes(range(250)) * 4


@pytest.fixture
def app(tmp_path: Path) -> ASGIApp:
    """A file, as those of the built client and of all data are answered."""
    path = tmp_path / "file.bin"
    path.write_bytes(CONTENT)
    return OneRange(FileResponse(path, media_type="application/zip"))


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", CONTENT[:10]),
        ("bytes=500-", CONTENT[500:]),
        ("bytes=-10", CONTENT[-10:]),
        ("bytes=990-999999", CONTENT[990:]),
        ("bytes=-5000", CONTENT),
    ],
)
async def test_one_part_is_answered(app: ASGIApp, asked: str, part: bytes) -> None:
    answer = await ask(app, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (206, part)
    assert answer.headers["content-range"].endswith(f"/{SIZE}")


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-0,-1",
        "bytes=0-99,50-149,100-199",
        "bytes=" + ",".join(["0-"] * 5_000),
        "bytes=" + ",".join(f"{start}-{start}" for start in range(500)),
        "bytes=0-" + "9" * 400,
        "bytes=9-5",
        "bytes=-",
        "bytes=",
        "bytes=a-b",
        "bytes=٠-٩",
        "bytes 0-9",
        "items=0-9",
        "",
    ],
)
async def test_whatever_else_gets_the_whole_once(app: ASGIApp, asked: str) -> None:
    answer = await ask(app, headers={"Range": asked.encode()})
    assert (answer.status_code, answer.content) == (200, CONTENT)


async def test_two_questions_are_none(app: ASGIApp) -> None:
    twice = [("Range", "bytes=0-9"), ("Range", "bytes=5-9")]
    answer = await ask(app, headers=twice)  # type: ignore[arg-type]  # httpx takes pairs
    assert answer.status_code == 200


async def test_a_part_that_is_not_there_is_said_to_be_none(app: ASGIApp) -> None:
    answer = await ask(app, headers={"Range": "bytes=1000-"})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{SIZE}")
    assert len(answer.content) < 100


async def test_a_part_of_another_version_is_the_whole(app: ASGIApp) -> None:
    known = (await ask(app)).headers["etag"]
    for condition, status in ((known, 206), ('"another"', 200), (f"W/{known}", 200), ("x", 200)):
        answer = await ask(app, headers={"Range": "bytes=0-9", "If-Range": condition})
        assert answer.status_code == status, condition


async def test_looking_at_a_part_has_no_content(app: ASGIApp) -> None:
    answer = await ask(app, "/", "HEAD", headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer.content) == (206, b"")
