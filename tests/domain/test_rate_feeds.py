from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain.own_rates import OLDEST
from finance_app.domain.rate_feeds import (
    LARGEST_STEP,
    MANY_DIGITS,
    NO_NUMBER,
    NOT_POSITIVE,
    OUT_OF_BOUNDS,
    STEP,
    TWICE,
    Reading,
    canonical,
    judge,
)
from finance_app.errors import InvalidInputError

TODAY = date(2026, 11, 27)
rates = st.decimals("0.000001", "1000000", places=6)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1", "1"),
        ("1.1172", "1.1172"),
        ("136", "136"),
        ("100", "100"),
        ("1.5990", "1.599"),
        ("007.50", "7.5"),
        ("1e-05", "0.00001"),
        ("2.3809523809523808E-5", "0.000023809523809523808"),
        ("1.5e3", "1500"),
        ("89500000.000", "89500000"),
    ],
)
def test_a_rate_is_plain_decimal_text(text: str, plain: str) -> None:
    assert canonical(text) == plain


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0", NOT_POSITIVE),
        ("0.000", NOT_POSITIVE),
        ("-1.1", NOT_POSITIVE),
        ("1e308", OUT_OF_BOUNDS),
        ("1e-308", OUT_OF_BOUNDS),
        ("9" * 13, OUT_OF_BOUNDS),
        ("NaN", NO_NUMBER),
        ("Infinity", NO_NUMBER),
        ("-Infinity", NO_NUMBER),
        ("1e99999", NO_NUMBER),
        ("", NO_NUMBER),
        ("1,1172", NO_NUMBER),
        ("1.", NO_NUMBER),
        (".5", NO_NUMBER),
        ("+1", NO_NUMBER),
        ("1_000", NO_NUMBER),
        ("١", NO_NUMBER),
        ("“1.1”", NO_NUMBER),
        ("N/A", NO_NUMBER),
        ("1." + "1234567890" * 4, MANY_DIGITS),
        ("1" * 40, MANY_DIGITS),
        ("1" * 4000, MANY_DIGITS),
    ],
)
def test_what_cannot_be_a_rate_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        canonical(text)
    assert caught.value.message == reason


@given(rates)
def test_plain_text_is_the_same_number_and_stays_as_it_is(value: Decimal) -> None:
    plain = canonical(str(value))
    assert Decimal(plain) == value
    assert canonical(plain) == plain
    assert len(plain) <= 40


@given(st.text())
def test_any_text_is_a_rate_or_refused(text: str) -> None:
    try:
        plain = canonical(text)
    except InvalidInputError:
        return
    assert 0 < Decimal(plain) < 10**12


def test_an_answer_is_taken_in_value_by_value() -> None:
    reading = Reading("EUR", TODAY)
    reading.add("USD", TODAY, "1.10")
    reading.add("USD", TODAY, "1.1")
    reading.add("XXX", TODAY, "1")
    reading.add("XAU", TODAY, "0.0003")
    reading.add("EUR", TODAY, "1")
    reading.add("JPY", TODAY, "0")
    assert reading.quotes == {("USD", TODAY): "1.1"}
    assert reading.unknown == {"XXX", "XAU"}
    assert [(each.currency, each.reason) for each in reading.refusals.values()] == [
        ("JPY", NOT_POSITIVE)
    ]


def test_two_values_for_one_day_are_none() -> None:
    reading = Reading("EUR", TODAY)
    reading.add("USD", TODAY, "1.1")
    reading.add("USD", TODAY, "1.2")
    reading.add("USD", TODAY, "1.1")
    assert reading.quotes == {}
    assert reading.refusals["USD", TODAY].reason == TWICE


def test_a_base_that_is_not_worth_one_spoils_everything() -> None:
    reading = Reading("EUR", TODAY)
    with pytest.raises(InvalidInputError, match="not for one EUR"):
        reading.add("EUR", TODAY, "0.9")
    with pytest.raises(InvalidInputError, match="not for one EUR"):
        reading.require_base("USD")


@pytest.mark.parametrize(
    "text", ["1850-01-01", "1998-12-31", "2026-11-29", "9999-12-31", "2026-02-30", "20261127", ""]
)
def test_a_day_that_cannot_be_spoils_everything(text: str) -> None:
    with pytest.raises(InvalidInputError, match=r"^answered with"):
        Reading("EUR", TODAY).day(text)


def test_tomorrow_has_begun_somewhere() -> None:
    assert Reading("EUR", TODAY).day("2026-11-28") == TODAY + timedelta(days=1)


def known(*rates: tuple[date, str]) -> dict[str, dict[date, Decimal]]:
    return {"USD": {day: Decimal(rate) for day, rate in rates}}


@pytest.mark.parametrize(
    ("published", "is_good"),
    [("1.3", True), ("1.300001", False), ("0.7", True), ("0.699999", False), ("100", False)],
)
def test_a_step_of_more_than_thirty_percent_is_refused(published: str, is_good: bool) -> None:  # noqa: FBT001  a table
    before = known((TODAY - timedelta(days=1), "1"))
    judged = judge({("USD", TODAY): published}, before, TODAY)
    assert bool(judged.added) == is_good
    if not is_good:
        assert judged.refused["USD", TODAY].reason == STEP


def test_the_last_good_rate_is_compared_with_while_it_counts() -> None:
    for age, is_good in ((1, False), (OLDEST.days, False), (OLDEST.days + 1, True)):
        before = known((TODAY - timedelta(days=age), "1"))
        judged = judge({("USD", TODAY): "2"}, before, TODAY)
        assert bool(judged.added) == is_good


def test_what_was_refused_is_not_what_the_next_day_is_compared_with() -> None:
    days = [TODAY - timedelta(days=n) for n in (3, 2, 1, 0)]
    quotes = {("USD", day): text for day, text in zip(days[1:], ("5", "5.1", "1.1"), strict=True)}
    judged = judge(quotes, known((days[0], "1")), TODAY)
    assert judged.added == {("USD", TODAY): "1.1"}
    assert set(judged.refused) == {("USD", days[1]), ("USD", days[2])}


def test_a_correction_replaces_unless_it_is_too_far_off() -> None:
    yesterday = TODAY - timedelta(days=1)
    before = known((yesterday, "1"), (TODAY, "1.05"))
    judged = judge({("USD", yesterday): "1.2", ("USD", TODAY): "9"}, before, TODAY)
    assert judged.corrected == {("USD", yesterday): "1.2"}
    assert set(judged.refused) == {("USD", TODAY)}
    assert judged.added == {}


def test_what_is_known_already_is_nothing_new() -> None:
    judged = judge({("USD", TODAY): "1.5"}, known((TODAY, "1.50")), TODAY)
    assert (judged.added, judged.corrected, judged.refused) == ({}, {}, {})


def test_an_old_step_that_the_days_after_it_stand_by_was_a_devaluation() -> None:
    start = date(2026, 6, 1)
    values = ["1", "1", "2.1", "2.2", "2", "2.1", "2.3", "2.2", "2.1", "9", "2.1", "0.2", "2.1"]
    quotes = {("ARS", start + timedelta(days=n)): value for n, value in enumerate(values)}
    judged = judge(quotes, {}, TODAY)
    assert {each.per_base for each in judged.refused.values()} == {"9", "0.2"}
    assert judged.added["ARS", start + timedelta(days=2)] == "2.1"
    fresh = judge(quotes, {}, start + timedelta(days=20))
    assert len(fresh.refused) == len(values) - 2
    short = dict(list(quotes.items())[:7])
    assert len(judge(short, {}, TODAY).refused) == 5


@given(st.dictionaries(st.integers(0, 90), rates), st.dictionaries(st.integers(0, 90), rates))
def test_no_good_rate_is_ever_a_step_away_from_the_one_before(
    stored: dict[int, Decimal], published: dict[int, Decimal]
) -> None:
    first = TODAY - timedelta(days=90)
    before = known(*((first + timedelta(days=n), str(rate)) for n, rate in stored.items()))
    quotes = {("USD", first + timedelta(days=n)): str(rate) for n, rate in published.items()}
    judged = judge(quotes, before, first)
    assert not judged.added.keys() & judged.refused.keys()
    kept = dict(before["USD"])
    for (_, day), text in sorted((judged.added | judged.corrected).items()):
        earlier = [one for one in kept if one < day and day - one <= OLDEST]
        reference = before["USD"].get(day) or (kept[max(earlier)] if earlier else None)
        if reference is not None:
            assert abs(Decimal(text) - reference) <= reference * LARGEST_STEP
        kept[day] = Decimal(text)
