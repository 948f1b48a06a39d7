from __future__ import annotations

import email
from datetime import timedelta
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from finance_app import db
from finance_app.config import settings
from finance_app.models import tables
from finance_app.services import mail
from tests import mail_server
from tests.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Row

pytestmark = pytest.mark.usefixtures("database")
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def public(monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    assert database
    monkeypatch.setenv("FINANCE_PUBLIC_URL", "https://money.example/")
    settings.cache_clear()


def post(**more: Any) -> None:
    with db.write() as session:
        link = mail.address("/login")
        mail.post(session, "ada@example.org", "known", NOW, link=link, **more)


def rows() -> list[Row[Any]]:
    with db.read() as session:
        return list(session.execute(select(tables.mail).order_by(tables.mail.c.id)))


def outbox() -> list[Path]:
    return sorted((settings().data_dir / "outbox").glob("*.eml"))


def test_a_mail_becomes_a_file_that_its_owner_alone_can_read() -> None:
    post()
    assert mail.deliver(NOW) == 1
    (path,) = outbox()
    letter = email.message_from_bytes(path.read_bytes(), policy=default)
    assert letter["To"] == "ada@example.org"
    assert letter["From"] == "finance@money.example"
    assert letter["Subject"] == "You have an account already"
    text = letter.get_body(("plain",))
    assert text is not None
    assert "https://money.example/login" in text.get_content()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_what_was_sent_is_sent_once_and_its_text_forgotten() -> None:
    post()
    assert [mail.deliver(NOW), mail.deliver(NOW + HOUR)] == [1, 0]
    (row,) = rows()
    assert row.text == ""
    assert NOW <= row.sent_at < NOW + HOUR / 60


def test_a_mail_of_a_transaction_that_failed_is_none() -> None:
    def fail() -> None:
        with db.write() as session:
            mail.post(session, "ada@example.org", "known", NOW, link="x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert mail.deliver(NOW) == 0


def test_where_it_cannot_be_sent_it_is_tried_again_later_and_later(
    caplog: pytest.LogCaptureFixture,
) -> None:
    (settings().data_dir / "outbox").write_text("in the way")
    post()
    waits, now = [], NOW
    for _ in range(9):
        assert mail.deliver(now) == 0
        (row,) = rows()
        waits.append(row.due_at - now)
        now = row.due_at
    for wait, least in zip(waits, (1, 2, 4, 8, 16, 32, 60, 60, 60), strict=True):
        assert timedelta(minutes=least) <= wait <= 1.3 * timedelta(minutes=least)
    assert "ada@example.org" not in caplog.text
    (settings().data_dir / "outbox").unlink()
    assert mail.deliver(now) == 1


def test_one_that_cannot_even_be_written_keeps_no_other_back() -> None:
    with db.write() as session:
        mail.post(session, "to:;@example.org", "known", NOW, link="x")  # the e-mail library fails
    post()
    assert mail.deliver(NOW) == 1
    assert [row.failures for row in rows()] == [1, 0]


def test_a_mail_server_gets_it_where_one_is_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server.serving() as server:
        monkeypatch.setenv("FINANCE_MAIL", "smtp")
        monkeypatch.setenv("FINANCE_MAIL_FROM", "money@example.org")
        monkeypatch.setenv("FINANCE_SMTP_PORT", str(server.port))
        monkeypatch.setenv("FINANCE_SMTP_SECURITY", "none")
        settings.cache_clear()
        server.to_mails = ["451 Later"]
        post()
        assert mail.deliver(NOW) == 0
        assert mail.deliver(NOW + HOUR) == 1
    (letter,) = server.taken
    assert (letter["From"], letter["To"]) == ("money@example.org", "ada@example.org")
    html = letter.get_body(("html",))
    assert html is not None
    assert ">Sign in</a>" in html.get_content()
    assert outbox() == []


def test_an_address_that_is_refused_for_good_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with mail_server.serving() as server:
        monkeypatch.setenv("FINANCE_MAIL", "smtp")
        monkeypatch.setenv("FINANCE_SMTP_PORT", str(server.port))
        monkeypatch.setenv("FINANCE_SMTP_SECURITY", "none")
        settings.cache_clear()
        server.to_recipients = "550 No such person"
        post()
        assert mail.deliver(NOW) == 0
    (row,) = rows()
    assert row.given_up_at - NOW < HOUR / 60
    assert row.trouble == "The mail server does not take mail for this address (550)."


def test_what_does_not_leave_in_time_is_left_to_the_next_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail, "WHILE", timedelta(seconds=-1))
    post()
    assert mail.deliver(NOW) == 0
    monkeypatch.undo()
    assert mail.deliver(NOW) == 1


def test_after_a_day_of_failures_it_is_given_up() -> None:
    (settings().data_dir / "outbox").write_text("in the way")
    post()
    now = NOW
    while rows()[0].given_up_at is None:
        mail.deliver(now)
        now = max(now, rows()[0].due_at)
    assert now - NOW > timedelta(days=1)
    assert rows()[0].trouble


def test_what_is_of_no_use_any_more_is_not_sent() -> None:
    post(lasts=HOUR)
    assert mail.deliver(NOW + HOUR) == 0
    assert rows()[0].given_up_at >= NOW + HOUR
    assert outbox() == []


def test_somebody_who_sends_at_the_same_time_leaves_it_alone() -> None:
    post()
    with db.write() as session:
        session.execute(tables.mail.update().values(due_at=NOW + mail.CLAIMED))  # is claimed
    assert mail.deliver(NOW) == 0
    assert mail.deliver(NOW + mail.CLAIMED) == 1


def test_what_was_given_up_is_kept_for_a_week_to_be_tried_again() -> None:
    (settings().data_dir / "outbox").write_text("in the way")
    post()
    post(lasts=3 * HOUR)
    with db.write() as session:
        session.execute(tables.mail.update().values(failures=mail.MOST_FAILURES))
    mail.deliver(NOW)
    for later, kept in ((2 * HOUR, [True, True]), (3 * HOUR, [True, False])):
        with db.write() as session:
            mail.forget(session, NOW + later)
        assert [bool(row.text) for row in rows()] == kept
    with db.write() as session:
        mail.forget(session, NOW + mail.TEXT_KEPT + HOUR)
    assert [bool(row.text) for row in rows()] == [False, False]


def test_many_at_once_leave_in_one_look() -> None:
    for _ in range(23):
        post()
    assert mail.deliver(NOW) == 23


def test_old_mail_is_forgotten_and_what_waits_is_not() -> None:
    post()
    mail.deliver(NOW)
    post()
    with db.write() as session:
        mail.forget(session, NOW + mail.KEPT)
    assert [row.sent_at for row in rows()] == [None]
