"""What stands in the head of every page: the icon, the first font, our scripts."""

from __future__ import annotations

import reflex as rx

from finance_app.domain.palette import CANVAS

FONT = "/fonts/inter-4.1-latin.woff2"


def head() -> list[rx.Component]:
    """Return the elements of the document's head, for `rx.App(head_components=…)`."""
    return [
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="apple-touch-icon", href="/icon-apple.png"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.link(
            rel="preload",
            href=FONT,
            type="font/woff2",
            custom_attrs={"as": "font", "crossOrigin": "anonymous"},
        ),
        _theme_colour("light", CANVAS.light),
        _theme_colour("dark", CANVAS.dark),
        rx.el.meta(
            name="viewport", content="width=device-width, initial-scale=1, viewport-fit=cover"
        ),
        rx.el.script(src="/theme.js"),  # not deferred: it decides how the first paint looks
        rx.el.script(src="/app.js", defer=True),
        rx.el.script(src="/marks.js", defer=True),
        rx.el.script(src="/keys.js", defer=True),
        rx.el.script(src="/finder.js", defer=True),
        rx.el.script(src="/drag.js", defer=True),
        rx.el.script(src="/pad.js", defer=True),
        rx.el.script(src="/paste.js", defer=True),
        rx.el.script(src="/drafts.js", defer=True),
        rx.el.script(src="/install.js", defer=True),
        rx.el.script(src="/explain.js", defer=True),
        rx.el.script(src="/secrets.js", defer=True),
        rx.el.script(src="/passkeys.js", defer=True),
    ]


def _theme_colour(theme: str, colour: str) -> rx.Component:
    media = {"media": f"(prefers-color-scheme: {theme})"}
    return rx.el.meta(name="theme-color", content=colour, custom_attrs=media)
