"""How the gallery is built; it is no part of the app."""

from __future__ import annotations

import reflex as rx
from reflex.plugins import RadixThemesPlugin, SitemapPlugin

from finance_app.ui.same_origin import SameOriginPlugin

config = rx.Config(
    app_name="gallery",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    plugins=[SameOriginPlugin()],
    disable_plugins=[RadixThemesPlugin, SitemapPlugin],
)
