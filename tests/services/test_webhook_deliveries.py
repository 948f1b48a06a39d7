"""Telling webhooks: signed, in order, again where that fails, and nowhere inside the network."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.config import settings
from finance_app.domain import webhooks as rules
from finance_app.domain.change_kinds import Topic
from finance_app.domain.flags import WEBHOOKS
from finance_app.domain.webhooks import DeliveryState, Draft
from finance_app.services import webhook_deliveries, webhook_logs, webhooks
from tests import rate_server
from tests.conftest import NOW, somebody
from tests.flags import switch_now
from tests.rate_server import status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finance_app.domain.actors import Actor
    from finance_app.services.webhook_logs import DeliveryView
    from tests.rate_server import RateServer

pytestmark = pytest.mark.usefixtures("database")
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[RateServer]:
    """A program in the operator's network, which the operator named."""
    monkeypatch.setenv("FINANCE_WEBHOOK_HOSTS", "127.0.0.1")
    settings.cache_clear()
    with rate_server.serving() as server:
        server.replies["/hook"] = status(204)
        yield server


@pytest.fixture
def ada() -> Actor:
    with db.write() as session:
        return somebody(session)


def hook(actor: Actor, url: str) -> int:
    with db.write() as session:
        return webhooks.add(session, actor, Draft(url, tuple(Topic)))


def asked(actor: Actor, key: int) -> int:
    with db.write() as session:
        return webhook_logs.test(session, actor, key)


def deliver(now: datetime = NOW) -> int:
    return webhook_deliveries.deliver(lambda: now, lambda: None)


def told(actor: Actor, key: int, delivery: int) -> DeliveryView:
    with db.read() as session:
        return webhook_logs.delivery(session, actor, key, delivery)


def test_a_delivery_arrives_signed_and_once(ada: Actor, receiver: RateServer) -> None:
    key = hook(ada, f"{receiver.url}/hook?key=1")
    delivery = asked(ada, key)
    assert deliver() == 1
    assert deliver() == 0
    (got,) = receiver.asked
    assert (got.path, got.query) == ("/hook", {"key": "1"})
    body = got.body.decode()
    assert json.loads(body)["type"] == "test"
    with db.read() as session:
        secret = webhooks.secret(session, ada, key)
    moment = got.headers["webhook-timestamp"]
    assert got.headers["webhook-id"] == str(delivery)
    assert moment == str(int(NOW.timestamp()))
    assert got.headers["webhook-signature"] == rules.signature(secret, str(delivery), moment, body)
    assert got.headers["content-type"] == "application/json"
    found = told(ada, key, delivery)
    assert (found.state, found.status, found.trouble) == (DeliveryState.DELIVERED, 204, "")


def test_what_fails_is_tried_again_later_with_the_same_key(
    ada: Actor, receiver: RateServer
) -> None:
    receiver.replies["/hook"] = status(500)
    key = hook(ada, f"{receiver.url}/hook")
    delivery = asked(ada, key)
    assert deliver() == 0
    found = told(ada, key, delivery)
    assert (found.state, found.status, found.failures) == (DeliveryState.WAITING, 500, 1)
    assert found.trouble == "127.0.0.1 answered with status 500."
    deliver(NOW + rules.WAITS[0] - SECOND)
    assert len(receiver.asked) == 1
    receiver.replies["/hook"] = status(200)
    assert deliver(NOW + rules.WAITS[0] * 2) == 1
    assert {one.headers["webhook-id"] for one in receiver.asked} == {str(delivery)}
    assert told(ada, key, delivery).state is DeliveryState.DELIVERED


def test_what_keeps_failing_is_given_up_and_can_be_sent_once_more(
    ada: Actor, receiver: RateServer
) -> None:
    receiver.replies["/hook"] = status(500)
    key = hook(ada, f"{receiver.url}/hook")
    delivery = asked(ada, key)
    for day in range(len(rules.WAITS) + 3):
        deliver(NOW + 2 * DAY * day)
    found = told(ada, key, delivery)
    assert (found.state, found.failures) == (DeliveryState.GIVEN_UP, len(rules.WAITS) + 1)
    assert len(receiver.asked) == found.failures
    receiver.replies["/hook"] = status(200)
    with db.write() as session:
        webhook_logs.redeliver(session, ada, key, delivery)
    assert deliver(NOW + 40 * DAY) == 1
    assert receiver.asked[-1].headers["webhook-id"] == str(delivery)


def test_what_waits_behind_a_failure_comes_in_order(ada: Actor, receiver: RateServer) -> None:
    receiver.replies["/hook"] = status(503)
    key = hook(ada, f"{receiver.url}/hook")
    keys = [str(asked(ada, key)) for _ in range(3)]
    deliver()
    assert len(receiver.asked) == 1, "one attempt tells that it does not answer"
    receiver.asked.clear()
    receiver.replies["/hook"] = status(200)
    assert deliver(NOW + rules.WAITS[0] * 2) == 3
    assert [one.headers["webhook-id"] for one in receiver.asked] == keys


def test_a_receiver_that_wants_to_be_left_alone_is(ada: Actor, receiver: RateServer) -> None:
    receiver.replies["/hook"] = status(429, Retry_After="3600")
    key = hook(ada, f"{receiver.url}/hook")
    delivery = asked(ada, key)
    deliver()
    assert told(ada, key, delivery).due_at >= NOW + timedelta(hours=1)


def test_a_receiver_that_is_gone_is_asked_no_more(ada: Actor, receiver: RateServer) -> None:
    receiver.replies["/hook"] = status(410)
    key = hook(ada, f"{receiver.url}/hook")
    delivery = asked(ada, key)
    deliver()
    assert told(ada, key, delivery).state is DeliveryState.GIVEN_UP
    with db.read() as session:
        assert webhooks.get(session, ada, key).is_paused


def test_a_slow_receiver_keeps_no_other_waiting(
    ada: Actor, receiver: RateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook_deliveries, "WHOLE", 2.0)
    receiver.replies["/slow"] = lambda _: time.sleep(2.5)
    slow, quick = hook(ada, f"{receiver.url}/slow"), hook(ada, f"{receiver.url}/hook")
    late = asked(ada, slow)
    asked(ada, quick)
    begun = time.monotonic()
    assert deliver() == 1
    assert time.monotonic() - begun < 10
    assert told(ada, slow, late).trouble == "127.0.0.1 did not answer in time."


def test_a_redirect_is_not_followed(ada: Actor, receiver: RateServer) -> None:
    receiver.replies["/hook"] = status(302, Location=f"{receiver.url}/inside")
    key = hook(ada, f"{receiver.url}/hook")
    delivery = asked(ada, key)
    deliver()
    assert receiver.paths == ["/hook"]
    assert told(ada, key, delivery).status == 302


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "169.254.169.254", "[::1]", "2130706433", "10.0.0.1"]
)
def test_nothing_inside_the_network_is_reached(ada: Actor, host: str) -> None:
    with rate_server.serving() as inside:
        key = hook(ada, f"https://{host}:{inside.port}/hook")
        delivery = asked(ada, key)
        assert deliver() == 0
        assert inside.asked == []
    assert told(ada, key, delivery).trouble.endswith("is at an address inside this network.")


def test_a_host_named_by_the_operator_opens_no_other(
    ada: Actor, receiver: RateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = hook(ada, f"{receiver.url}/hook")
    delivery = asked(ada, key)
    monkeypatch.delenv("FINANCE_WEBHOOK_HOSTS")
    settings.cache_clear()
    deliver()
    assert receiver.asked == []
    assert "not allowed" in told(ada, key, delivery).trouble


def test_a_secret_that_cannot_be_read_is_said(
    ada: Actor, receiver: RateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = hook(ada, f"{receiver.url}/hook")
    delivery = asked(ada, key)
    monkeypatch.setattr(webhooks, "secret_keys", lambda: ("another",))
    deliver()
    assert receiver.asked == []
    assert told(ada, key, delivery).trouble == webhook_deliveries.UNREADABLE


def test_nothing_is_told_where_webhooks_are_switched_off(ada: Actor, receiver: RateServer) -> None:
    key = hook(ada, f"{receiver.url}/hook")
    asked(ada, key)
    switch_now(WEBHOOKS, value=False)
    with db.read() as session:
        assert not webhook_deliveries.is_due(session, NOW)
    assert deliver() == 0
    assert receiver.asked == []
    switch_now(WEBHOOKS, value=True)
    assert deliver() == 1


def test_two_that_deliver_at_once_tell_each_thing_once(ada: Actor, receiver: RateServer) -> None:
    hooks = [hook(ada, f"{receiver.url}/hook") for _ in range(3)]
    keys = {str(asked(ada, key)) for key in hooks for _ in range(5)}
    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(lambda _: deliver(), range(2)))
    assert sum(counts) == len(receiver.asked) == len(keys)
    assert {one.headers["webhook-id"] for one in receiver.asked} == keys


def test_what_is_old_is_forgotten(ada: Actor, receiver: RateServer) -> None:
    key = hook(ada, f"{receiver.url}/hook")
    asked(ada, key)
    with db.write() as session:
        webhook_deliveries.forget(session, ada.now + timedelta(days=29))
        assert webhook_logs.log(session, ada, key).deliveries
        webhook_deliveries.forget(session, ada.now + timedelta(days=31))
        assert not webhook_logs.log(session, ada, key).deliveries
