"""What the tests of providers share: a server in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import rate_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.rate_server import RateServer


@pytest.fixture
def server() -> Iterator[RateServer]:
    with rate_server.serving() as running:
        yield running
