from __future__ import annotations

import asyncio
import json
import logging
import re
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest

from finance_app import db, references
from finance_app.web import logs
from tests.logs import configured

log = logging.getLogger("finance_app.test")
FORMS: tuple[logs.Form, ...] = ("console", "json")


def test_an_event_is_one_line() -> None:
    with configured() as said:
        log.warning("two\nlines of %s", "it")
    line = said.getvalue()
    assert line.count("\n") == 1
    assert 'level=warning logger=finance_app.test event="two lines of it"' in line


def test_an_event_is_one_object_where_that_is_chosen() -> None:
    with configured(form="json") as said, references.during(request_id="1f"):
        log.warning('two\n"lines" of %s', "Grüße")
    line = said.getvalue()
    assert line.count("\n") == 1
    told = json.loads(line)
    assert list(told)[:4] == ["timestamp", "level", "logger", "event"]
    assert (told["level"], told["event"]) == ("warning", 'two "lines" of Grüße')
    assert told["request_id"] == "1f"


def test_a_line_says_when_in_utc_and_goes_to_stderr_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with configured() as said:
        log.warning("something")
        assert [type(one) for one in logging.getLogger().handlers] == [logs.Handler]
    assert capsys.readouterr().out == ""
    written = re.match(r"timestamp=(\S+Z) level=", said.getvalue())
    assert written is not None
    assert abs(datetime.now(UTC) - datetime.fromisoformat(written[1])) < timedelta(minutes=1)


def test_nothing_in_a_line_looks_like_another_one_or_moves_a_terminal() -> None:
    with configured() as said:
        log.warning("event %s", 'x\r\n\x1b[2Jtimestamp=1 level=info\x85\u2028\u202e" a=b')
    line = said.getvalue()
    assert len(line.splitlines()) == 1
    assert line.rstrip("\n").isprintable()
    assert line.count(" level=") == 2  # the second one stands inside quotes
    assert line.endswith('a=b"\n')
    assert '\\" a=b"' in line


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", ["x " * 5_000, '"' * 10_000, "€ " * 5_000, "\\" * 10_000])
def test_a_line_is_short(form: logs.Form, text: str) -> None:
    with configured(form=form) as said, references.during(job="y" * 10_000):
        log.error(text)
    assert 1000 < len(said.getvalue().encode()) <= 2000


def test_an_error_is_told_by_kind_and_place_alone() -> None:
    with configured() as said:
        try:
            int("4,200.00 for the doctor")
        except ValueError:
            log.exception("unexpected error %s", "1f")
    line = said.getvalue()
    assert "error=ValueError at=test_logs.py:" in line
    assert "doctor" not in line
    assert line.count("\n") == 1


def test_the_framework_is_heard_only_in_trouble() -> None:
    with configured() as said:
        logging.getLogger("reflex.state").warning("payload")
        log.debug("detail")
    assert said.getvalue() == ""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("sqlalchemy.pool", 'event="lost %s of %s"'),
        ("aiosmtplib", 'event="lost %s of %s"'),
        ("uvicorn.error", 'event="lost %s of %s"'),
        ("reflex.app", 'event="a library\'s line"'),
        ("httpx", 'event="a library\'s line"'),
    ],
)
def test_a_library_is_told_without_what_it_put_into_its_line(name: str, told: str) -> None:
    with configured("debug") as said:
        logging.getLogger(name).error("lost %s of %s\ncanary", "canary", "canary")
        logging.getLogger(name).info("canary")
        logging.getLogger(name).debug("canary")
    line = said.getvalue()
    assert told in line
    assert f"logger={name} " in line
    assert "at=test_logs.py:" in line
    assert "canary" not in line


@pytest.mark.parametrize(
    "text",
    [
        "to ada.lovelace@mail.example.org",
        "to AT61 1904 3002 3457 3201",
        "to DE89370400440532013000",
        "GET /entries?text=canary&page=2 failed",
        "https://rates.example/latest?app_id=0815",
        "with password=canary in it",
        f"with {'aB3-_x' * 7}",
        f"with {'0f' * 32}",
    ],
)
def test_what_slips_into_a_line_is_taken_out(text: str) -> None:
    with configured() as said:
        log.info("%s", text)
    private = ("ada", "3002", "3704", "canary", "0815", "aB3", "0f0f")
    assert not any(part in said.getvalue() for part in private)
    assert re.search(r"\[\w+\]|…", said.getvalue())


def test_what_the_app_says_itself_is_left_as_it_is() -> None:
    with configured() as said:
        log.info("POST /auth/sign-in: 303 /login error wrong; user 7532257845313408373 from ::1")
        log.info("unexpected error 35037313713d: ValueError at users.py:12 < auth.py:90")
    assert "303 /login error wrong; user 7532257845313408373 from ::1" in said.getvalue()
    assert "35037313713d: ValueError at users.py:12 < auth.py:90" in said.getvalue()


def test_what_nobody_caught_is_told_by_kind_and_place_as_well() -> None:
    def fail() -> None:
        raise ValueError("canary")

    with configured() as said:
        logs.catch_all()
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        try:
            fail()
        except ValueError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    assert said.getvalue().count('error=ValueError at="test_logs.py:') == 2
    assert "canary" not in said.getvalue()


async def test_a_task_that_nobody_waited_for_is_told_without_its_message() -> None:
    async def fail() -> None:
        raise ValueError("canary")

    with configured() as said:
        task = asyncio.ensure_future(fail())
        await asyncio.sleep(0.01)
        del task
    assert "Task exception was never retrieved" in said.getvalue()
    assert "canary" not in said.getvalue()


def test_a_line_that_cannot_be_made_is_told_by_its_place() -> None:
    with configured() as said:
        log.warning("%d of %s", *("canary",) * 2)
    assert "a line is missing" in said.getvalue()
    assert "finance_app.test test_logs.py:" in said.getvalue()
    assert "canary" not in said.getvalue()


async def test_a_line_from_a_thread_names_the_request_it_is_for() -> None:
    with configured() as said:
        with references.during(request_id="1f"):
            await db.compute(log.warning, "meanwhile")
        await db.compute(log.warning, "later")
    first, second = said.getvalue().splitlines()
    assert first.endswith("event=meanwhile request_id=1f")
    assert second.endswith("event=later")
