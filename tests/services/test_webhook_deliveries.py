"""Telling webhooks: signed, in order, and again where that fails."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from finance_app import db
from finance_app.domain import webhooks as rules
from finance_app.domain.change_kinds import Topic
from finance_app.domain.labels import LabelKind
from finance_app.domain.webhooks import DeliveryState, WebhookDraft
from finance_app.errors import ConflictError
from finance_app.services import (
    labels,
    webhook_deliveries,
    webhook_events,
    webhook_logs,
    webhooks,
)
from tests.conftest import NOW, somebody
from tests.rate_server import ok, status
from tests.services.webhook_hooks import (
    ada,
    asked,
    changed,
    deliver,
    hook,
    receiver,
    shown,
    told,
    webhook_due,
)

if TYPE_CHECKING:
    from datetime import datetime
    from http.server import BaseHTTPRequestHandler

    from finance_app.domain.actors import Actor
    from tests.rate_server import RateServer

pytestmark = pytest.mark.usefixtures("database")
__all__ = ["ada", "receiver"]  # fixtures
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


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
    delivery = changed(ada, key)
    assert deliver() == 0
    found = told(ada, key, delivery)
    assert (found.state, found.status, found.failures) == (DeliveryState.WAITING, 500, 1)
    assert found.trouble == shown(ada, key).trouble == "127.0.0.1 answered with status 500."
    deliver(NOW + rules.WAITS[0] - SECOND)
    assert len(receiver.asked) == 1
    receiver.replies["/hook"] = status(200)
    assert deliver(NOW + rules.WAITS[0] * 2) == 1
    assert {one.headers["webhook-id"] for one in receiver.asked} == {str(delivery)}
    assert told(ada, key, delivery).state is DeliveryState.DELIVERED
    assert (shown(ada, key).trouble, shown(ada, key).held_until) == ("", None)


def test_what_cannot_be_delivered_in_three_days_is_given_up_and_can_be_sent_once_more(
    ada: Actor, receiver: RateServer
) -> None:
    receiver.replies["/hook"] = status(500)
    key = hook(ada, f"{receiver.url}/hook")
    first, second = changed(ada, key), changed(ada, key)
    for hour in range(0, 100, 3):
        deliver(NOW + timedelta(hours=hour))
    assert len(receiver.asked) < 15, "it is left alone longer each time"
    for delivery in (first, second):
        assert told(ada, key, delivery).state is DeliveryState.GIVEN_UP
    assert told(ada, key, second).trouble == webhook_deliveries.LATE
    receiver.replies["/hook"] = status(200)
    with db.write() as session:
        webhook_logs.redeliver(session, replace(ada, now=NOW + 5 * DAY), key, second)
    assert deliver(NOW + 5 * DAY) == 1
    assert receiver.asked[-1].headers["webhook-id"] == str(second)


def test_what_waits_behind_a_failure_comes_in_order(ada: Actor, receiver: RateServer) -> None:
    receiver.replies["/hook"] = status(503)
    key = hook(ada, f"{receiver.url}/hook")
    keys = [str(changed(ada, key)) for _ in range(2)]
    deliver()
    keys.append(str(changed(ada, key, NOW + SECOND)))
    deliver(NOW + SECOND)
    assert len(receiver.asked) == 1, "what comes meanwhile waits as well"
    receiver.asked.clear()
    receiver.replies["/hook"] = status(200)
    assert deliver(NOW + rules.WAITS[0] * 2) == 3
    assert [one.headers["webhook-id"] for one in receiver.asked] == keys


def test_one_that_is_refused_keeps_no_other_waiting(ada: Actor, receiver: RateServer) -> None:
    key = hook(ada, f"{receiver.url}/hook")
    bad, good = changed(ada, key), changed(ada, key)

    def reply(request: BaseHTTPRequestHandler) -> None:
        status(422 if request.headers["webhook-id"] == str(bad) else 204)(request)

    receiver.replies["/hook"] = reply
    assert deliver() == 1
    assert told(ada, key, good).state is DeliveryState.DELIVERED
    assert (told(ada, key, bad).status, told(ada, key, bad).failures) == (422, 1)
    receiver.replies["/hook"] = status(404)
    refused = changed(ada, key)
    deliver()
    assert told(ada, key, refused).trouble == shown(ada, key).trouble
    receiver.replies["/hook"] = reply
    deliver(NOW + rules.WAITS[0] * 2)
    assert told(ada, key, bad).failures == 2


def test_a_test_is_tried_once_and_holds_nothing(ada: Actor, receiver: RateServer) -> None:
    receiver.replies["/hook"] = status(500)
    key = hook(ada, f"{receiver.url}/hook")
    delivery = asked(ada, key)
    with pytest.raises(ConflictError, match="on its way"):
        asked(ada, key)
    deliver()
    assert told(ada, key, delivery).state is DeliveryState.GIVEN_UP
    assert shown(ada, key).held_until is None
    receiver.replies["/hook"] = status(204)
    changed(ada, key)
    assert deliver() == 1


def test_a_test_goes_before_what_waits(ada: Actor, receiver: RateServer) -> None:
    key = hook(ada, f"{receiver.url}/hook")
    earlier, test = changed(ada, key), asked(ada, key)
    assert deliver() == 2
    assert [one.headers["webhook-id"] for one in receiver.asked] == [str(test), str(earlier)]


def test_what_waited_through_a_pause_is_not_given_up_at_the_first_failure(
    ada: Actor, receiver: RateServer
) -> None:
    receiver.replies["/hook"] = status(503)
    key = hook(ada, f"{receiver.url}/hook")
    keys = [changed(ada, key) for _ in range(2)]
    with db.write() as session:
        webhooks.pause(session, ada, key)
        webhooks.resume(session, ada, key)
    deliver(NOW + 5 * DAY)
    assert {told(ada, key, one).state for one in keys} == {DeliveryState.WAITING}
    receiver.replies["/hook"] = status(204)
    assert deliver(NOW + 5 * DAY + rules.WAITS[0] * 2) == 2


def test_a_test_is_tried_though_the_receiver_is_left_alone(
    ada: Actor, receiver: RateServer
) -> None:
    receiver.replies["/hook"] = status(503)
    key = hook(ada, f"{receiver.url}/hook")
    changed(ada, key)
    deliver()
    test = asked(ada, key)
    assert webhook_due(NOW)
    deliver()
    assert receiver.asked[-1].headers["webhook-id"] == str(test)
    assert not webhook_due(NOW)


def test_one_turn_that_fails_here_keeps_no_other_from_theirs(
    ada: Actor, receiver: RateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = (hook(ada, f"{receiver.url}/hook") for _ in range(2))
    changed(ada, bad)
    changed(ada, good)
    claimed = webhook_deliveries._claimed

    def failing(place: tuple[int, int], now: datetime) -> object:
        if place[1] == bad:
            raise OperationalError("SELECT", {}, Exception("locked"))
        return claimed(place, now)

    monkeypatch.setattr(webhook_deliveries, "_claimed", failing)
    monkeypatch.setattr(webhook_deliveries, "WHILE", 0.5)
    assert deliver() == 1
    assert len(receiver.asked) == 1


def test_a_receiver_that_wants_to_be_left_alone_is(ada: Actor, receiver: RateServer) -> None:
    receiver.replies["/hook"] = status(429, Retry_After="3600")
    key = hook(ada, f"{receiver.url}/hook")
    changed(ada, key)
    deliver()
    held = shown(ada, key).held_until
    assert held is not None
    assert held >= NOW + timedelta(hours=1)


def test_a_receiver_that_is_gone_is_asked_no_more(ada: Actor, receiver: RateServer) -> None:
    receiver.replies["/hook"] = status(410)
    key = hook(ada, f"{receiver.url}/hook")
    delivery = changed(ada, key)
    deliver()
    assert told(ada, key, delivery).state is DeliveryState.GIVEN_UP
    assert shown(ada, key).is_paused


def test_what_fails_at_an_address_that_was_changed_meanwhile_goes_to_the_new_one(
    ada: Actor, receiver: RateServer
) -> None:
    key = hook(ada, f"{receiver.url}/old")
    delivery = changed(ada, key)

    def gone(request: BaseHTTPRequestHandler) -> None:
        with db.write() as session:
            wanted = WebhookDraft(f"{receiver.url}/hook", tuple(Topic))
            webhooks.change(session, ada, key, wanted)
        status(410)(request)

    receiver.replies["/old"] = gone
    assert deliver() == 1
    assert receiver.paths == ["/old", "/hook"]
    assert told(ada, key, delivery).state is DeliveryState.DELIVERED
    assert not shown(ada, key).is_paused


def test_a_slow_receiver_keeps_no_other_waiting(
    ada: Actor, receiver: RateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook_deliveries, "WHOLE", 2.0)
    arrived: list[float] = []

    def quickly(request: BaseHTTPRequestHandler) -> None:
        arrived.append(time.monotonic())
        status(204)(request)

    receiver.replies |= {"/slow": lambda _: time.sleep(2.5), "/hook": quickly}
    slow, quick = hook(ada, f"{receiver.url}/slow"), hook(ada, f"{receiver.url}/hook")
    late = changed(ada, slow)
    changed(ada, quick)
    begun = time.monotonic()
    assert deliver() == 1
    assert arrived[0] - begun < 1.5
    assert told(ada, slow, late).trouble == "127.0.0.1 did not answer in time."


def test_two_receivers_of_one_user_leave_room_for_others(
    ada: Actor, receiver: RateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook_deliveries, "AT_ONCE", 3)

    def slowly(request: BaseHTTPRequestHandler) -> None:
        time.sleep(1)
        status(204)(request)

    receiver.replies["/slow"] = slowly
    with db.write() as session:
        eve = somebody(session, "eve@example.org")
    for _ in range(4):
        changed(ada, hook(ada, f"{receiver.url}/slow"))
    changed(eve, hook(eve, f"{receiver.url}/hook"))
    assert deliver() == 5
    assert "/hook" in receiver.paths[:3]


def test_whatever_an_answer_says_its_status_counts(ada: Actor, receiver: RateServer) -> None:
    receiver.replies["/hook"] = ok("x", Content_Encoding="gzip")
    key = hook(ada, f"{receiver.url}/hook")
    changed(ada, key)
    assert deliver() == 1


def test_a_webhook_with_too_much_waiting_is_paused_and_says_so(
    ada: Actor, receiver: RateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_WAITING", 2)
    monkeypatch.setattr(webhook_events, "WELL", 1)
    key = hook(ada, f"{receiver.url}/hook")
    with db.write() as session:
        for name in ("Ferry", "Kites", "Boats"):
            labels.add(session, ada, LabelKind.TAG, name)
    found = shown(ada, key)
    assert (found.waiting, found.is_paused) == (2, True)
    assert found.trouble == webhook_events.TOO_MUCH


def test_what_is_sent_once_more_while_it_is_tried_comes_once_more(
    ada: Actor, receiver: RateServer
) -> None:
    key = hook(ada, f"{receiver.url}/hook")
    delivery = changed(ada, key)

    def reply(request: BaseHTTPRequestHandler) -> None:
        if len(receiver.asked) == 1:
            with db.write() as session:
                webhook_logs.redeliver(session, ada, key, delivery)
        status(204)(request)

    receiver.replies["/hook"] = reply
    deliver()
    assert [one.headers["webhook-id"] for one in receiver.asked] == [str(delivery)] * 2
    assert told(ada, key, delivery).state is DeliveryState.DELIVERED


def test_two_that_deliver_at_once_tell_each_thing_once(ada: Actor, receiver: RateServer) -> None:
    hooks = [hook(ada, f"{receiver.url}/hook") for _ in range(3)]
    keys = {str(changed(ada, key)) for key in hooks for _ in range(5)}
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
