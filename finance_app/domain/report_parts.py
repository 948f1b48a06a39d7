"""What a report is made of: headlines, charts and tables of text, nothing computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from finance_app.domain.charts import Figure


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its name, then figures; `level` 1 is a part of the row above."""

    cells: tuple[str, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first column names the row, the others are figures at the right.

    Args:
        words: how many columns from the first hold words.
    """

    title: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    foot: tuple[str, ...] = ()
    note: str = ""
    words: int = 1


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the figures at the top, and what it was before and when, where that is known."""

    label: str
    value: str
    before: str
    when: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with the figure it proves and what it is called for those who cannot see it."""

    key: str
    title: str
    value: str
    figure: Figure
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a report file shows.

    Args:
        region: in whose language months and numbers are written.
        made_on: the day it was made for.
        gaps: sentences about what could not be converted.
        notes: sentences about what does not count yet.
    """

    title: str
    region: str
    made_on: str
    headlines: tuple[Headline, ...]
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]
    gaps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
