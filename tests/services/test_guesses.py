"""Guessing passwords: limits hold across processes at once, and over restarts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUESSING = """
import sys
from datetime import UTC, datetime
from finance_app import db
from finance_app.errors import TooManyAttemptsError
from finance_app.services import auth

accepted, now = 0, datetime.fromisoformat("2026-11-23T12:00:00+00:00")
print("ready", flush=True)
sys.stdin.readline()
for address in sys.argv[1:]:
    try:
        with db.write() as session:
            auth.begin(session, "ada@example.org", address, now)
    except TooManyAttemptsError:
        continue
    accepted += 1
print(accepted)
"""


class Guesser:
    """A process of its own that guesses at one account from network addresses in turn."""

    def __init__(self, addresses: list[str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", GUESSING, *addresses],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ready(self) -> None:
        """Wait until it has started."""
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def go(self) -> None:
        """Let it guess."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def accepted(self) -> int:
        """Return how many guesses were not refused."""
        said, _ = self.process.communicate(timeout=120)
        return int(said)


def accepted(*addresses: list[str]) -> int:
    """Return how many guesses processes at once get through."""
    guessers = [Guesser(each) for each in addresses]
    for one in guessers:
        one.ready()
    for one in guessers:
        one.go()
    return sum(one.accepted() for one in guessers)


@pytest.mark.usefixtures("database")
def test_ten_guesses_from_an_address_are_all_that_two_processes_have() -> None:
    home = ["192.0.2.1"] * 12
    assert accepted(home, home) == 10
    assert accepted(home) == 0  # a new process: as after a restart
    assert accepted(["192.0.2.2"] * 12) == 10  # who sits elsewhere still gets in


@pytest.mark.usefixtures("database")
def test_a_hundred_guesses_a_day_are_all_that_an_account_takes_from_anywhere() -> None:
    here, there = ([f"{net}.{host}" for host in range(70)] for net in ("192.0.2", "198.51.100"))
    assert accepted(here, there) == 100
    assert accepted(["203.0.113.1"]) == 0
