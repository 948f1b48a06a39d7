"""The example that receives webhooks, as a program of its own, told by the app itself."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from finance_app import db
from finance_app.config import settings
from finance_app.domain.change_kinds import Topic
from finance_app.domain.webhooks import DeliveryState, WebhookDraft, headers, new_secret
from finance_app.services import webhook_deliveries, webhook_logs, webhooks
from tests.conftest import somebody
from tests.e2e.conftest import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE = Path(__file__).parents[2] / "examples" / "receiver.py"


@contextmanager
def receiving(secret: str, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run the example until the block ends."""
    with subprocess.Popen(
        [sys.executable, EXAMPLE, str(port)],
        env={**os.environ, "FINANCE_WEBHOOK_SECRET": secret},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            for _ in range(200):
                try:
                    httpx.get(f"http://127.0.0.1:{port}/")
                    break
                except httpx.TransportError:
                    time.sleep(0.05)
            else:
                pytest.fail("it did not start")
            yield process
        finally:
            process.kill()


@pytest.mark.usefixtures("sqlite")
def test_it_takes_what_the_app_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("FINANCE_WEBHOOK_HOSTS", f"127.0.0.1:{port}")
    settings.cache_clear()
    with db.write() as session:
        ada = somebody(session)
        hook = WebhookDraft(f"http://127.0.0.1:{port}/hook", tuple(Topic))
        key = webhooks.add(session, ada, hook)
        delivery = webhook_logs.test(session, ada, key)
        secret = webhooks.secret(session, ada, key)
    with receiving(secret, port) as process:
        assert webhook_deliveries.deliver(lambda: datetime.now(UTC), lambda: None) == 1
        assert process.stdout
        assert process.stdout.readline() == "test: Somebody tried this webhook.\n"
    with db.read() as session:
        found = webhook_logs.delivery(session, ada, key, delivery)
    assert (found.state, found.status) == (DeliveryState.DELIVERED, 204)


def test_it_takes_nothing_else() -> None:
    secret, port, now = new_secret(), free_port(), datetime.now(UTC)
    body = '{"type":"test","data":{"summary":"x"}}'
    good = headers(secret, 1, now, body)
    wrong = [
        {**good, "webhook-id": "2"},
        {**good, "webhook-signature": "v1,AAAA"},
        headers(new_secret(), 1, now, body),
        headers(secret, 1, datetime.fromtimestamp(now.timestamp() - 3600, UTC), body),
        {},
    ]
    with receiving(secret, port):
        for one in wrong:
            assert (
                httpx.post(f"http://127.0.0.1:{port}/", content=body, headers=one).status_code
                == 401
            )
        assert (
            httpx.post(f"http://127.0.0.1:{port}/", content=body, headers=good).status_code == 204
        )
