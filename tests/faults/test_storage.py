"""A disk that is full, may not be written or fails: a sentence says so, and nothing is lost."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from functools import partial
from typing import TYPE_CHECKING

import pytest

from finance_app import db, outages
from tests.conftest import forget_settings
from tests.faults.people import Page, Person, lost, people, well_again
from tests.faults.servers import App, Disk, app, compiled
from tests.figures import OUTAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.figures import Figure

SOON = 10.0  # seconds until all is well again
TOLD = {
    "full": {outages.FULL},
    "readonly": {outages.READ_ONLY, outages.BROKEN},
    "fsync": {outages.BROKEN},
}
ROUNDS = 20
KEPT = 64_000  # bytes that are left on a disk

pytestmark = [
    pytest.mark.browser,  # not the browser itself, but what is built for it
    pytest.mark.timeout(1800),
    pytest.mark.usefixtures("built", "sqlite"),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("disk"))


@pytest.fixture
def disk(library: Path, tmp_path: Path) -> Disk:
    return Disk(library, tmp_path, tmp_path.parent / f"{tmp_path.name}-fault")


def signed_in(url: str) -> tuple[int, str]:
    """Send the form for signing in as a browser does; return how that was answered."""
    form = urllib.parse.urlencode({"email": "nobody@example.org", "password": "x"}).encode()
    headers = {"Origin": url, "Accept": "text/html"}
    request = urllib.request.Request(f"{url}/auth/sign-in", form, headers)  # noqa: S310  our own server
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310  the same
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


async def harmed(
    running: App, person: Person, wanted: set[outages.Outage], page: Page, *, has_room: bool
) -> None:
    """See what users and the log are told while nothing can be written."""
    said = ""
    while not said or "Added" in said:  # what is left of a disk takes some more
        said = await page.add()
    assert said in {one.told for one in wanted}
    assert '"days_rx_state_"' in await page.see()
    assert person.acknowledged[-1] in await page.see()
    status, text = await asyncio.to_thread(signed_in, running.url)
    assert (status, text.strip()) in {(503, one.told) for one in wanted} or (
        status == 200 and has_room  # for the few bytes that a try to sign in takes
    )


def said_plainly(running: App, wanted: set[outages.Outage]) -> None:
    """The log says what happened and what to do, and has no stack in it."""
    logged = running.logged()
    assert any(one.logged.partition("{")[0] in line for line in logged for one in wanted)
    assert not any("Traceback" in line or line.startswith(" ") for line in logged)


async def survived(
    running: App,
    person: Person,
    faults: Sequence[tuple[str, Callable[[], None], Callable[[], None]]],
    *,
    has_room: bool = False,
) -> float:
    """Go through faults one after the other; return the longest time to be well again."""
    longest = 0.0
    async with Page(running.port, person) as page:
        assert "Added" in await page.add()
        for how, harm, mend in faults:
            harm()
            await harmed(running, person, TOLD[how], page, has_room=has_room)
            mend()
            longest = max(longest, await well_again(page))
            said_plainly(running, TOLD[how])
    return longest


async def test_a_disk_that_fails_loses_nothing_and_is_told_in_a_sentence(
    disk: Disk, tmp_path: Path, figure: Figure, *, is_whole: bool
) -> None:
    (person,) = people(1)
    forget_settings()
    faults = [(how, partial(disk.fail, how), disk.mend) for how in TOLD]
    faults *= ROUNDS if is_whole else 1
    with app(tmp_path, **disk.settings) as running:
        longest = await survived(running, person, faults)
    assert lost([person]) == []
    assert longest <= SOON
    figure(
        OUTAGES,
        f"SQLite: {len(faults)} × ENOSPC, EROFS, failing fsync at the system calls: 0 of "
        f"{len(person.acknowledged)} lost, well again after {longest:.1f} s at most",
    )


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path | None]:
    """A folder on a small disk of its own, None where the machine lets none be mounted."""
    folder = tmp_path / "small"
    folder.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", "size=48m", "none", str(folder)]
    if subprocess.run(asked, check=False, capture_output=True).returncode:
        yield None
        return
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


async def test_a_disk_that_is_really_full_and_has_space_again(
    small: Path | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    figure: Figure,
    *,
    is_whole: bool,
) -> None:
    if not is_whole or small is None:
        return  # it is the slower of two ways to the same errors
    key = "one that seals in the folder of before, and in the full one"
    monkeypatch.setenv("FINANCE_SECRET_KEY", key)
    forget_settings()
    (person,) = people(1)
    forget_settings()
    shutil.move(tmp_path / "finance.db", small / "finance.db")
    monkeypatch.setenv("FINANCE_DATA_DIR", str(small))
    ballast = small / "ballast"

    def fill() -> None:
        with ballast.open("wb") as file:
            file.write(bytes(shutil.disk_usage(small).free - KEPT))

    with app(small, FINANCE_SECRET_KEY=key) as running:
        faults = [("full", fill, ballast.unlink)] * ROUNDS
        longest = await survived(running, person, faults, has_room=True)
    assert lost([person]) == []
    db.dispose()
    assert longest <= SOON
    figure(
        OUTAGES,
        f"SQLite: {ROUNDS} × a disk of 48 MB filled: 0 of {len(person.acknowledged)} lost, well "
        f"again after {longest:.1f} s at most",
    )
