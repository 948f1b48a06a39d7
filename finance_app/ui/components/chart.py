"""Charts: what `domain.charts` makes, drawn by Plotly in the colours of the theme.

An own component in place of `rx.plotly`: that one brings 32 MB of Python to the server, cannot take
a figure's colours from the theme, and does not say which entries a bar stands for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import reflex as rx
from reflex_base.components.component import NoSSRComponent
from reflex_base.utils.imports import ImportDict, ImportVar

from finance_app.domain import charts
from finance_app.ui.components.values import Text

_SCRIPT = Path(__file__).with_name("chart.js")


class Chart(NoSSRComponent):
    """Plotly's basic bundle, fetched when the first chart is shown."""

    library = "plotly.js-basic-dist-min@3.7.0"
    tag = "FinanceChart"
    is_default = True

    figure: rx.Var[dict[str, Any]]
    colours: rx.Var[dict[str, str]]

    def add_imports(self) -> ImportDict:
        """Return what the script uses."""
        return {
            "react": [ImportVar(tag="useEffect"), ImportVar(tag="useRef")],
            "react-router": [ImportVar(tag="useNavigate")],
        }

    def add_custom_code(self) -> list[str]:
        """Return the script."""
        return [_SCRIPT.read_text("utf-8")]

    def _get_dynamic_imports(self) -> str:
        bundle = "import('plotly.js-basic-dist-min')"
        made = f"{bundle}.then((module) => financeChart(module.default ?? module))"
        return f'const {self.tag} = ClientSide(() => {made}, "{self.tag}")'


def chart(
    figure: dict[str, Any] | rx.Var[dict[str, Any]],
    label: Text,
    *,
    height: Text,
) -> rx.Component:
    """Draw a figure; a click on a bar or point leads to its entries.

    Args:
        figure: what `domain.charts` makes.
        label: what it shows, for those who cannot see it.
        height: at least, such as `264px`; it fills a higher card.
    """
    colours = rx.color_mode_cond(
        light=rx.Var.create(charts.colours(dark=False)),
        dark=rx.Var.create(charts.colours(dark=True)),
    )
    drawn = rx.el.div(Chart.create(figure=figure, colours=colours), role="img", aria_label=label)
    return rx.el.div(drawn, class_name="chart", style={"min_height": height})
