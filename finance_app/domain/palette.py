"""The colours that charts and screens share, each in light and dark.

`assets/app.css` writes the same values as custom properties, and a test compares the two. Which
category has which hue is stored with the category and not decided here.
"""

from __future__ import annotations

from typing import NamedTuple


class Shade(NamedTuple):
    """One colour in both themes, as `#rrggbb`."""

    light: str
    dark: str


CANVAS = Shade("#faf9f7", "#121211")
SURFACE = Shade("#ffffff", "#1a1a18")
SUNKEN = Shade("#f2f1ee", "#242422")
LINE = Shade("#e8e6e1", "#2e2d2a")
LINE_STRONG = Shade("#d3d0c9", "#45433f")
INK = Shade("#1c1b19", "#f0efec")
INK_2 = Shade("#55534d", "#b9b7b0")
INK_3 = Shade("#6a6861", "#989690")
ACCENT = Shade("#3f51c9", "#a5b2ff")
INCOME = Shade("#18744a", "#55c890")
TROUBLE = Shade("#c4282d", "#ff8f92")
DOUBT = Shade("#835400", "#eebe66")

HUES = (
    Shade("#4d54bc", "#9ca6f4"),  # blue
    Shade("#c2500c", "#d08158"),  # orange
    Shade("#0b5950", "#1cc4b4"),  # teal
    Shade("#557a44", "#9fe59c"),  # green
    Shade("#84408f", "#f0b6f2"),  # plum
    Shade("#a51c48", "#fd8690"),  # rose
    Shade("#037cb2", "#3a9bd0"),  # sky
    Shade("#6b5200", "#c6ac2e"),  # gold
)
"""What a category's `hue` counts into; apart under protan-, deuteran- and tritanopia as well."""

OTHER = Shade("#75726b", "#8d8a83")
"""What is gathered into "Other", and what has no category."""
