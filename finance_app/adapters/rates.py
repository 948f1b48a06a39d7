"""The European Central Bank's reference rates, from the history file that ships with the app.

`ecb_history.zip` is the bank's own `eurofxref-hist.zip` (units of each currency for one euro, each
working day since 1999-01-04), free to use with the source named.
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = "ecb"
_HISTORY = Path(__file__).with_name("ecb_history.zip")


def history() -> Iterator[tuple[str, date, str]]:
    """Yield currency, day and units for one euro as decimal text."""
    with zipfile.ZipFile(_HISTORY) as archive:
        text = archive.read(archive.namelist()[0]).decode("ascii")
    rows = csv.reader(io.StringIO(text))
    currencies = [name.strip() for name in next(rows)][1:]
    for row in rows:
        day = date.fromisoformat(row[0])
        for currency, per_base in zip(currencies, row[1:], strict=False):
            if currency and per_base not in ("", "N/A"):
                yield currency, day, per_base
