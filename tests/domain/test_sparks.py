from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain import sparks
from finance_app.domain.money import LIMIT


@pytest.mark.parametrize(
    ("amounts", "line"),
    [
        ([], ""),
        ([5], ""),
        ([5, 5, 5], "0,120 480,120 960,120"),
        ([0, 10, 5], "0,220 480,20 960,120"),
        ([-10, -20], "0,20 960,220"),
    ],
)
def test_a_line_goes_from_left_to_right_between_the_least_and_the_most(
    amounts: list[int], line: str
) -> None:
    assert sparks.points(amounts) == line


@given(st.lists(st.integers(-LIMIT, LIMIT), min_size=2, max_size=13))
def test_no_point_leaves_the_line_s_box(amounts: list[int]) -> None:
    for point in sparks.points(amounts).split():
        across, down = map(int, point.split(","))
        assert 0 <= across <= sparks.WIDTH
        assert sparks.EDGE <= down <= sparks.HEIGHT - sparks.EDGE
