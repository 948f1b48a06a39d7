"""The page that describes the API, and what programs read instead."""

from __future__ import annotations

import re

import pytest

from tests.api.conftest import asking
from tests.api.test_sweep import OPERATIONS

pytestmark = pytest.mark.usefixtures("sqlite")


async def test_anybody_reads_what_there_is() -> None:
    async with asking() as nobody:
        page = (await nobody.get("/docs")).text
    for method, path, operation in OPERATIONS:
        assert f'id="{operation["operationId"]}"' in page
        assert f"<b>{method.upper()}</b> /api/v1{path}<" in page


async def test_nothing_on_it_comes_from_elsewhere() -> None:
    async with asking() as nobody:
        page = (await nobody.get("/docs")).text
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert sources
    assert [one for one in sources if not one.startswith(("/", "#", "openapi.json"))] == []
    assert "<script>" not in page


async def test_programs_read_openapi() -> None:
    async with asking() as nobody:
        described = (await nobody.get("/openapi.json")).json()
    assert described["openapi"] == "3.1.0"
    assert described["servers"] == [{"url": "/api/v1"}]
    amount = described["components"]["schemas"]["Amount"]["properties"]["amount"]
    assert (amount["type"], amount["examples"]) == ("string", ["12.30"])
