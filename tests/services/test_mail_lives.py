"""Mail whose server is down for a day and whose sender is killed: none is lost, none comes thrice.

One in a hundred of 1,500 mails at each run, all of them with `--soak` (`make soak`).
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from finance_app import db
from finance_app.config import settings
from finance_app.models import tables
from finance_app.services import mail
from tests import mail_server
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.mail_server import MailServer

ALL, FEW = 1500, 15
LONG, SHORT = 90.0, 4.0  # seconds that a day lasts
DAY = 24 * 3600
LIVES, BRIEF = 5.0, 1.2  # seconds that a sender lives at most, once the server is back
LATER = "451 Later"
PATIENCE = 1500.0

pytestmark = pytest.mark.timeout(3600)


@pytest.fixture
def is_whole(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--soak"))


def use(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINANCE_MAIL", "smtp")
    monkeypatch.setenv("FINANCE_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("FINANCE_SMTP_PORT", str(server.port))
    monkeypatch.setenv("FINANCE_SMTP_SECURITY", "none")
    settings.cache_clear()


def post(count: int) -> set[str]:
    """Write mails down; return their Message-IDs."""
    with db.write() as session:
        keys = [
            mail.post(session, f"p{number}@example.org", "known", NOW, link="x")
            for number in range(count)
        ]
    return {f"<{key}@localhost>" for key in keys}


def left() -> int:
    """Return how many mails were not sent."""
    with db.read() as session:
        waiting = select(func.count()).where(tables.mail.c.sent_at.is_(None))
        return session.execute(waiting).scalar_one()


@contextmanager
def sender(begun: float, speed: float) -> Iterator[subprocess.Popen[bytes]]:
    """Run one that has begun to send; it is killed when the block ends."""
    command = [sys.executable, "-m", "tests.services.mail_sender", str(begun), str(speed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == b"ready\n"
            yield running
        finally:
            running.kill()


def taken(server: MailServer) -> Counter[str]:
    return Counter(str(one["Message-ID"]) for one in server.taken)


@pytest.mark.usefixtures("sqlite")
def test_a_day_without_a_server_and_kills_lose_none_and_repeat_one_a_kill_at_most(
    monkeypatch: pytest.MonkeyPatch, *, is_whole: bool
) -> None:
    chance, kills = random.Random(7), 0  # noqa: S311  when a process dies
    day = LONG if is_whole else SHORT
    with mail_server.serving() as server:
        use(server, monkeypatch)
        posted = post(ALL if is_whole else FEW)
        begun, speed = time.time(), DAY / day
        server.to_mails = [LATER] * 1_000_000
        while time.time() < begun + day:
            with sender(begun, speed):
                time.sleep(chance.uniform(0, day / 4))
            kills += 1
        assert server.taken == []
        assert left() == len(posted)
        server.to_mails.clear()
        back = time.time()
        while left():
            assert time.time() < back + PATIENCE
            with sender(begun, speed):
                time.sleep(chance.uniform(0, LIVES if is_whole else BRIEF))
            kills += 1
        counted = taken(server)
    assert counted.keys() == posted
    assert max(counted.values()) <= 1 + kills
    assert counted.total() - len(posted) <= kills
    with db.read() as session:
        given_up = select(func.count()).where(tables.mail.c.given_up_at.is_not(None))
        assert session.execute(given_up).scalar_one() == 0


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql")
def test_two_processes_send_each_once(monkeypatch: pytest.MonkeyPatch, *, is_whole: bool) -> None:
    with mail_server.serving() as server:
        use(server, monkeypatch)
        begun = time.time()
        with sender(begun, 1), sender(begun, 1):
            posted = post(ALL if is_whole else 4 * FEW)
            while left():
                assert time.time() < begun + PATIENCE
                time.sleep(0.05)
        assert taken(server) == Counter(posted)
