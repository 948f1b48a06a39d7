"""The API as programs use it: pages of entries, many at once, and many who read."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

import httpx

from bench import ledgers, readers, server
from bench.browser import chromium, clicks
from bench.timing import Work
from finance_app import db
from finance_app.services import accounts, api_tokens
from finance_app.services.api_tokens import Wanted

if TYPE_CHECKING:
    from typing import Any

PAGES = 200
PAGE = 100  # entries
BULKS, ROWS = 10, 1_000
RATE, SECONDS = 200, 25
EACH_MINUTE = 3_000  # requests that one token has
TOKENS = RATE * 60 // EACH_MINUTE + 1
CLICKS = 20


def works() -> dict[str, Work]:
    """Return what is measured here, empty."""
    return {
        "listed": Work(f"a page of {PAGE} entries by REST", "p95 ≤ 25 ms"),
        "bulk": Work(f"{ROWS:,} entries added at once by REST", "≤ 250 ms"),
        "read": Work(f"a page of 10 by REST, {RATE} of them a second"),
        "beside": Work("trivial event → DOM meanwhile", "p95 ≤ 100 ms"),
    }


def measure(found: dict[str, Work], size: int) -> None:
    """Measure everything on a ledger of so many entries."""
    with ledgers.copied(ledgers.kept(size)) as folder, chromium.launched() as browser:
        session, tokens = chromium.token(), [_token() for _ in range(TOKENS)]
        actor = ledgers.actor()
        with db.read() as opened:
            account = accounts.everything(opened, actor)[0]
        with server.serving(folder) as app:
            book = f"{app.url}/api/v1/books/{actor.book_id}"
            headers = {"Authorization": f"Bearer {tokens[0]}"}
            with httpx.Client(base_url=book, headers=headers, timeout=server.PATIENCE) as program:
                found["listed"].keep(size, _listed(program))
            with chromium.visiting(browser, app.url, session) as context:
                page = context.new_page()
                clicks.segments(page, 1)
                with readers.reading(book, RATE, SECONDS, tokens[1:]) as taken:
                    found["beside"].keep(size, clicks.segments(page, CLICKS))
                found["read"].keep(size, taken)
            headers = {"Authorization": f"Bearer {tokens[0]}"}
            with httpx.Client(base_url=book, headers=headers, timeout=server.PATIENCE) as program:
                found["bulk"].keep(size, _added(program, str(account.id), account.currency))


def _token() -> str:
    with db.write() as session:
        return api_tokens.make(session, ledgers.actor(), Wanted("Bench", "write"), right=True)


def _listed(program: httpx.Client) -> list[float]:
    """Follow pages from the newest to older ones; return the seconds of each."""
    taken, cursor = [], ""
    for _ in range(PAGES):
        asked = {"size": PAGE, "cursor": cursor}
        seconds, answer = _timed(program, "GET", "/entries", params=asked)
        taken.append(seconds)
        cursor = answer["next"] or ""
    return taken


def _added(program: httpx.Client, account: str, currency: str) -> list[float]:
    """Add many entries at once, again and again; return the seconds of each time."""
    day = date(2026, 1, 1)
    sent = [
        {
            "account_id": account,
            "day": str(day + timedelta(days=place % 300)),
            "amount": {"amount": f"-{place // 100 + 1}", "currency": currency},
            "payee": f"Shop {place % 50}",
        }
        for place in range(ROWS)
    ]
    return [
        _timed(program, "POST", "/entries/bulk", json={"entries": sent})[0] for _ in range(BULKS)
    ]


def _timed(program: httpx.Client, method: str, path: str, **more: Any) -> tuple[float, Any]:
    begun = time.perf_counter()
    answer = program.request(method, path, **more)
    taken = time.perf_counter() - begun
    answer.raise_for_status()
    return taken, answer.json()
