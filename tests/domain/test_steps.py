from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain.periods import LATEST, Kind, Period
from finance_app.domain.steps import Step, day_step_of, step_of

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@given(days, st.integers(0, 9_000), st.sampled_from(Step))
def test_steps_follow_one_another_without_a_gap(start: date, length: int, step: Step) -> None:
    last = min(start + timedelta(days=length), LATEST)
    if step is Step.DAY:
        last = min(last, start + timedelta(days=99))
    found = list(step.through(start, last))
    assert found[0][0] <= start <= found[0][1]
    assert found[-1][0] <= last <= found[-1][1]
    for (_, end), (begin, _) in pairwise(found):
        assert end + timedelta(days=1) == begin
    for begin, end in found:
        assert step.first(end) == begin
        assert step.last(begin) == end


@pytest.mark.parametrize(
    ("start", "last", "step"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), Step.MONTH),
        (date(2024, 1, 1), date(2026, 12, 31), Step.MONTH),
        (date(2023, 11, 28), date(2026, 11, 27), Step.MONTH),
        (date(2023, 10, 28), date(2026, 11, 27), Step.QUARTER),
        (date(2014, 11, 1), date(2026, 11, 27), Step.QUARTER),
        (date(2014, 10, 31), date(2026, 11, 27), Step.YEAR),
    ],
)
def test_the_longer_a_period_the_longer_its_steps(start: date, last: date, step: Step) -> None:
    assert step_of(Period.between(start, last)) is step


def test_balances_of_a_short_period_go_by_day() -> None:
    assert day_step_of(Period.of(Kind.MONTH, date(2026, 11, 1))) is Step.DAY
    assert day_step_of(Period.of(Kind.QUARTER, date(2026, 11, 1))) is Step.MONTH
