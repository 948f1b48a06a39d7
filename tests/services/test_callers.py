from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.services import auth, callers, users
from tests.conftest import NOW, forget_settings

if TYPE_CHECKING:
    import pytest

ADA = users.NewUser("ada@example.org", "no hash", "de_DE", "Europe/Berlin", "EUR")


async def test_a_caller_is_remembered_for_two_seconds(database: str) -> None:
    assert database
    callers.forget_all()
    with db.write() as session:
        token = auth.sign_up(session, ADA, NOW)
    found = await callers.find(token, NOW)
    assert found is not None
    with db.write() as session:
        auth.sign_out(session, token, NOW)
    soon, later = NOW + timedelta(seconds=1.9), NOW + timedelta(seconds=2)
    again = await callers.find(token, soon)
    assert again is not None
    assert again.actor.now == soon
    assert await callers.find(token, later) is None
    assert await callers.find(token, soon) is None


async def test_nobody_is_remembered_beyond_the_sessions_end(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert database
    monkeypatch.setenv("FINANCE_SESSION_DAYS", "1")
    forget_settings()
    callers.forget_all()
    with db.write() as session:
        token = auth.sign_up(session, ADA, NOW)
        auth.seen(session, token, NOW + timedelta(hours=23))
    end = NOW + timedelta(days=1)
    assert await callers.find(token, end - timedelta(seconds=1)) is not None
    assert await callers.find(token, end) is None


async def test_asking_for_a_caller_is_a_sign_of_life(database: str) -> None:
    assert database
    callers.forget_all()
    with db.write() as session:
        token = auth.sign_up(session, ADA, NOW)
    later = NOW + timedelta(minutes=6)
    await callers.find(token, later)
    await callers.settle()
    with db.read() as session:
        assert auth.caller(session, token, later).seen_at == later


async def test_not_everyone_is_remembered(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert database
    monkeypatch.setattr(callers, "AT_MOST", 3)
    callers.forget_all()
    with db.write() as session:
        tokens = [auth.sign_up(session, ADA, NOW)]
        for _ in range(5):
            attempt = auth.begin(session, "ada@example.org", "192.0.2.1", NOW)
            tokens.append(auth.finish(session, attempt, NOW, right=True))
    for token in tokens:
        assert await callers.find(token, NOW) is not None
    assert len(callers._known) == 3
