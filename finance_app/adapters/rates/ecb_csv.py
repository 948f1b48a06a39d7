"""The European Central Bank's history as it publishes it: a day a row, a currency a column."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

MISSING = frozenset({"", "N/A"})


def rows(content: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield currency, day and units for one euro, each as it is written; newest day first.

    Raises:
        InvalidInputError: it is no such file.
    """
    try:
        table = csv.reader(io.StringIO(content.decode("ascii")))
        header = [name.strip() for name in next(table)]
        if header[:1] != ["Date"]:
            raise InvalidInputError("answered with a table that holds no rates")
        for row in table:
            for currency, per_base in zip(header[1:], row[1:], strict=False):
                if currency and per_base not in MISSING:
                    yield currency, row[0], per_base
    except (UnicodeDecodeError, StopIteration, csv.Error) as error:
        raise InvalidInputError("answered with a table that cannot be read") from error
