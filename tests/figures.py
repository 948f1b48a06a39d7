"""What safety and reliability are measured by: which tests, the goals, what came of them.

`make soak` runs the tests that stand here in full length, and what they measured is written to
`docs/soak.md`; a row whose tests did not run keeps what an earlier run said, with its day.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

type Figure = Callable[[str, str], None]

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "soak.md"
NOT_RUN = "not run"
INTRO = """# What was measured

Written by `make soak`, which runs the long versions of the tests named here; `make test` runs about
one in a hundred of each. A row says on which day it was measured last. Machine of the last run:
{cores} cores, {memory} GB of memory.

| figure | goal | measured | result | day | command |
|---|---|---|---|---|---|
"""
ROW = re.compile(r"^\| (?P<cells>.+) \|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure.

    Args:
        tests: the files that measure it.
        comes_with: what has to be there first, where nothing measures it (or all of it) yet.
    """

    name: str
    goal: str
    tests: tuple[str, ...] = ()
    comes_with: str = ""

    @property
    def command(self) -> str:
        """How it is measured."""
        return f"`.venv/bin/pytest --soak {' '.join(self.tests)}`" if self.tests else ""


KILLS = "kill −9 during import, bulk edit, undo, restore, migration"
OUTAGES = "disk full, fsync error, PostgreSQL stopped ×20 under load"
WRITERS = "two tabs, 20 writers, 10,000 operations"
CROWD = "500 sockets, 10 min"
FIGURES = (
    Wanted(
        "OWASP ASVS 5.0 level 2",
        "each of the 154 testable requirements that apply carries a passing test id",
        ("tests/test_asvs.py",),
    ),
    Wanted(
        "authorisation sweep",
        "100 % of handlers and routes enumerated; 0 foreign rows",
        ("tests/test_sweep.py", "tests/test_sweep_http.py"),
    ),
    Wanted(
        "hostile origins on the websocket",
        "≥ 12 forms, all refused",
        ("tests/web/test_origins.py",),
    ),
    Wanted(
        "headers",
        "MDN Observatory analyser A+, ≥ 110; on every answer, errors and files included",
        ("tests/e2e/test_observatory.py",),
    ),
    Wanted(
        "revocation",
        "≤ 5 s on all workers, open sockets included",
        ("tests/web/test_sockets.py", "tests/services/test_callers.py"),
    ),
    Wanted(
        "brute force",
        "≤ 10 guesses / 15 min / account + address, ≤ 100 a day / account; survives restart, "
        "shared by workers",
        ("tests/services/test_guesses.py",),
    ),
    Wanted(
        "enumeration",
        "same body; median difference < 5 ms or 5 %",
        ("tests/web/test_enumeration.py",),
    ),
    Wanted(
        "mutated tokens and signatures",
        "0 accepted, 0 crashes",
        ("tests/web/test_mutated_tokens.py",),
    ),
    Wanted(
        "1,000 hostile sockets, 20,000 events from one",
        "others' p95 ≤ 1 s",
        ("tests/web/test_limits.py",),
    ),
    Wanted(
        "parsers",
        "10,000 mutated inputs each: 0 crashes, 0 rows changed, ≤ 2 s, ≤ 256 MB",
        ("tests/adapters/statements/test_mutations.py",),
    ),
    Wanted(
        "REST fuzz",
        "schemathesis, all checks, ≥ 200 cases of each kind an operation: 0 × 5xx, 0 schema breaks",
        ("tests/api/test_fuzz.py",),
    ),
    Wanted(
        "injection corpus",
        "≥ 60 strings in every text field → page, chart, report, export, mail: 0 hits",
        ("tests/services/test_corpus.py", "tests/e2e/test_corpus.py"),
    ),
    Wanted(
        "tamperings with the audit log and the books' changes",
        "each of 1,000 is found, both databases",
        ("tests/services/test_tamperings.py",),
    ),
    Wanted(
        "canaries through every flow",
        "0 in logs, addresses, error pages, browser storage",
        (
            "tests/test_canaries.py",
            "tests/e2e/test_canaries.py",
            "tests/e2e/test_canaries_made.py",
        ),
    ),
    Wanted(
        KILLS,
        "300: 0 half-applied, 0 lost acknowledged",
        ("tests/faults/test_kills.py", "tests/services/test_import_kills.py"),
    ),
    Wanted(
        OUTAGES,
        "0 lost acknowledged, recovers ≤ 10 s",
        ("tests/faults/test_storage.py", "tests/faults/test_stops.py"),
    ),
    Wanted(
        "rate provider down, slow, garbage",
        "screens unaffected, last good rate kept and marked, 0 garbage stored",
        (
            "tests/services/test_rate_feeds.py",
            "tests/adapters/test_rate_providers.py",
            "tests/jobs/test_rates.py",
        ),
    ),
    Wanted(
        "SMTP down a day",
        "0 lost; one accept per Message-ID, but for ≤ 1 repeat per kill between “250” and commit",
        ("tests/services/test_mail_lives.py",),
    ),
    Wanted(
        "2–4 workers' schedulers",
        "each effect once in 500 ticks; a stale leader is refused",
        ("tests/jobs/test_ticks.py",),
    ),
    Wanted(
        WRITERS,
        "0 lost updates, trial balance 0, no “database is locked”",
        ("tests/faults/test_writers.py",),
    ),
    Wanted(
        CROWD,
        "p95 ≤ 500 ms, RSS ≤ 700 MB, growth ≤ 1 MB/min",
        ("tests/faults/test_crowd.py",),
    ),
    Wanted(
        "upgrade from every released schema; downgrade",
        "hash-equal, both databases",
        ("tests/test_migrations.py",),
    ),
    Wanted("backup → restore", "hash-equal, both databases", comes_with="backup"),
)


class Measured:
    """What came of the tests of one run."""

    def __init__(self) -> None:
        self.said: dict[str, list[str]] = defaultdict(list)
        self.outcomes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))

    def note(self, name: str, value: str) -> None:
        """Keep what a test measured of a figure."""
        assert name in {each.name for each in FIGURES}
        self.said[name].append(value)

    def count(self, report: pytest.TestReport) -> None:
        """Keep how a test ended."""
        if report.when == "call" or report.outcome != "passed":
            self.outcomes[report.location[0]][report.outcome] += 1

    def cells(self, wanted: Wanted, before: Sequence[str]) -> list[str]:
        """Return a figure's row."""
        counts: dict[str, int] = defaultdict(int)
        for path in wanted.tests:
            for outcome, count in self.outcomes[path].items():
                counts[outcome] += count
        now = f"{datetime.now(UTC):%Y-%m-%d}"
        if wanted.comes_with:
            return [wanted.name, wanted.goal, "", f"comes with {wanted.comes_with}", "", ""]
        if not counts:
            kept = list(before[2:5]) if len(before) > 4 else ["", NOT_RUN, ""]
            return [wanted.name, wanted.goal, *kept, wanted.command]
        left = [path for path in wanted.tests if not self.outcomes[path]]
        told = [", ".join(f"{count} {outcome}" for outcome, count in counts.items())]
        result = "failed" if counts["failed"] else "partly run" if left else "reached"
        said = "; ".join([*self.said[wanted.name], *told])
        return [wanted.name, wanted.goal, said, result, now, wanted.command]


def text(measured: Measured, before: str, machine: Mapping[str, object]) -> str:
    """Return the page, with what stood in it before where nothing was measured anew."""
    rows = [found["cells"].split(" | ") for found in ROW.finditer(before)]
    known = {row[0]: row for row in rows}
    made = [measured.cells(each, known.get(each.name, [])) for each in FIGURES]
    return INTRO.format(**machine) + "".join(f"| {' | '.join(row)} |\n" for row in made)


def machine() -> dict[str, object]:
    """Return what the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {"cores": os.cpu_count(), "memory": round(memory)}


KEY: pytest.StashKey[Measured] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[KEY] = Measured()


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """A function that keeps what was measured: `figure(name, what)`."""
    return request.config.stash[KEY].note


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Count how a test ended."""
    report = yield
    item.config.stash[KEY].count(report)
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the page, where the whole was run."""
    if session.config.getoption("--soak"):
        before = PAGE.read_text("utf-8") if PAGE.is_file() else ""
        PAGE.write_text(text(session.config.stash[KEY], before, machine()), "utf-8")


def files() -> list[str]:
    """Return the files that measure something, each once."""
    return list(dict.fromkeys(path for each in FIGURES for path in each.tests))


if __name__ == "__main__":
    print(*files())  # noqa: T201  for the Makefile
