from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.config import settings
from finance_app.services import mail
from finance_app.web import mailing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("sqlite")


async def watched(until: Callable[[], bool]) -> None:
    task = asyncio.create_task(mailing.watch(every=0.01))
    try:
        async with asyncio.timeout(5):
            while not until():  # noqa: ASYNC110  files set no event
                await asyncio.sleep(0.01)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def outbox() -> list[Path]:
    return list((settings().data_dir / "outbox").glob("*.eml"))


def post() -> None:
    with db.write() as session:
        mail.post(session, "ada@example.org", "known", datetime.now(UTC), link="x")


async def test_mail_leaves_while_the_app_serves() -> None:
    post()
    await watched(lambda: len(outbox()) == 1)


async def test_after_something_unforeseen_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    deliver, failed = mail.deliver, list[datetime]()

    def once(now: datetime) -> int:
        if not failed:
            failed.append(now)
            raise ValueError
        return deliver(now)

    monkeypatch.setattr(mail, "deliver", once)
    post()
    await watched(lambda: len(outbox()) == 1)
    assert "mail could not be sent" in caplog.text
