from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain.written_days import DAY_ORDERS, DayOrder, read_day


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2024-01-02", "dmy", "2024-01-02"),
        ("2024/01/02", "mdy", "2024-01-02"),
        ("20240102", "dmy", "2024-01-02"),
        ("20240102235959", "dmy", "2024-01-02"),
        ("2024-01-02T23:30:00.000+02:00", "dmy", "2024-01-02"),
        ("2024-01-02 6:11:59", "dmy", "2024-01-02"),
        ("2018-02-25 12:34:56 +0000", "dmy", "2018-02-25"),
        ("02.01.24", "dmy", "2024-01-02"),
        ("1. 2. 2024", "dmy", "2024-02-01"),
        ("01/02/2024", "mdy", "2024-01-02"),
        ("01/02/2024", "dmy", "2024-02-01"),
        ("1/2/24 11:59 PM", "mdy", "2024-01-02"),
        ("24-01-02", "ymd", "2024-01-02"),
        ("02 Jan 2024", "dmy", "2024-01-02"),
        ("02-JAN-24", "dmy", "2024-01-02"),
        ("Jan 2, 2024", "dmy", "2024-01-02"),
        ("Tue, 2 Jan 2024", "dmy", "2024-01-02"),
        ("2 janv. 2024", "dmy", "2024-01-02"),
        ("2. März 2024", "dmy", "2024-03-02"),
        ("2 de enero de 2024", "dmy", "2024-01-02"),
        ("2 sty 2024", "dmy", "2024-01-02"),
        ("2024.01.02.", "dmy", "2024-01-02"),
        ("2024年1月2日", "dmy", "2024-01-02"),
        ("31.12.99", "dmy", "1999-12-31"),
    ],
)
def test_days_are_read_as_banks_write_them(text: str, order: DayOrder, day: str) -> None:
    assert read_day(text, order) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["", "31.02.2024", "00/00/0000", "2024-13-01", "12.50", "02/2024 rent", "١٢/٠١/٢٠٢٤"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert [read_day(text, order) for order in DAY_ORDERS] == [None] * 3


@given(st.dates(date(1971, 1, 1), date(2069, 12, 31)))
def test_a_day_survives_every_order(day: date) -> None:
    assert read_day(f"{day:%d/%m/%Y}", "dmy") == day
    assert read_day(f"{day:%m/%d/%y}", "mdy") == day
    assert read_day(f"{day:%Y%m%d}", "dmy") == day
    assert read_day(f"{day:%d %B %Y}", "mdy") == day


@given(st.text(max_size=60), st.sampled_from(DAY_ORDERS))
def test_any_text_is_a_day_or_none(text: str, order: DayOrder) -> None:
    day = read_day(text, order)
    assert day is None or 1900 <= day.year < 2200
