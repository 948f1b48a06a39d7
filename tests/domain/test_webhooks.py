from __future__ import annotations

import json
from datetime import timedelta

import pytest

from finance_app.domain import webhooks
from finance_app.domain.change_kinds import Topic
from finance_app.errors import InvalidInputError
from tests.conftest import NOW

URL = "https://example.org/hook?key=1"


def test_a_signature_is_the_one_of_the_specification() -> None:
    """The example of github.com/standard-webhooks and of its libraries."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", '{"test": 2432232314}'
    made = webhooks.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_delivery_says_its_key_and_when_it_is_sent() -> None:
    secret = webhooks.new_secret()
    body = webhooks.written("entry.add", NOW, {"summary": "Added Bäckerei"})
    assert json.loads(body)["data"] == {"summary": "Added Bäckerei"}
    sent = webhooks.headers(secret, 42, NOW, body)
    moment = str(int(NOW.timestamp()))
    assert (sent["webhook-id"], sent["webhook-timestamp"]) == ("42", moment)
    assert sent["webhook-signature"] == webhooks.signature(secret, "42", moment, body)
    later = webhooks.headers(secret, 42, NOW + timedelta(seconds=1), body)
    assert later["webhook-signature"] != sent["webhook-signature"]


def test_no_two_secrets_are_the_same() -> None:
    assert webhooks.new_secret() != webhooks.new_secret()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/hook",
        "ftp://example.org",
        "https://",
        "https://a:b@example.org",
        "https://example.org/#x",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://exa mple.org",
        "https://example.org\\@inside",
        "https://bücher.example",
        "https://[::1",
        "https://example.org/\r\nX: y",
        f"https://example.org/{'x' * webhooks.LONGEST_URL}",
    ],
)
def test_what_is_no_address_is_refused_at_its_field(url: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        webhooks.require_draft(url, ["entries"])
    assert refused.value.field == "url"


@pytest.mark.parametrize("topics", [[], ["nothing"], ["entries", ""]])
def test_what_it_is_told_of_is_chosen_among_what_there_is(topics: list[str]) -> None:
    with pytest.raises(InvalidInputError) as refused:
        webhooks.require_draft(URL, topics)
    assert refused.value.field == "topics"


def test_a_wanted_webhook_keeps_the_order_of_topics() -> None:
    found = webhooks.require_draft(f" {URL} ", ["undo", "entries", "entries"])
    assert found == webhooks.WebhookDraft(URL, (Topic.ENTRIES, Topic.UNDO))


def test_it_is_left_alone_longer_each_time_up_to_a_limit() -> None:
    waits = [webhooks.wait(failures) for failures in range(1, 20)]
    assert waits == sorted(waits)
    assert waits[0] < timedelta(minutes=1)
    assert waits[-1] == webhooks.WAITS[-1] < webhooks.LASTS


@pytest.mark.parametrize(
    ("status", "unwell"),
    [(0, True), (408, True), (429, True), (500, True), (503, True), (400, False), (302, False)],
)
def test_who_refuses_one_thing_is_told_from_who_takes_nothing(status: int, *, unwell: bool) -> None:
    assert webhooks.is_unwell(status) is unwell
