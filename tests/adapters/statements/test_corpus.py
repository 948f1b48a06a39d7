"""Every OFX, QFX and CSV file of the folder given with `--corpus`, read as `expected.json` says.

What the file itself leaves open (the layout's questions) may be answered as a person would: the
other order of days, the account's currency.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from finance_app.adapters.statements import propose_layout, read

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from finance_app.domain.statements import StatementFile

_SUFFIXES = (".ofx", ".qfx", ".csv")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    folder: Path | None = metafunc.config.getoption("--corpus")
    files = {} if folder is None else json.loads((folder / "expected.json").read_text("utf-8"))
    names = [name for name in files if name.lower().endswith(_SUFFIXES)]
    cases = [(folder, name, files[name]) for name in names]
    metafunc.parametrize(("folder", "name", "expected"), cases, ids=names)


def test_a_real_file_is_read_as_expected(folder: Path, name: str, expected: dict[str, Any]) -> None:
    content = (folder / name).read_bytes()
    wanted = _wanted(expected["items"], with_id=not name.lower().endswith(".csv"))
    proposal = propose_layout(content)
    if proposal is None:
        assert _found(read(content), with_id=True) == wanted
        return
    open_fields = {each.about: each.choices for each in proposal.questions}
    layouts = [proposal.layout]
    if "day_order" in open_fields:
        layouts += [replace(proposal.layout, day_order=each) for each in ("dmy", "mdy")]
    if "currency_code" in open_fields:
        codes = {each["currency"] for each in expected["items"]}
        layouts += [replace(one, currency_code=code) for one in layouts for code in codes]
    assert wanted in [_found(read(content, layout=each), with_id=False) for each in layouts]


def _found(file: StatementFile, *, with_id: bool) -> Counter[tuple[str, Decimal, str, str]]:
    return Counter(
        (each.day.isoformat(), each.amount, each.currency, each.bank_id if with_id else "")
        for each in file.transactions
    )


def _wanted(
    items: list[dict[str, str]], *, with_id: bool
) -> Counter[tuple[str, Decimal, str, str]]:
    return Counter(
        (each["date"], Decimal(each["amount"]), each["currency"], each.get("id", "") * with_id)
        for each in items
    )
