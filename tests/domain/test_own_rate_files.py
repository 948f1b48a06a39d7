from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain.own_rate_files import LONGEST, MOST_LINES, RateFile, read, written
from finance_app.domain.own_rates import OwnRate
from finance_app.errors import InvalidInputError

TODAY = date(2026, 11, 27)
RATE = OwnRate("USD", "EUR", date(2026, 11, 3), Decimal("0.92"))


def of(text: str, region: str = "en_US", **said: str) -> RateFile:
    return read(text, region, TODAY, **said)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03,USD,EUR,0.92",
        "day;from;to;rate\n2026-11-03;USD;EUR;0,92",
        "Rate\tTo\tFrom\tDate\n0.92\tEUR\tusd\t3 Nov 2026\n",
        '\ufeff"2026-11-03","USD","EUR","0,92"\r\n\r\n',
        "11/3/2026;USD;EUR;0.9200",
    ],
)
def test_columns_marks_and_days_are_understood(text: str) -> None:
    found = of(text)
    assert (found.rates, found.mark_open) == ([RATE], False)


def test_what_proves_nothing_is_the_regions_and_can_be_said() -> None:
    text = "3.11.2026;USD;EUR;1.085"
    found = of(text, "de_DE")
    assert (found.mark, found.order, found.mark_open, found.order_open) == (",", "dmy", True, True)
    assert found.rates == [OwnRate("USD", "EUR", date(2026, 11, 3), Decimal(1085))]
    said = of(text, "de_DE", mark=".", order="mdy")
    assert said.rates == [OwnRate("USD", "EUR", date(2026, 3, 11), Decimal("1.085"))]
    assert (said.mark_open, said.order_open) == (True, True)
    assert not of("13.11.2026;USD;EUR;1.0851", "en_US").order_open
    assert of("2026-11-03;USD;EUR;1.5\n2026-11-04;USD;EUR;1,5").mark_open


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("2026-11-03,USD,EUR", "Write day, from, to and rate in each line."),
        ("2026-02-30,USD,EUR,0.92", "“2026-02-30” is not a day."),
        ("1850-01-01,USD,EUR,0.92", "Choose a day from 1970 on."),
        ("2500-01-01,USD,EUR,0.92", "That day is still to come; choose today at most."),
        ("1969-12-31,USD,EUR,0.92", "Choose a day from 1970 on."),
        ("2026-11-28,USD,EUR,0.92", "That day is still to come; choose today at most."),
        ("2026-11-03,DOLLAR,EUR,0.92", "“DOLLAR” is not a currency code"),
        ("2026-11-03,EUR,EUR,0.92", "Choose another currency than the first."),
        ("2026-11-03,USD,EUR,0", "A rate is more than zero."),
        ("2026-11-03,USD,EUR,-0.92", "A rate is more than zero."),
        ("2026-11-03,USD,EUR,1e5", "“1e5” is not a rate."),
        ("2026-11-03,USD,EUR,=1+1", "“=1+1” is not a rate."),
        (f"2026-11-03,USD,EUR,{'1' * 40}", "has too many digits for a rate."),
        ("2026-11-03,USD,EUR,0.92,2026-11-01", "The last day is before the first."),
        ("2026-11-03,USD,EUR,0.92,soon", "“soon” is not a day."),
    ],
)
def test_what_is_wrong_is_said_by_line(line: str, wrong: str) -> None:
    first, second = of(f"2026-11-04,USD,EUR,0.93\n{line}").lines
    assert (first.wrong, second.rate, second.number) == ("", None, 2)
    assert wrong in second.wrong


def test_the_second_rate_of_a_day_names_the_first() -> None:
    found = of("day,from,to,rate\n2026-11-03,USD,EUR,0.92\n2026-11-03,USD,EUR,0.93")
    assert found.lines[1].wrong == "Line 2 has a rate of this day already; leave one."


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "Paste some rates, or choose a file."),
        (" \n\n", "Paste some rates, or choose a file."),
        ("day,from,to,rate", "There is no rate below the headings."),
        ("day,currency,rate,note\n1,2,3,4", "look at from"),
        ("2026-11-03,USD,EUR,0.92\n" * (MOST_LINES + 2), "more than 2,000 lines"),
        ("x" * (LONGEST + 1), "more than 100,000 characters"),
    ],
)
def test_nothing_or_too_much_is_one_sentence(text: str, wrong: str) -> None:
    with pytest.raises(InvalidInputError, match=wrong) as refused:
        of(text)
    assert refused.value.field == "text"


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_by_line(text: str) -> None:
    try:
        found = of(text)
    except InvalidInputError as refused:
        assert refused.field == "text"  # noqa: PT017  either is fine
        return
    assert all(bool(line.rate) != bool(line.wrong) for line in found.lines)


@given(
    st.lists(
        st.builds(
            OwnRate,
            st.sampled_from(["USD", "JPY"]),
            st.sampled_from(["EUR", "CHF"]),
            st.dates(date(1970, 1, 1), TODAY),
            st.decimals("0.00001", "99999", places=5),
            st.none() | st.dates(TODAY, date(2099, 12, 31)),
        ),
        min_size=1,
        unique_by=lambda one: (one.origin, one.target, one.day),
    ),
    st.sampled_from(["en_US", "de_DE", "fr_CH", "en_IN"]),
)
def test_what_is_written_is_read_back_in_every_region(rates: list[OwnRate], region: str) -> None:
    found = of(written(rates), region)
    assert found.rates == rates
