from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain.own_rate_rules import (
    LONGEST,
    LONGEST_TYPED,
    canonical,
    is_unusual,
    parse_rate,
)
from finance_app.domain.own_rates import OwnRate
from finance_app.domain.rate_texts import (
    equation,
    number_text,
    own_rate_text,
    short_text,
    stated_text,
)
from finance_app.domain.rates import Path, Rate
from finance_app.errors import InvalidInputError

DAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "region", "value"),
    [
        ("0.9234", "en_US", "0.9234"),
        ("0,9234", "de_DE", "0.9234"),
        ("0.9234", "de_DE", "0.9234"),
        ("0.923", "de_DE", "0.923"),
        (",5", "en_US", "0.5"),
        ("1.085", "de_DE", "1085"),
        ("1.085", "en_US", "1.085"),
        ("1,234.5", "en_US", "1234.5"),
        ("1.234,5", "de_DE", "1234.5"),
        ("1\u202f234,5", "fr_FR", "1234.5"),
        (" 2 ", "en_US", "2"),
    ],
)
def test_a_rate_is_read_in_the_region_where_it_could_be_either(
    text: str, region: str, value: str
) -> None:
    assert parse_rate(text, region) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Enter a rate."),
        ("0", "A rate is more than zero."),
        ("-1.5", "A rate is more than zero."),
        ("1e5", "Write a rate like 0.9234."),
        ("1/3", "Write a rate like 0.9234."),
        ("\u0661", "Write a rate like 0.9234."),
        ("NaN", "Write a rate like 0.9234."),
        ("9" * 18, "No rate is that large; check it."),
        ("1." + "1" * 40, "That rate has too many digits; write at most 20 characters."),
    ],
)
def test_what_is_no_rate_is_said_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse_rate(text, "en_US")
    assert (refused.value.message, refused.value.field) == (said, "rate")


@given(
    st.text(alphabet="0123456789.,-+ 'e\u2212", max_size=30), st.sampled_from(["en_US", "de_CH"])
)
def test_whatever_is_typed_is_a_rate_that_can_be_kept_or_refused(text: str, region: str) -> None:
    with suppress(InvalidInputError):
        value = parse_rate(text, region)
        assert value > 0
        assert len(text.strip()) <= LONGEST_TYPED
        assert len(canonical(value)) <= LONGEST
        assert Decimal(canonical(value)) == value
        assert canonical(Decimal(canonical(value))) == canonical(value)


@pytest.mark.parametrize(("value", "unusual"), [("1.3", False), ("1.31", True), ("0.69", True)])
def test_more_than_thirty_percent_off_is_unusual(value: str, *, unusual: bool) -> None:
    known = Rate(Decimal(1), DAY, "ecb", Path.DIRECT)
    assert is_unusual(Decimal(value), known) is unusual
    assert not is_unusual(Decimal(value), None)


def test_rates_are_written_with_the_digits_that_matter() -> None:
    assert number_text(Decimal(1) / 3, "en_US") == "0.333333"
    assert number_text(Decimal("162.3449999"), "de_DE") == "162,3450"
    assert number_text(Decimal("0.0000061234567"), "en_US") == "0.00000612346"
    assert number_text(Decimal(1450), "en_US") == "1,450.0000"
    assert number_text(Decimal("0.8"), "en_US") == "0.800000"
    assert short_text(Decimal("0.8"), "en_US") == "0.8000"
    assert stated_text(Decimal("0.92"), "de_DE") == "0,9200"
    assert stated_text(Decimal("0.9200000001"), "en_US") == "0.9200000001"
    assert equation("USD", Decimal("0.92"), "EUR", "en_US") == "1 USD = 0.9200 EUR"
    rate = OwnRate("USD", "EUR", DAY, Decimal("0.92"))
    assert own_rate_text(rate, "en_US") == "1 USD = 0.9200 EUR from Nov 1, 2026"
