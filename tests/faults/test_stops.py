"""PostgreSQL that stops, crashes or has no space while people write: nothing acknowledged is lost.

Twenty stops under twenty writers with `--soak` (`make soak`), one at every run.
"""

from __future__ import annotations

import asyncio
import random
import time
import urllib.error
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from finance_app import outages
from finance_app.services import maintenance
from tests import postgresql
from tests.conftest import forget_settings
from tests.faults.people import Page, Person, closed, lost, people, well_again
from tests.faults.servers import App, Disk, PostgreSQL, app, compiled
from tests.faults.test_storage import SOON, said_plainly, signed_in
from tests.figures import OUTAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.figures import Figure

STOPS, WRITERS, ROUNDS = 20, 20, 5
AT_ONCE = 3  # writers, where not the whole is asked for
AWAY = 5.0  # seconds that it is away at most
PLAIN = {outages.AWAY, outages.FULL, outages.BROKEN, outages.READ_ONLY}
"""What may be said: a server that cannot write goes away."""

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.browser,  # not the browser itself, but what is built for it
    pytest.mark.timeout(1800),
    pytest.mark.usefixtures("built"),
]


@pytest.fixture(scope="module")
def disk() -> Iterator[Disk]:
    """The disk that PostgreSQL has its data on."""
    with TemporaryDirectory(prefix="finance-faults-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # it runs as a user of its own
        (folder / "own").mkdir()
        yield Disk(compiled(folder), folder / "own" / "data", folder / "fault")


@pytest.fixture(scope="module")
def server(disk: Disk) -> Iterator[PostgreSQL]:
    running = PostgreSQL(disk.word.parent / "own", disk.settings)
    yield running
    if running.is_up():
        running.stop("immediate")


@pytest.fixture
def url(server: PostgreSQL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database with the newest schema on it."""
    name = f"finance_{tmp_path.name}".lower().replace("-", "_")[:50]
    postgresql.execute(server.url, f"CREATE DATABASE {name}")
    monkeypatch.setenv("FINANCE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FINANCE_DATABASE_URL", f"{server.url}/{name}")
    forget_settings()
    maintenance.migrate()
    yield f"{server.url}/{name}"
    forget_settings()


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url) as answer:  # noqa: S310  our own server
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


async def write(port: int, person: Person, over: asyncio.Event, said: set[str]) -> None:
    """Add entries until all is over, opening the page again where it was closed."""
    while not over.is_set():
        page = Page(port, person)
        try:
            await page.__aenter__()
            while not over.is_set():
                told = await page.add()
                if "Added" not in told:
                    said.add(told)
                    await asyncio.sleep(0.1)
        except (ConnectionError, TimeoutError):
            await asyncio.sleep(0.2)
        finally:
            await closed([page])


async def seen_down(running: App) -> None:
    """Health says that it cannot work, and a form gets a sentence."""
    assert await asyncio.to_thread(status, f"{running.url}/readyz") == 503
    assert await asyncio.to_thread(status, f"{running.url}/healthz") == 200
    assert await asyncio.to_thread(status, f"{running.url}/login") == 200
    code, text = await asyncio.to_thread(signed_in, running.url)
    assert (code, text.strip()) == (503, outages.AWAY.told)


async def until_ready(running: App, person: Person) -> float:
    """Return how many seconds it takes until somebody's entry is written again."""
    began, before = time.monotonic(), len(person.acknowledged)
    while len(person.acknowledged) == before:
        assert time.monotonic() < began + 6 * SOON
        await asyncio.sleep(0.02)
    assert await asyncio.to_thread(status, f"{running.url}/readyz") == 200
    return time.monotonic() - began


async def stopped(
    running: App, server: PostgreSQL, everybody: list[Person], times: int, most: float
) -> float:
    """Stop and start under load; return the longest time until somebody wrote again."""
    dice, longest = random.Random(20), 0.0  # noqa: S311  no secret
    over, said = asyncio.Event(), set[str]()
    at_work = [asyncio.ensure_future(write(running.port, one, over, said)) for one in everybody]
    await until_ready(running, everybody[0])
    for number in range(times):
        await asyncio.to_thread(server.stop, "fast" if number % 2 else "immediate")
        await seen_down(running)
        await asyncio.sleep(dice.uniform(0, most))
        await asyncio.to_thread(server.start)
        longest = max(longest, await until_ready(running, everybody[0]))
    over.set()
    await asyncio.gather(*at_work)
    assert said
    assert said <= {one.told for one in PLAIN}
    return longest


async def failed(running: App, server: PostgreSQL, disk: Disk, person: Person, how: str) -> float:
    """Let the disk fail while somebody writes; return the time until they could again."""
    async with Page(running.port, person) as page:
        await well_again(page)
        disk.fail(how)
        said = ""
        while not said or "Added" in said:
            said = await page.add()
        assert said in {one.told for one in PLAIN}
        disk.mend()
        watching = asyncio.ensure_future(kept_up(server))
        try:
            return await well_again(page)
        finally:
            watching.cancel()
            await asyncio.wait([watching])


async def kept_up(server: PostgreSQL) -> None:
    """Start it where it ended, as what watches over services does."""
    while True:
        if not await asyncio.to_thread(server.is_up):
            await asyncio.to_thread(server.start)
        await asyncio.sleep(0.2)


async def test_postgresql_stops_and_its_disk_fails_again_and_again(
    url: str,
    server: PostgreSQL,
    disk: Disk,
    tmp_path: Path,
    figure: Figure,
    *,
    is_whole: bool,
) -> None:
    stops, rounds = (STOPS, ROUNDS) if is_whole else (1, 1)
    everybody = people(WRITERS if is_whole else AT_ONCE)
    forget_settings()
    with app(tmp_path, FINANCE_DATABASE_URL=url) as running:
        after_stops = await stopped(running, server, everybody, stops, AWAY if is_whole else 0.5)
        faults = ("full", "fsync") * rounds
        after_faults = [await failed(running, server, disk, everybody[0], how) for how in faults]
        said_plainly(running, {outages.AWAY})
    assert lost(everybody) == []
    assert max(after_stops, *after_faults) <= SOON
    count = sum(len(one.acknowledged) for one in everybody)
    figure(
        OUTAGES,
        f"PostgreSQL stopped {stops} × under {len(everybody)} writers, well again after "
        f"{after_stops:.1f} s at most; {rounds} × ENOSPC and failing fsync below it, well again "
        f"after {max(after_faults):.1f} s at most; 0 of {count} lost",
    )
