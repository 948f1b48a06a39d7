from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from finance_app.web import logs

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

log = logging.getLogger("finance_app.test")


@contextmanager
def configured() -> Iterator[None]:
    """The server's logging, and pytest's again afterwards."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs.TALKATIVE}
    root.handlers = []  # those that are there would be closed
    logs.configure("info")
    yield
    root.handlers, root.level = before, level
    for name, each in levels.items():
        logging.getLogger(name).setLevel(each)


def test_an_event_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with configured():
        log.warning("two\nlines of %s", "it")
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert 'level=warning logger=finance_app.test event="two lines of it"' in line


def test_a_line_says_when_in_utc_and_goes_to_stderr_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with configured():
        log.warning("something")
        assert [type(one) for one in logging.getLogger().handlers] == [logging.StreamHandler]
    said = capsys.readouterr()
    assert said.out == ""
    written = re.match(r"timestamp=(\S+Z) level=", said.err)
    assert written is not None
    assert abs(datetime.now(UTC) - datetime.fromisoformat(written[1])) < timedelta(minutes=1)


def test_nothing_in_a_line_looks_like_another_one_or_moves_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with configured():
        log.warning("event %s", 'x\r\n\x1b[2Jtimestamp=1 level=info\x85\u2028\u202e" a=b')
    line = capsys.readouterr().err
    assert len(line.splitlines()) == 1
    assert line.rstrip("\n").isprintable()
    assert line.count(" level=") == 2  # the second one stands inside quotes
    assert line.endswith('a=b"\n')
    assert '\\" a=b"' in line


def test_a_line_is_short(capsys: pytest.CaptureFixture[str]) -> None:
    with configured():
        log.error("x" * 10_000)
    assert 1000 < len(capsys.readouterr().err) <= 2000


def test_an_error_is_told_by_kind_and_place_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with configured():
        try:
            int("4,200.00 for the doctor")
        except ValueError:
            log.exception("unexpected error %s", "1f")
    line = capsys.readouterr().err
    assert "error=ValueError at=test_logs.py:" in line
    assert "doctor" not in line
    assert line.count("\n") == 1


def test_the_framework_is_heard_only_in_trouble(capsys: pytest.CaptureFixture[str]) -> None:
    with configured():
        logging.getLogger("reflex.state").warning("payload")
        log.debug("detail")
    assert capsys.readouterr().err == ""
