"""That an amount could not be converted, as the way to mend it."""

from __future__ import annotations

import reflex as rx

from finance_app.ui.components.link import link
from finance_app.ui.components.values import Text


def no_rate(sentence: Text, href: Text) -> rx.Component:
    """Lead to where a rate is added; nothing where no sentence says that one is missing."""
    chip = link(
        "No rate",
        href=href,
        class_name="chip mend",
        data_tone="doubt",
        title=sentence,
        aria_label=f"{sentence} Add one.",
    )
    return rx.cond(sentence != "", chip, rx.fragment())
