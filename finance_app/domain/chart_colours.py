"""The colours of charts by name, such as `@ink`, in either theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finance_app.domain import palette

if TYPE_CHECKING:
    from finance_app.domain.palette import Shade

COLOURS: dict[str, Shade] = {
    "@ink": palette.INK,
    "@ink-2": palette.INK_2,
    "@ink-3": palette.INK_3,
    "@line": palette.LINE,
    "@line-strong": palette.LINE_STRONG,
    "@surface": palette.SURFACE,
    "@accent": palette.ACCENT,
    "@income": palette.INCOME,
    "@other": palette.OTHER,
    **{f"@hue-{number}": shade for number, shade in enumerate(palette.HUES)},
}
SOFT = 0.12  # the alpha of `@accent-soft`


def colours(*, dark: bool) -> dict[str, str]:
    """Return every name with its colour in a theme."""
    found = {name: shade.dark if dark else shade.light for name, shade in COLOURS.items()}
    red, green, blue = bytes.fromhex(found["@accent"].removeprefix("#"))
    return found | {"@accent-soft": f"rgba({red}, {green}, {blue}, {SOFT})"}


def painted(part: Any, names: dict[str, str]) -> Any:
    """Return a figure, or a part of one, with colours in place of their names."""
    if isinstance(part, dict):
        return {key: painted(value, names) for key, value in part.items()}
    if isinstance(part, list):
        return [painted(value, names) for value in part]
    return names.get(part, part) if isinstance(part, str) else part
