"""Providers that speak JSON, in their documented format and in what they should never send."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from finance_app.adapters.outbound import Seen
from finance_app.domain.rate_sources import SOURCES
from finance_app.errors import OutboundError
from tests.adapters.providers import BEFORE, DAYS, KEY, TODAY, asked, rates
from tests.rate_server import RateServer, er_api, frankfurter, half, ok, oxr, status

if TYPE_CHECKING:
    from tests.rate_server import Reply

LATEST = "/v6/latest/USD"
PATHS = {
    "frankfurter": "/v2/rates",
    "open-er-api": LATEST,
    "openexchangerates": "/latest.json",
}


def test_frankfurters_series_since_the_newest_day(server: RateServer) -> None:
    found = {
        ("2026-11-24", "USD"): 1.1172,
        ("2026-11-24", "EUR"): 1.0,
        ("2026-11-25", "USD"): 1.12,
        ("2026-11-25", "ARS"): 1685.5,
    }
    server.replies["/v2/rates"] = ok(frankfurter(found))
    newest = {"USD": BEFORE, "ARS": None, "EUR": None}
    answer = asked(server, "frankfurter", newest=newest)
    assert rates(answer)["ARS", "2026-11-25"] == "1685.5"
    assert "EUR" not in {code for code, _ in rates(answer)}
    queries = [each.query for each in server.asked]
    assert queries == [
        {"base": "EUR", "quotes": "ARS", "from": "1999-01-01"},
        {"base": "EUR", "quotes": "USD", "from": "2026-11-18"},
    ]


def test_what_frankfurter_does_not_know_is_left_out(server: RateServer) -> None:
    refused = status(422, '{"status":422,"message":"invalid currency: UYW,CLF"}')
    known = ok(frankfurter({("2026-11-25", "USD"): 1.1}))

    def reply(request: Any) -> None:
        (refused if "UYW" in request.path else known)(request)

    server.replies["/v2/rates"] = reply
    answer = asked(server, "frankfurter", newest=dict.fromkeys(("USD", "UYW", "CLF"), BEFORE))
    assert list(rates(answer)) == [("USD", "2026-11-25")]
    assert server.asked[-1].query["quotes"] == "USD"
    server.replies["/v2/rates"] = status(422, '{"status":422,"message":"invalid date"}')
    with pytest.raises(OutboundError, match="status 422"):
        asked(server, "frankfurter")


def test_half_of_frankfurters_answers_are_kept_with_the_trouble(server: RateServer) -> None:
    first = ok(frankfurter({("2026-11-25", "USD"): 1.1}))
    replies = {"CHF": first, "USD": status(503)}

    def reply(request: Any) -> None:
        next(each for code, each in replies.items() if code in request.path)(request)

    server.replies["/v2/rates"] = reply
    answer = asked(server, "frankfurter", newest={"CHF": None, "USD": BEFORE})
    assert len(rates(answer)) == 1
    assert answer.trouble
    assert "status 503" in answer.trouble.message


def test_open_access_has_one_day_and_says_when_the_next_one_comes(server: RateServer) -> None:
    body = er_api(TODAY, {"EUR": 0.8951, "ARS": 1508.25, "FOK": 6.68, "VND": 26_000})
    server.replies[LATEST] = ok(body, ETag='"a"')
    answer = asked(server, "open-er-api")
    assert rates(answer) == {
        ("EUR", "2026-11-25"): "0.8951",
        ("ARS", "2026-11-25"): "1508.25",
        ("VND", "2026-11-25"): "26000",
    }
    assert answer.reading.unknown == {"FOK"}
    assert answer.next_at
    assert answer.next_at >= datetime(2026, 11, 26, 0, 27, tzinfo=UTC)
    again = asked(server, "open-er-api", document=LATEST, seen=Seen('"a"'))
    assert again.is_unchanged


def test_open_access_is_left_alone_after_too_many_questions(server: RateServer) -> None:
    server.replies[LATEST] = status(429)
    with pytest.raises(OutboundError, match="status 429") as caught:
        asked(server, "open-er-api")
    assert caught.value.wait == 1200


def test_open_exchange_rates_fills_the_days_that_are_missing(server: RateServer) -> None:
    server.replies |= {
        "/latest.json": ok(oxr(TODAY, {"EUR": 0.9, "USD": 1})),
        "/historical/2026-11-24.json": ok(oxr(BEFORE, {"EUR": 0.91})),
        "/historical/2026-11-20.json": ok(oxr(TODAY - timedelta(days=5), {"EUR": 0.92})),
    }
    days = DAYS - {BEFORE, TODAY - timedelta(days=5)}
    answer = asked(server, "openexchangerates", days=days)
    assert rates(answer) == {
        ("EUR", "2026-11-25"): "0.9",
        ("EUR", "2026-11-24"): "0.91",
        ("EUR", "2026-11-20"): "0.92",
    }
    assert all(each.query["app_id"] == KEY for each in server.asked)


def test_open_exchange_rates_is_asked_for_a_day_once(server: RateServer) -> None:
    assert asked(server, "openexchangerates", days=DAYS | {TODAY}).is_unchanged
    assert server.asked == []


@pytest.mark.parametrize("code", [401, 403])
def test_a_key_that_is_not_accepted_is_said_and_never_shown(server: RateServer, code: int) -> None:
    said = {"error": True, "status": code, "message": "invalid_app_id", "description": KEY}
    server.replies["/latest.json"] = status(code, json.dumps(said))
    with pytest.raises(OutboundError, match="the key in FINANCE_OPENEXCHANGERATES_KEY") as caught:
        asked(server, "openexchangerates")
    assert KEY not in caught.value.message


def test_another_day_than_the_one_asked_for_is_refused(server: RateServer) -> None:
    day = TODAY - timedelta(days=8)
    server.replies["/historical/2026-11-24.json"] = ok(oxr(day, {"EUR": 0.91}))
    server.replies["/latest.json"] = status(500)
    with pytest.raises(OutboundError, match="another day than the one asked for"):
        asked(server, "openexchangerates", days=DAYS - {BEFORE} | {TODAY})


JSON = ("frankfurter", "open-er-api", "openexchangerates")


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (ok(" \n<!doctype html><html>"), "a web page instead of rates"),
        (ok("\ufeff<HTML>"), "a web page instead of rates"),
        (ok("{"), "something that cannot be read"),
        (ok(b"\xff\xfe{"), "something that cannot be read"),
        (ok("[" * 200_000), "something that cannot be read"),
        (ok("{}"), "answered with"),
        (ok("[7]"), "answered with"),
        (ok("null"), "answered with"),
        (ok('"rates"'), "answered with"),
        (half("x" * 1000), "broke off"),
        (status(500), "status 500"),
    ],
)
def test_json_that_cannot_be_is_refused(
    server: RateServer, name: str, reply: Reply, said: str
) -> None:
    server.replies[PATHS[name]] = reply
    with pytest.raises(OutboundError, match=said) as caught:
        asked(server, name)
    assert caught.value.message.startswith(SOURCES[name].title)


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("frankfurter", frankfurter({("2026-11-25", "USD"): 1.1}, base="USD"), "not for one EUR"),
        ("frankfurter", frankfurter({("2026-11-25", "EUR"): 1.1}), "not for one EUR"),
        ("frankfurter", frankfurter({("1850-01-01", "USD"): 1.1}), "1850-01-01"),
        ("open-er-api", er_api(TODAY, {"EUR": 0.9}, base_code="EUR"), "not for one USD"),
        ("open-er-api", er_api(TODAY, {"EUR": 0.9, "USD": 1.1}), "not for one USD"),
        ("open-er-api", er_api(TODAY, {}), "without any rates"),
        ("open-er-api", er_api(TODAY, {"EUR": 0.9}, result="error"), "went wrong there"),
        ("open-er-api", er_api(TODAY, {}, rates=[1]), "without “rates”"),
        ("open-er-api", er_api(TODAY, {}, time_last_update_unix=-5), "no moment"),
        ("open-er-api", er_api(TODAY, {}, time_last_update_unix=1e30), "no moment"),
        ("open-er-api", er_api(TODAY, {}, time_last_update_unix=1), "1970-01-01"),
        ("open-er-api", er_api(TODAY + timedelta(days=9), {"EUR": 0.9}), "which cannot be"),
        ("openexchangerates", oxr(TODAY, {"EUR": 0.9}, base="EUR"), "not for one USD"),
        ("openexchangerates", oxr(TODAY, {"USD": 2}), "not for one USD"),
        ("openexchangerates", oxr(TODAY, {}, timestamp="now"), "without “timestamp”"),
    ],
)
def test_another_base_or_day_spoils_the_answer(
    server: RateServer, name: str, body: str, said: str
) -> None:
    server.replies[PATHS[name]] = ok(body)
    with pytest.raises(OutboundError, match=said):
        asked(server, name)


GARBAGE = {"JPY": 0, "CHF": -1.1, "GBP": 1e308, "SEK": float("nan"), "NOK": "1.1", "DKK": None}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("frankfurter", frankfurter({("2026-11-25", k): v for k, v in GARBAGE.items()})),
        ("open-er-api", er_api(TODAY, GARBAGE)),
        ("openexchangerates", oxr(TODAY, GARBAGE)),
    ],
)
def test_values_that_cannot_be_are_refused_one_by_one(
    server: RateServer, name: str, body: str
) -> None:
    digits = "1." + "0123456789" * 4
    body = body.replace('"CHF": -1.1', f'"CHF": {digits}').replace("-1.1", digits)
    server.replies[PATHS[name]] = ok(body)
    reading = asked(server, name).reading
    assert reading.quotes == {}
    assert {each.currency for each in reading.refusals.values()} == set(GARBAGE)
    assert reading.refusals["CHF", TODAY].per_base == digits
