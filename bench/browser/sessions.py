"""Many open pages: a websocket each, with the dashboard loaded, as so many tabs would hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.browser.chromium import visiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

from contextlib import contextmanager

OPEN = """count => Promise.all(Array.from({ length: count }, () => new Promise((done, failed) => {
  const name = crypto.randomUUID();
  const socket = new WebSocket(`/_event/?EIO=4&transport=websocket&token=${name}`);
  const event = {
    name: "reflex___state____state.hydrate_and_load",
    payload: {},
    router_data: { pathname: "/", asPath: "/" },
  };
  socket.onerror = failed;
  socket.onmessage = ({ data }) => {
    if (data === "2") socket.send("3");
    else if (data.startsWith("0")) socket.send("40/_event,{}");
    else if (data.startsWith("40")) socket.send(`42/_event,${JSON.stringify(["event", event])}`);
    else if (data.includes('"is_hydrated_rx_state_":true')) done();
  };
})))"""


@contextmanager
def held(browser: Browser, url: str, session: str, count: int) -> Iterator[None]:
    """Keep so many pages open."""
    with visiting(browser, url, session) as context:
        page = context.new_page()
        page.goto("/healthz")  # of the same origin, and no page itself
        page.evaluate(OPEN, count)
        yield
