"""The European Central Bank's reference rates, from the history file that ships with the app.

`ecb_history.zip` is the bank's own `eurofxref-hist.zip` (units of each currency for one euro, each
working day since 1999-01-04), free to use with the source named.
"""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from finance_app.adapters.rates.ecb_csv import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

_HISTORY = Path(__file__).with_name("ecb_history.zip")


def history() -> Iterator[tuple[str, date, str]]:
    """Yield currency, day and units for one euro as decimal text."""
    with zipfile.ZipFile(_HISTORY) as archive:
        content = archive.read(archive.namelist()[0])
    days: dict[str, date] = {}
    for currency, written, per_base in rows(content):
        day = days.get(written) or days.setdefault(written, date.fromisoformat(written))
        yield currency, day, per_base.rstrip("0").rstrip(".") if "." in per_base else per_base


def newest_day() -> date:
    """Return the last day of the history, without reading more than its first lines."""
    with zipfile.ZipFile(_HISTORY) as archive, archive.open(archive.namelist()[0]) as file:
        file.readline()
        return date.fromisoformat(file.readline()[:10].decode("ascii"))
