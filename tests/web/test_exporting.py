"""Files of all of somebody's data, written by the process beside the server."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.domain.exports import ExportStatus
from finance_app.services import auth, data_exports, demo
from finance_app.web.exporting import Exporter
from tests.conftest import somebody
from tests.services.exported import Exported

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from finance_app.domain.exports import Export

PATIENCE = 60  # seconds

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def exporter() -> AsyncIterator[Exporter]:
    made = Exporter(every=0.02)
    yield made
    made.stop()


async def test_nothing_is_started_while_nobody_asks(exporter: Exporter) -> None:
    await exporter.look()
    assert exporter.process is None


async def test_what_was_asked_for_is_written_beside_the_server(exporter: Exporter) -> None:
    now = datetime.now(UTC)
    with db.write() as session:
        ada = somebody(session)
        demo.fill(session, ada, entries=200)
        attempt = auth.begin(session, ada.email, "192.0.2.1", now)
        digest = auth.digest(auth.finish(session, attempt, now, right=True))
        data_exports.ask(session, ada, digest, right=True)

    def state() -> Export:
        with db.read() as session:
            found = data_exports.state(session, ada, digest)
        assert found is not None
        return found

    watch = asyncio.get_running_loop().create_task(exporter.watch())
    async with asyncio.timeout(PATIENCE):
        while state().is_running:
            await asyncio.wait({watch}, timeout=0.05)
    watch.cancel()
    assert state().status is ExportStatus.READY
    Exported(data_exports.path(state().key)).check()
