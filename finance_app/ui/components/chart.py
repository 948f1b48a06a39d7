"""Charts: what `domain.charts` makes, drawn by Plotly in the colours of the theme.

An own component in place of `rx.plotly`: that one brings 32 MB of Python to the server, cannot take
a figure's colours from the theme, and does not say which entries a bar stands for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportDict, ImportVar

from finance_app.domain import chart_colours
from finance_app.ui.components.values import Text

_SCRIPT = Path(__file__).with_name("chart.js")


class Chart(rx.Component):
    """A place for a chart; the script fetches Plotly's basic bundle when the first one is near."""

    tag = "FinanceChart"
    lib_dependencies: list[str] = ["plotly.js-basic-dist-min@3.7.0"]  # noqa: RUF012  a field of Reflex's

    figure: rx.Var[dict[str, Any]]
    colours: rx.Var[dict[str, str]]
    label: rx.Var[str]

    def add_imports(self) -> ImportDict:
        """Return what the script uses."""
        return {
            "react": [ImportVar(tag=tag) for tag in ("useEffect", "useRef", "useState")],
            "react-router": [ImportVar(tag="Link"), ImportVar(tag="useNavigate")],
        }

    def add_custom_code(self) -> list[str]:
        """Return the script."""
        return [_SCRIPT.read_text("utf-8")]


def chart(
    figure: dict[str, Any] | rx.Var[dict[str, Any]],
    label: Text,
    *,
    height: Text,
) -> rx.Component:
    """Draw a figure once it is near; a click on a bar or point leads to its entries.

    Args:
        figure: what `domain.charts` makes.
        label: what it shows, for those who cannot see it.
        height: at least, such as `264px`; it fills a higher card.
    """
    colours = rx.color_mode_cond(
        light=rx.Var.create(chart_colours.colours(dark=False)),
        dark=rx.Var.create(chart_colours.colours(dark=True)),
    )
    drawn = Chart.create(figure=figure, colours=colours, label=label)
    return rx.el.div(drawn, class_name="chart", style={"min_height": height})
