from __future__ import annotations

import logging
from contextlib import contextmanager
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
