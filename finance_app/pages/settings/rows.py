"""What can be chosen in the settings, as text."""

from __future__ import annotations

from finance_app.services import users
from finance_app.ui.components.values import Option

PLACES = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


def zone_options() -> list[Option]:
    """Return the time zones that are named after a place, and UTC."""
    named = sorted(zone for zone in users.zones() if zone.startswith(PLACES))
    return [Option("UTC", "UTC"), *(Option(zone, zone.replace("_", " ")) for zone in named)]
