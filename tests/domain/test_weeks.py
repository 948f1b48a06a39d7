"""The day that weeks begin with."""

from __future__ import annotations

import pytest

from finance_app.domain.regions import CODES
from finance_app.domain.weeks import FirstDay


@pytest.mark.parametrize(
    ("region", "weekday"), [("en_US", 6), ("en_GB", 0), ("de_AT", 0), ("pt_BR", 6), ("ja_JP", 6)]
)
def test_by_itself_it_is_the_regions(region: str, weekday: int) -> None:
    assert FirstDay.REGION.weekday(region) == weekday


@pytest.mark.parametrize("region", CODES)
def test_a_choice_holds_in_every_region(region: str) -> None:
    chosen = [one.weekday(region) for one in FirstDay if one]
    assert chosen == [0, 6, 5]
    assert FirstDay.REGION.weekday(region) in range(7)
