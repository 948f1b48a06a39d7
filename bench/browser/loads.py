"""The dashboard, opened: when something is painted, when the figures and the charts are there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bench.browser.chromium import MS, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAINTED = """new Promise((done) => {
  new PerformanceObserver((list) => {
    const [paint] = list.getEntriesByName("first-contentful-paint");
    if (paint) done(paint.startTime);
  }).observe({ type: "paint", buffered: true });
})"""


@dataclass
class Opened:
    """Seconds from the navigation, and kB as they were sent, by the ending of the file."""

    painted: list[float] = field(default_factory=list)
    figures: list[float] = field(default_factory=list)
    charts: list[float] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)


def opened(browser: Browser, url: str, session: str, runs: int) -> tuple[Opened, Opened]:
    """Open a page with figures and charts; return how that went cold and warm.

    Cold is a browser that was never there, warm the same one that opens the page again.
    """
    cold, warm = Opened(), Opened()
    for _ in range(runs):
        with visiting(browser, url, session) as context:
            page = context.new_page()
            cold.sent = _listened(page)
            for found in (cold, warm, warm):
                page.goto("/")
                figures, charts = page.evaluate("bench.loaded()")
                found.painted.append(page.evaluate(PAINTED) / MS)
                found.figures.append(figures / MS)
                found.charts.append(charts / MS)
    return cold, warm


def _listened(page: Page) -> Counter[str]:
    """Return what fills with the kB that the network brings; what a cache has counts as nothing."""
    sent: Counter[str] = Counter()
    endings: dict[str, str] = {}
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")

    def begun(event: dict[str, Any]) -> None:
        name = event["request"]["url"].partition("?")[0].rpartition("/")[2]
        endings[event["requestId"]] = name.rpartition(".")[2]

    def ended(event: dict[str, Any]) -> None:
        sent[endings.get(event["requestId"], "")] += event["encodedDataLength"] / MS

    network.on("Network.requestWillBeSent", begun)
    network.on("Network.loadingFinished", ended)
    return sent
