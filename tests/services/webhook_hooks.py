"""Webhooks of a user's, and a program that is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.config import settings
from finance_app.domain.change_kinds import Topic
from finance_app.domain.webhooks import WebhookDraft
from finance_app.services import webhook_deliveries, webhook_events, webhook_logs, webhooks
from tests import rate_server
from tests.conftest import NOW, somebody
from tests.rate_server import status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from finance_app.domain.actors import Actor
    from finance_app.services.webhook_logs import DeliveryView
    from finance_app.services.webhooks import WebhookView
    from tests.rate_server import RateServer


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[RateServer]:
    """A program in the operator's network, which the operator named."""
    with rate_server.serving() as server:
        monkeypatch.setenv("FINANCE_WEBHOOK_HOSTS", f"127.0.0.1:{server.port}")
        settings.cache_clear()
        server.replies["/hook"] = status(204)
        yield server


@pytest.fixture
def ada() -> Actor:
    with db.write() as session:
        return somebody(session)


def hook(actor: Actor, url: str) -> int:
    with db.write() as session:
        return webhooks.add(session, actor, WebhookDraft(url, tuple(Topic)))


def asked(actor: Actor, key: int) -> int:
    """Have a webhook tried; return the delivery's key."""
    with db.write() as session:
        return webhook_logs.test(session, actor, key)


def changed(actor: Actor, key: int, now: datetime = NOW) -> int:
    """Have a webhook told of a change; return the delivery's key."""
    with db.write() as session:
        place, said = (actor.book_id, key), {"summary": "Added Bakery"}
        return webhook_events.post(session, place, "entry.add", now, said)


def deliver(now: datetime = NOW) -> int:
    return webhook_deliveries.deliver(lambda: now, lambda: None)


def told(actor: Actor, key: int, delivery: int) -> DeliveryView:
    with db.read() as session:
        return webhook_logs.delivery(session, actor, key, delivery)


def shown(actor: Actor, key: int) -> WebhookView:
    with db.read() as session:
        return webhooks.get(session, actor, key)


def webhook_due(now: datetime) -> bool:
    """Say whether the job would begin."""
    with db.read() as session:
        return webhook_deliveries.is_due(session, now)
