"""What the tests of faults share."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import built

__all__ = ["built"]


@pytest.fixture
def is_whole(request: pytest.FixtureRequest) -> bool:
    """Whether the whole is asked for, not one in a hundred."""
    return bool(request.config.getoption("--soak"))
