"""Report files: one HTML file that holds its charts, their script, its font and its own policy.

What a report says is in `domain.reports`. Nothing in the file is fetched from anywhere, everything
in it is escaped, and the same report gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from finance_app.domain.chart_colours import colours

if TYPE_CHECKING:
    from finance_app.domain.report_parts import Report

_HERE = Path(__file__).parent
_PLOTLY = "plotly-basic-3.7.0.min.js"
_FONT = "inter-4.1-latin.woff2"
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def html(report: Report) -> bytes:
    """Return a report as a self-contained HTML file."""
    figures = {chart.key: chart.figure for chart in report.charts}
    page = _templates().get_template("report.html.jinja")
    text = page.render(
        report=report,
        policy=_policy(),
        language=report.region.replace("_", "-"),
        style=_style(),
        plotly=_script(_PLOTLY),
        script=_script("report.js"),
        figures=_json(figures),
        colours=_json({"light": colours(dark=False), "dark": colours(dark=True)}),
    )
    return text.encode()


def _json(value: Any) -> Markup:
    """Write JSON that cannot end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.translate(_UNSAFE))  # noqa: S704  all that HTML could see is escaped


def _policy() -> str:
    """Return the file's own policy: nothing is fetched, no script runs but the two in it."""
    hashes = [
        base64.b64encode(hashlib.sha256(_script(name).encode()).digest()).decode()
        for name in (_PLOTLY, "report.js")
    ]
    scripts = " ".join(f"'sha256-{each}'" for each in hashes)
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def _script(name: str) -> Markup:
    return Markup((_HERE / name).read_text("utf-8"))  # noqa: S704  a file of ours


@cache
def _style() -> Markup:
    font = base64.b64encode((_HERE / _FONT).read_bytes()).decode()
    style = (_HERE / "report.css").read_text("utf-8").replace("FONT", font)
    return Markup(style)  # noqa: S704  a file of ours


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
