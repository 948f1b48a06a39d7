from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain import notices
from finance_app.domain.notices import Notice, QuietHours
from finance_app.errors import InvalidInputError

DIGESTS = {Notice.WEEK, Notice.MONTH}
USUAL = frozenset(Notice) - DIGESTS
NIGHT = QuietHours(time(22), time(7))
LUNCH = QuietHours(time(12), time(13, 30))


def test_who_never_said_gets_notices_but_no_digests() -> None:
    assert notices.wanted("") == USUAL
    assert notices.written(USUAL) == ""


@given(st.sets(st.sampled_from(list(Notice))))
def test_what_is_wanted_is_kept(chosen: set[Notice]) -> None:
    kept = notices.written(chosen)
    assert notices.wanted(kept) == chosen
    assert len(kept) <= 200


def test_what_was_kept_before_there_were_digests_still_holds() -> None:
    assert notices.wanted("export") == USUAL - {Notice.EXPORT}
    assert notices.wanted("export,gone") == USUAL - {Notice.EXPORT}


@pytest.mark.parametrize(
    ("quiet", "at", "over"),
    [
        (NIGHT, "2026-11-23T22:00", "2026-11-24T07:00"),
        (NIGHT, "2026-11-23T23:59", "2026-11-24T07:00"),
        (NIGHT, "2026-11-24T06:59", "2026-11-24T07:00"),
        (NIGHT, "2026-11-24T07:00", None),
        (NIGHT, "2026-11-24T21:59", None),
        (NIGHT, "2026-11-30T23:00", "2026-12-01T07:00"),
        (LUNCH, "2026-11-24T12:00", "2026-11-24T13:30"),
        (LUNCH, "2026-11-24T13:30", None),
        (LUNCH, "2026-11-24T03:00", None),
    ],
)
def test_it_is_quiet_until_the_hours_are_over(quiet: QuietHours, at: str, over: str | None) -> None:
    found = quiet.over_at(datetime.fromisoformat(at).replace(tzinfo=UTC), "UTC")
    assert found == (datetime.fromisoformat(over).replace(tzinfo=UTC) if over else None)


def test_the_clock_is_that_of_where_the_reader_lives_also_when_it_is_put_back() -> None:
    evening = datetime(2026, 10, 24, 21, 30, tzinfo=UTC)  # 23:30 in Berlin, the night it goes back
    assert NIGHT.over_at(evening, "Europe/Berlin") == datetime(2026, 10, 25, 6, tzinfo=UTC)
    assert NIGHT.over_at(evening, "America/New_York") is None


@pytest.mark.parametrize("text", ["22:00", "22:00-", "22-7", "22:00-22:00", "x-y", "22:00-25:00"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        QuietHours.parse(text)


def test_hours_are_read_as_they_are_written() -> None:
    assert QuietHours.parse("22:00-07:00") == NIGHT
    assert str(LUNCH) == "12:00-13:30"
    assert QuietHours.parse("") is None
    assert all(QuietHours.parse(f"{one}-00:15") for one in notices.times())
