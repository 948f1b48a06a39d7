from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from finance_app.adapters import authenticators

RFC_KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B: "12345678901234567890"
AT = datetime(2005, 3, 18, 1, 58, 29, tzinfo=UTC)
STEP = 1111111109 // 30


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert authenticators.matching_step(RFC_KEY, code, at, 0) == seconds // 30


@pytest.mark.parametrize(("steps", "counts"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(steps: int, *, counts: bool) -> None:
    at = AT + timedelta(seconds=30 * steps)
    assert (authenticators.matching_step(RFC_KEY, "081804", at, 0) == STEP) is counts


def test_a_code_that_was_taken_counts_no_more() -> None:
    assert authenticators.matching_step(RFC_KEY, "081804", AT, STEP - 1) == STEP
    assert authenticators.matching_step(RFC_KEY, "081804", AT, STEP) is None


def test_keys_are_long_and_new() -> None:
    keys = {authenticators.new_key() for _ in range(10)}
    assert len(keys) == 10
    assert all(len(key) * 5 >= 160 for key in keys)


def test_apps_are_told_whose_key_it_is() -> None:
    link = authenticators.address(RFC_KEY, "ada@example.org", "Finance money.example")
    assert link.startswith("otpauth://totp/Finance%20money.example:ada%40example.org?")
    assert f"secret={RFC_KEY}" in link


def test_the_picture_is_plain_svg_on_white() -> None:
    drawn = ET.fromstring(authenticators.picture("otpauth://totp/x"))  # noqa: S314  our own
    assert drawn.tag.endswith("svg")
    assert {part.tag.rpartition("}")[2] for part in drawn.iter()} == {"svg", "g", "path"}
    assert "#fff" in authenticators.picture("x").decode()
