"""The server while those who publish rates are not there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from finance_app.ui import links
from tests import rate_server
from tests.e2e.books import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.e2e.conftest import Server

    type Serve = Callable[..., AbstractContextManager[Server]]

PATIENCE = 60  # seconds
PATHS = ("/eurofxref-daily.xml", "/eurofxref-hist-90d.xml", "/eurofxref-hist.zip")


def test_screens_answer_while_a_provider_hangs(
    serve: Serve, browser: Browser, tmp_path: Path
) -> None:
    with rate_server.serving() as provider:
        provider.replies |= dict.fromkeys(PATHS, rate_server.hang)
        with (
            serve(tmp_path, FINANCE_RATE_PROVIDERS=f"ecb={provider.url}") as server,
            browser.new_context(base_url=server.url) as context,
            opened(server, context) as book,
        ):
            account = book.account("EUR", "Wallet")
            end = time.monotonic() + PATIENCE
            while not provider.asked:
                assert time.monotonic() < end
                time.sleep(0.05)
            page = context.new_page()
            page.goto(links.ACCOUNTS)
            expect(page.get_by_role("main")).to_contain_text("Wallet")
            book.add(account, "Bakery")
            page.goto(links.ENTRIES)
            expect(page.get_by_role("main")).to_contain_text("Bakery")
            assert len(provider.asked) == 1  # and it still hangs
            code, _, complained = server.stop()
    assert (code, complained) == (0, "")


def test_a_machine_without_a_network_stays_calm(serve: Serve, tmp_path: Path) -> None:
    nobody = "ecb=http://127.0.0.1:1,open-er-api=http://127.0.0.1:1"
    with serve(tmp_path, FINANCE_RATE_PROVIDERS=nobody) as server:
        assert server.process.stderr
        line = server.process.stderr.readline()
        code, _, complained = server.stop()
    assert (code, complained) == (0, "")
    assert "European Central Bank cannot be reached. ExchangeRate-API cannot be reached." in line
