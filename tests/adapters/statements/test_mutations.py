"""Damaged files: whatever is done to one, it is read or refused, quickly, and nothing else."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path
from time import perf_counter

import pytest

from finance_app.adapters.statements import read
from finance_app.errors import StatementError

MUTATIONS = 100
HERE = Path(__file__).parent
SEEDS = {
    "csv": [path.read_bytes() for path in sorted(HERE.glob("exports/*.csv"))],
    "ofx": [path.read_bytes() for path in sorted(HERE.glob("files/*.ofx"))],
}
PIECES = (
    *(b"1e2000000", b"NaN", "１２".encode(), b"\x00", b"\xff\xfe", b"9" * 30, b"-" * 50, b"(" * 30),
    *(b"<STMTTRN>", b"</STMTTRN>", b"<![CDATA[", b"<!--", b"&#x110000;", b"<TRNAMT>", b"<OFX>"),
    *(b'"', b";", b",", b"\t", b"\n", b"\r", b"0000-00-00", b"31.02.2024", b"Date,Amount\n"),
    *(b"A" * 200_000, b"\xe2\x80\xae"),
)


def damaged(content: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        end = at + chance.randint(1, 200)
        other = chance.choice(others)
        kind = chance.randrange(6)
        if kind == 0:
            data[at:end] = b""
        elif kind == 1:
            data[at:at] = data[at:end] * 2
        elif kind == 2:
            data[at:at] = chance.choice(PIECES)
        elif kind == 3:
            data = data[:at]
        elif kind == 4:
            data[at:end] = other[: chance.randrange(len(other))]
        else:
            data[at:end] = bytes(chance.choice(b'09.,;"<>/- \n\x00\xc3') for _ in range(end - at))
    return bytes(data)


@pytest.mark.parametrize("kind", SEEDS)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(kind: str) -> None:
    chance = random.Random(2)  # noqa: S311  repeatable damage, no secret
    for _ in range(MUTATIONS):
        content = damaged(chance.choice(SEEDS[kind]), chance, SEEDS[kind])
        started = perf_counter()
        with suppress(StatementError):
            file = read(content)
            assert all(each.amount.is_finite() for each in file.transactions)
        assert perf_counter() - started < 2
