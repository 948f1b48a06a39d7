from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.adapters.rates import shipped
from finance_app.domain.entries import EntryDraft
from finance_app.domain.rate_feeds import MANY_DIGITS, STEP
from finance_app.queries import rate_feeds as queries
from finance_app.services import entries, rate_feeds, rates
from tests import rate_server
from tests.conftest import NOW, an_account, forget_settings, somebody
from tests.rate_server import RateServer, ecb_xml, er_api, ok, status
from tests.services.administrators import administrator
from tests.services.mailbox import posted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finance_app.services.rate_feeds import Refreshed, SourceStatus

TODAY = NOW.date()  # a Monday
FRIDAY = TODAY - timedelta(days=3)
DAILY, QUARTER = "/eurofxref-daily.xml", "/eurofxref-hist-90d.xml"
LATEST = "/v6/latest/USD"
HOUR = timedelta(hours=1)


@pytest.fixture
def server(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[RateServer]:
    """The central bank and the open access, both here; Friday's rates are stored."""
    assert database
    with rate_server.serving() as running:
        monkeypatch.setenv("FINANCE_RATE_PROVIDERS", f"ecb={running.url},open-er-api={running.url}")
        forget_settings()
        know("ecb", FRIDAY, USD="1.1", JPY="170")
        yield running


def know(source: str, day: date, **per_base: str) -> None:
    with db.write() as session:
        for currency, value in per_base.items():
            session.execute(
                text("INSERT INTO rate VALUES (:source, :currency, :day, :value, :now)"),
                {
                    "source": source,
                    "currency": currency,
                    "day": day.isoformat(),
                    "value": value,
                    "now": "2026-11-20 15:30:00",
                },
            )


def a_book(*currencies: str) -> None:
    with db.write() as session:
        actor = somebody(session)
        for currency in currencies:
            an_account(session, actor, currency)


def stored(source: str) -> dict[tuple[str, str], str]:
    with db.read() as session:
        rows = session.execute(
            text("SELECT currency, day, per_base FROM rate WHERE source = :source"),
            {"source": source},
        )
        return {(currency, str(day)): per_base for currency, day, per_base in rows}


def state(source: str, now: datetime = NOW) -> SourceStatus:
    with db.read() as session:
        return next(each for each in rate_feeds.status(session, now) if each.source == source)


def asked(server: RateServer, now: datetime = NOW, *, anyway: bool = False) -> tuple[str, ...]:
    """Refresh; return who was asked."""
    before = len(server.asked)
    rate_feeds.refresh(now, anyway=anyway)
    return tuple(server.paths[before:])


def todays(**per_euro: str) -> rate_server.Reply:
    return ok(ecb_xml({TODAY.isoformat(): per_euro}))


def test_what_is_new_comes_in_and_is_told(server: RateServer) -> None:
    server.replies[DAILY] = todays(USD="1.1172", JPY="175.60", XYZ="3")
    done: Refreshed = rate_feeds.refresh(NOW)
    assert stored("ecb")["JPY", "2026-11-23"] == "175.6"
    assert (done.asked, done.added, done.corrected, done.unknown) == (("ecb",), 2, 0, 1)
    assert [(one.currency, one.first, one.last) for one in done.changes] == [
        ("JPY", TODAY, TODAY),
        ("USD", TODAY, TODAY),
    ]
    assert (done.troubles, done.refusals) == ((), ())
    found = state("ecb")
    assert (found.newest_day, found.age, found.succeeded_at) == (TODAY, 0, NOW)
    assert (found.trouble, found.is_paused, found.refused) == ("", False, ())


def test_only_what_is_new_or_changed_is_written(server: RateServer) -> None:
    days = {FRIDAY.isoformat(): {"USD": "1.10", "JPY": "171"}, TODAY.isoformat(): {"USD": "1.2"}}
    server.replies[DAILY] = ok(ecb_xml(days))
    done = rate_feeds.refresh(NOW)
    assert (done.added, done.corrected) == (1, 1)
    assert stored("ecb")["JPY", "2026-11-20"] == "171"
    with db.read() as session:
        fetched = "SELECT fetched_at FROM rate WHERE currency = 'USD' AND day = '2026-11-20'"
        assert str(session.scalar(text(fetched))).startswith("2026-11-20")


def test_a_gap_is_filled_by_the_file_that_has_it(server: RateServer) -> None:
    with db.write() as session:
        session.execute(text("DELETE FROM rate"))
    know("ecb", TODAY - timedelta(days=24), USD="1.1")
    days = {str(TODAY - timedelta(days=n)): {"USD": "1.12"} for n in range(1, 24)}
    server.replies[QUARTER] = ok(ecb_xml(days))
    assert rate_feeds.refresh(NOW).added == 23


def test_nothing_is_sent_twice(server: RateServer) -> None:
    server.replies[DAILY] = ok(ecb_xml({FRIDAY.isoformat(): {"USD": "1.1"}}), ETag='"a"')
    assert asked(server) == (DAILY,)
    assert asked(server, NOW + 7 * HOUR) == (DAILY,)
    assert server.asked[-1].headers["if-none-match"] == '"a"'
    found = state("ecb", NOW + 7 * HOUR)
    assert (found.succeeded_at, found.trouble) == (NOW + 7 * HOUR, "")


def test_nobody_is_asked_before_it_is_time_but_for_a_person(server: RateServer) -> None:
    server.replies[DAILY] = todays(USD="1.12")
    assert asked(server) == (DAILY,)
    assert asked(server, NOW + HOUR) == ()
    assert asked(server, NOW + timedelta(seconds=30), anyway=True) == ()
    assert asked(server, NOW + timedelta(seconds=90), anyway=True) == (DAILY,)


def test_a_later_one_is_asked_for_what_the_first_does_not_have(server: RateServer) -> None:
    server.replies |= {
        DAILY: todays(USD="1.12"),
        LATEST: ok(er_api(TODAY, {"EUR": 0.9, "ARS": 1500})),
    }
    a_book("USD", "JPY")
    assert asked(server) == (DAILY,)
    with db.write() as session:
        actor = somebody(session, "eve@example.org")
        an_account(session, actor, "ARS")
    assert asked(server, NOW + HOUR) == (LATEST,)
    assert stored("open-er-api")["ARS", "2026-11-23"] == "1500"
    assert stored("open-er-api")["EUR", "2026-11-23"] == "0.9"
    assert asked(server, NOW + 12 * HOUR) == (DAILY,)
    assert asked(server, NOW + 14 * HOUR) == (LATEST,)


def test_what_the_euro_replaced_is_asked_of_nobody(server: RateServer) -> None:
    server.replies[DAILY] = todays(USD="1.12")
    a_book("HRK", "BGN", "USD")
    assert asked(server) == (DAILY,)


def test_what_was_paid_and_what_is_shown_counts_too(server: RateServer) -> None:
    server.replies |= {DAILY: todays(USD="1.12"), LATEST: ok(er_api(TODAY, {"EUR": 0.9}))}
    with db.write() as session:
        actor = somebody(session, currency="GBP")
        account_id = an_account(session, actor, "EUR")
        paid = EntryDraft(account_id, FRIDAY, -500, original_amount=-9000, original_currency="THB")
        entries.add(session, actor, paid)
        session.execute(text("UPDATE preferences SET display_currency = 'CHF'"))
        assert queries.used(session) == {"GBP", "EUR", "THB", "CHF"}
    assert asked(server) == (DAILY, LATEST)


def test_a_later_one_stands_in_where_the_first_fails(server: RateServer) -> None:
    server.replies |= {DAILY: status(503), LATEST: ok(er_api(TODAY, {"EUR": 0.9}))}
    a_book("USD")
    done = rate_feeds.refresh(NOW)
    assert done.asked == ("ecb", "open-er-api")
    assert done.failed == ("ecb",)
    assert done.troubles == ("European Central Bank answered with status 503.",)
    assert stored("open-er-api") == {("EUR", "2026-11-23"): "0.9"}
    assert state("ecb").trouble == done.troubles[0]
    assert state("ecb").newest_day == FRIDAY


def test_who_fails_again_and_again_is_left_alone_ever_longer(server: RateServer) -> None:
    server.replies |= {DAILY: status(500), QUARTER: status(500)}
    now, pauses = NOW, []
    for _ in range(12):
        rate_feeds.refresh(now)
        pauses.append((state("ecb", now).next_at or now) - now)
        assert not {DAILY, QUARTER} & {*asked(server, now + timedelta(minutes=14))}
        now += pauses[-1]
    assert pauses[:5] == [HOUR] * 5  # a look an hour, whatever the pause
    assert pauses[5:] == [2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, *[24 * HOUR] * 3]
    forget_settings()  # a restart
    assert not {DAILY, QUARTER} & {*asked(server, now - HOUR)}
    assert state("ecb", now - HOUR).is_paused
    assert {DAILY, QUARTER} & {*asked(server, now - HOUR, anyway=True)}
    server.replies[QUARTER] = todays(USD="1.12")
    assert QUARTER in asked(server, now + 26 * HOUR)
    found = state("ecb", now + 26 * HOUR)
    assert (found.trouble, found.is_paused) == ("", False)


def test_administrators_are_mailed_once_a_day_is_over_and_once_it_works(server: RateServer) -> None:
    server.replies |= {DAILY: status(500), QUARTER: status(500)}
    server.replies[LATEST] = ok(er_api(TODAY, {"EUR": 0.9}))
    with db.write() as session:
        administrator(session)

    def told(now: datetime) -> list[str]:
        rate_feeds.refresh(now)
        with db.read() as session:
            return [f"{one.template}: {one.text}" for one in posted(session)]

    assert [told(NOW + hours * HOUR) for hours in (0, 1, 5, 23)] == [[]] * 4
    (first,) = told(NOW + 48 * HOUR)
    assert first.startswith("trouble: Since Nov 23, 2026, 1:00")
    assert "Fetching exchange rates (European Central Bank)" in first
    assert "answered with status 500." in first
    assert told(NOW + 73 * HOUR) == [first]
    server.replies[QUARTER] = server.replies[DAILY] = todays(USD="1.12")
    *_, last = told(NOW + 120 * HOUR)
    assert last.startswith("trouble-over: This works again")


def test_who_wants_to_be_left_alone_is(server: RateServer) -> None:
    server.replies |= {DAILY: status(503), LATEST: status(429, Retry_After="7200")}
    a_book("USD")
    rate_feeds.refresh(NOW)
    assert state("open-er-api").next_at == NOW + 2 * HOUR


def test_garbage_is_refused_flagged_and_the_last_good_rate_kept(server: RateServer) -> None:
    many = "1." + "1234567890" * 4
    server.replies[DAILY] = todays(USD="2.2", JPY=many, CHF="0.93")
    done = rate_feeds.refresh(NOW)
    assert (done.added, done.failed) == (1, ())
    assert ("USD", "2026-11-23") not in stored("ecb")
    (said,) = done.refusals
    assert said == (
        "European Central Bank published 2 rates that do not count: "
        f"JPY of 2026-11-23. {MANY_DIGITS}"
    )
    refused = {each.currency: each for each in state("ecb").refused}
    assert (refused["USD"].reason, refused["USD"].per_base) == (STEP, "2.2")
    assert (refused["JPY"].reason, refused["JPY"].per_base) == (MANY_DIGITS, many)
    with db.read() as session:
        found = rates.table(session, 0, {"EUR", "USD"}, TODAY, TODAY).rate("EUR", "USD", TODAY)
    assert found is not None
    assert (found.value, found.day, found.age) == (Decimal("1.1"), FRIDAY, 3)
    assert rate_feeds.refresh(NOW + 7 * HOUR).refusals == ()
    server.replies[DAILY] = todays(USD="1.12", CHF="0.93")
    rate_feeds.refresh(NOW + 14 * HOUR)
    assert stored("ecb")["USD", "2026-11-23"] == "1.12"
    assert {each.currency for each in state("ecb").refused} == {"JPY"}


def test_a_first_answer_is_compared_with_what_others_published(server: RateServer) -> None:
    server.replies |= {
        DAILY: todays(USD="2.5"),  # it was 1.1
        LATEST: ok(er_api(TODAY, {"EUR": 0.4, "ARS": 1500, "AED": 3.67, "SAR": 9.9})),
    }
    a_book("USD", "ARS")
    done = rate_feeds.refresh(NOW)
    assert done.asked == ("ecb", "open-er-api")
    assert stored("open-er-api") == {
        ("ARS", "2026-11-23"): "1500",  # nobody else has it
        ("AED", "2026-11-23"): "3.67",
    }
    refused = {each.currency: each.reason for each in state("open-er-api").refused}
    assert refused == {"EUR": STEP, "SAR": STEP}  # the dollar's peg is 3.75


def test_an_answer_of_nothing_but_garbage_is_a_failure(server: RateServer) -> None:
    server.replies[DAILY] = todays(USD="0", JPY="-1")
    server.replies[LATEST] = ok(er_api(TODAY, {"EUR": 0.9}))
    done = rate_feeds.refresh(NOW)
    assert done.failed == ("ecb",)
    assert "all cannot be right" in state("ecb").trouble
    assert len(state("ecb").refused) == 2


@pytest.mark.parametrize("reply", [rate_server.hang, rate_server.drip], ids=["hang", "drip"])
def test_no_transaction_waits_for_the_network(server: RateServer, reply: rate_server.Reply) -> None:
    server.replies[DAILY] = reply
    seen: list[int] = []

    def at(percent: int) -> None:
        with db.write() as session:  # waits where another transaction is open
            seen.append(session.execute(text("DELETE FROM refused_rate")).rowcount)  # type: ignore[attr-defined]
        assert 0 <= percent <= 100

    done = rate_feeds.refresh(NOW, progress=at, patience=0.5)
    assert "did not answer in time" in done.troubles[0]
    assert len(seen) >= 2


def test_progress_ends_at_a_hundred(server: RateServer) -> None:
    server.replies[DAILY] = todays(USD="1.12")
    seen: list[int] = []
    rate_feeds.refresh(NOW, progress=seen.append)
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0, 100)


def test_without_providers_nobody_is_asked(database: str) -> None:
    assert database
    assert rate_feeds.refresh(NOW, anyway=True) == rate_feeds.Refreshed()
    know("ecb", FRIDAY, USD="1.1")
    with db.read() as session:
        (only,) = rate_feeds.status(session, NOW)
    assert (only.source, only.is_on, only.next_at) == ("ecb", False, None)


def test_the_history_that_ships_fills_what_is_missing(database: str) -> None:
    assert database
    know("ecb", date(2026, 9, 1), USD="1.5", CHF="0.9")
    with db.write() as session:
        assert rates.load_history(session, NOW) == 0
        added = rates.merge_history(session, NOW)
        assert added > 200_000
        assert rates.merge_history(session, NOW) == 0
        assert queries.newest(session, "ecb", ["USD"]) == {"USD": shipped.newest_day()}
    assert stored("ecb")["USD", "2026-09-01"] == "1.5"
