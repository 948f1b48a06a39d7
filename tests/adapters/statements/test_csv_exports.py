"""CSV files as banks of many countries write them, read by the layout they propose.

Each stands in `exports/` beside what is found in it: day, amount, currency, start of payee.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from finance_app.adapters.statements import read

EXPORTS = sorted(Path(__file__).with_name("exports").glob("*.csv"))


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.stem)
def test_a_banks_export_is_read_as_it_is_meant(path: Path) -> None:
    found = read(path.read_bytes()).transactions
    lines = [f"{each.day} {each.amount} {each.currency or '-'} {each.payee}" for each in found]
    wanted = path.with_suffix(".expected").read_text("utf-8").splitlines()
    assert len(lines) == len(wanted)
    for line, want in zip(lines, wanted, strict=True):
        assert line.startswith(want)
