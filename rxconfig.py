"""How Reflex builds and runs this app; settings of a deployment live in `finance_app.config`."""

from __future__ import annotations

import reflex as rx
from reflex.plugins import RadixThemesPlugin, SitemapPlugin
from reflex_base.constants import StateManagerMode

from finance_app.ui.same_origin import SameOriginPlugin

config = rx.Config(
    app_name="finance_app",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    cors_allowed_origins=[],  # web.origins compares Origin with Host, whatever the host is called
    frontend_compression_formats=["brotli", "gzip"],
    state_manager_mode=StateManagerMode.MEMORY,  # states hold the session cookie: never on disk
    plugins=[SameOriginPlugin()],
    disable_plugins=[RadixThemesPlugin, SitemapPlugin],  # our own CSS; nothing here is public
)
