"""The app through a real browser: opened, used, and held open by many."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bench import ledgers, server
from bench.browser import chromium, clicks, crowds, floors, loads, sessions
from bench.timing import Work

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LOADS = 5
CLICKS = 20
TABS = 100
SIGN_INS = 20


def works() -> dict[str, Work]:
    """Return what is measured here, empty."""
    same = "≤ 1.15 × 100 k at 1 M"
    return {
        "painted": Work("dashboard, cold: first paint", f"≤ 0.9 s, {same}"),
        "figures": Work("dashboard, cold: figures", f"≤ 1.4 s, {same}", label="figures, cold"),
        "charts": Work("dashboard, cold: charts", f"≤ 2.0 s, {same}", label="charts, cold"),
        "warm": Work("dashboard, warm: charts", "≤ 1.0 s", label="charts, warm"),
        "places": Work("another page inside the app", "p95 ≤ 250 ms", label="another page"),
        "segments": Work("trivial event → DOM", "p95 ≤ 60 ms", label="trivial event"),
        "crowded": Work(f"the same while {SIGN_INS} sign in", "p95 ≤ 150 ms"),
        "older": Work("50 more entries → DOM", "p95 ≤ 100 ms", label="50 entries"),
        "added": Work("add an entry: Enter → its row", "p95 ≤ 150 ms", label="add an entry"),
        "js": Work("scripts of the dashboard as sent, kB", "≤ 600 kB"),
        "css": Work("stylesheets of it as sent, kB", "≤ 60 kB"),
        "tabs": Work(f"{TABS} open dashboards above idle, MB", "≤ 120 MB"),
    }


def measure(found: dict[str, Work], size: int) -> None:
    """Measure everything on a ledger of so many entries."""
    with ledgers.copied(ledgers.kept(size)) as folder, chromium.launched() as browser:
        session = chromium.token()
        with server.serving(folder) as app:
            _tabs(found["tabs"], size, browser, app, session)
        with server.serving(folder) as app:
            _loads(found, size, loads.opened(browser, app.url, session, LOADS))
            _clicks(found, size, browser, app.url, session)
        _floors(found, size, browser)


def _tabs(work: Work, size: int, browser: Browser, app: server.Served, session: str) -> None:
    time.sleep(server.QUIET)
    idle = server.memory(app.pid)
    with sessions.held(browser, app.url, session, TABS):
        work.times[size] = server.memory(app.pid) - idle


def _loads(found: dict[str, Work], size: int, opened: tuple[loads.Opened, loads.Opened]) -> None:
    cold, warm = opened
    found["painted"].keep(size, cold.painted)
    found["figures"].keep(size, cold.figures)
    found["charts"].keep(size, cold.charts)
    found["warm"].keep(size, warm.charts)
    for kind in ("js", "css"):
        found[kind].times[size] = cold.sent[kind]


def _clicks(found: dict[str, Work], size: int, browser: Browser, url: str, session: str) -> None:
    with chromium.visiting(browser, url, session) as context:
        page = context.new_page()
        found["places"].keep(size, clicks.places(page, CLICKS // 2))
        found["segments"].keep(size, clicks.segments(page, CLICKS))
        with crowds.signing_in(url, SIGN_INS):
            found["crowded"].keep(size, clicks.segments(page, CLICKS))
        found["older"].keep(size, clicks.older(page, min(CLICKS, size // 100)))
        found["added"].keep(size, clicks.added(page, CLICKS))


def _floors(found: dict[str, Work], size: int, browser: Browser) -> None:
    cold, warm = floors.loads(browser, LOADS)
    words, rows = floors.echoes(browser, CLICKS)
    for name, taken in (
        ("painted", cold.painted),
        ("figures", cold.figures),
        ("charts", cold.charts),
        ("warm", warm.charts),
        ("places", warm.figures),
        ("segments", words),
        ("crowded", words),
        ("older", rows),
        ("added", words),
    ):
        found[name].floors[size] = sorted(taken)[len(taken) // 2]
    for kind in ("js", "css"):
        found[kind].floors[size] = cold.sent[kind]
