"""Notices: who gets them, when, and how a mail program is told to stop them."""

from __future__ import annotations

import email
from datetime import UTC, datetime, timedelta
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from finance_app import db
from finance_app.config import settings
from finance_app.domain.notices import Notice, QuietHours
from finance_app.models import tables
from finance_app.services import imports, mail, notices, preferences, troubles, unsubscribing
from tests.conftest import NOW, an_account, somebody
from tests.services.administrators import administrator
from tests.services.mailbox import templates

if TYPE_CHECKING:
    from email.message import EmailMessage

    from sqlalchemy import Row

    from finance_app.domain.actors import Actor

pytestmark = pytest.mark.usefixtures("database")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVENING = datetime(2026, 11, 23, 22, tzinfo=UTC)  # 23:00 in Berlin
MORNING = datetime(2026, 11, 24, 6, tzinfo=UTC)  # 07:00


@pytest.fixture
def ada() -> Actor:
    with db.write() as session:
        return somebody(session)


def tell(ada: Actor, now: datetime = NOW) -> int | None:
    with db.write() as session:
        link = mail.address("/profile")
        return notices.tell(session, ada.user_id, Notice.EXPORT, now, template="export", link=link)


def quiet(ada: Actor) -> None:
    with db.write() as session:
        hours = QuietHours.parse("22:00-07:00")
        preferences.choose_quiet_hours(session, ada, hours)


def unwanted(ada: Actor) -> None:
    with db.write() as session:
        preferences.choose_notice(session, ada, Notice.EXPORT, is_wanted=False)


def rows() -> list[Row[Any]]:
    with db.read() as session:
        return list(session.execute(select(tables.mail).order_by(tables.mail.c.id)))


def sent() -> list[EmailMessage]:
    paths = sorted((settings().data_dir / "outbox").glob("*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=default) for path in paths]


def test_a_notice_says_how_it_is_stopped_and_other_mail_does_not(ada: Actor) -> None:
    tell(ada)
    with db.write() as session:
        mail.post(session, ada.email, "known", NOW, link=mail.address("/login"))
    assert mail.deliver(NOW) == 2
    notice, other = sent()
    link = str(notice["List-Unsubscribe"])
    assert link.startswith("<http://localhost:8000/auth/unsubscribe?link=")
    assert notice["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for kind in ("plain", "html"):
        part = notice.get_body((kind,))
        assert part is not None
        assert link.strip("<>") in part.get_content()
    assert other["List-Unsubscribe"] is None
    assert other["List-Unsubscribe-Post"] is None
    body = other.get_body(("html",))
    assert body is not None
    assert "Unsubscribe" not in body.get_content()


def test_while_it_is_quiet_notices_wait_and_other_mail_does_not(ada: Actor) -> None:
    quiet(ada)
    tell(ada, EVENING)
    with db.write() as session:
        mail.post(session, ada.email, "known", EVENING, link="x")
    assert mail.deliver(EVENING) == 1
    assert [row.template for row in rows() if row.sent_at] == ["known"]
    assert mail.deliver(MORNING - timedelta(seconds=1)) == 0
    assert mail.deliver(MORNING) == 1
    assert [row.failures for row in rows()] == [0, 0]


def test_a_notice_that_is_tried_again_waits_as_well(ada: Actor) -> None:
    (settings().data_dir / "outbox").write_text("in the way")
    quiet(ada)
    tell(ada, EVENING - 2 * HOUR)
    assert mail.deliver(EVENING - 2 * HOUR) == 0
    (settings().data_dir / "outbox").unlink()
    assert mail.deliver(EVENING) == 0
    assert mail.deliver(MORNING) == 1


def test_what_is_not_wanted_is_not_even_written(ada: Actor) -> None:
    unwanted(ada)
    assert tell(ada) is None
    assert rows() == []


@pytest.mark.parametrize("why", ["unwanted", "disabled", "another address"])
def test_what_was_written_before_does_not_leave_then(ada: Actor, why: str) -> None:
    tell(ada)
    if why == "unwanted":
        unwanted(ada)
    else:
        values = {"disabled_at": NOW} if why == "disabled" else {"email": "new@example.org"}
        with db.write() as session:
            session.execute(update(tables.user).values(values))
    assert mail.deliver(NOW) == 0
    (row,) = rows()
    assert (row.text, row.html) == ("", "")
    assert NOW <= row.given_up_at < NOW + HOUR
    assert sent() == []


def test_unsubscribing_stops_the_one_kind_for_the_one_reader(ada: Actor) -> None:
    with db.write() as session:
        eve = somebody(session, "eve@example.org")
        link = unsubscribing.token(Notice.EXPORT, ada.user_id, ada.email)
        for _ in range(2):
            assert unsubscribing.unsubscribe(session, link) is Notice.EXPORT
        usual = {one for one in Notice if one.is_usual}
        assert preferences.wanted(session, ada.user_id) == usual - {Notice.EXPORT}
        assert Notice.EXPORT in preferences.wanted(session, eve.user_id)
        old = unsubscribing.token(Notice.IMPORT, ada.user_id, "old@example.org")
        assert unsubscribing.unsubscribe(session, old) is Notice.IMPORT
        assert Notice.IMPORT in preferences.wanted(session, ada.user_id)
        gone = unsubscribing.token(Notice.IMPORT, 1, "old@example.org")
        assert unsubscribing.unsubscribe(session, gone) is Notice.IMPORT


def test_what_fails_for_a_day_is_told_to_administrators_once_and_once_that_it_is_over() -> None:
    def said() -> list[str]:
        with db.read() as session:
            return templates(session)

    with db.write() as session:
        administrator(session)
        somebody(session)
        troubles.failing(session, "Backup", "The disk is full.", NOW)
        troubles.failing(session, "Backup", "The disk is full.", NOW + DAY - HOUR)
    assert said() == []
    for later in (DAY, DAY + HOUR, 3 * DAY):
        with db.write() as session:
            troubles.failing(session, "Backup", "The disk\r\nBcc: eve is full.", NOW + later)
        assert said() == ["trouble"]
    mail.deliver(NOW + DAY)
    (letter,) = sent()
    assert (letter["To"], letter["Subject"]) == ("root@example.org", "“Backup” keeps failing")
    text = letter.get_body(("plain",))
    assert text is not None
    assert "The disk Bcc: eve is full." in text.get_content()
    for _ in range(2):
        with db.write() as session:
            troubles.over(session, "Backup", NOW + 4 * DAY)
        assert said() == ["trouble", "trouble-over"]


def test_what_fails_for_less_than_a_day_is_told_to_nobody() -> None:
    with db.write() as session:
        administrator(session)
        troubles.failing(session, "Backup", "Full.", NOW)
        troubles.over(session, "Backup", NOW + HOUR)
        troubles.failing(session, "Backup", "Full.", NOW + DAY + HOUR)
        assert templates(session) == []
        troubles.failing(session, "Restore", "Full.", NOW, since=NOW - DAY)
        assert templates(session) == ["trouble"]


def test_only_an_import_that_took_long_is_told(ada: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"Date,Payee,Amount\n2026-11-01,Shop,-12.00\n2026-11-02,Shop,-13.00\n"
    with db.write() as session:
        an_account(session, ada)

    def bring_in(name: str, data: bytes) -> None:
        with db.write() as session:
            imports.commit(session, ada, imports.stage(session, ada, name, data))

    bring_in("short.csv", content)
    monkeypatch.setattr(imports, "LONG", -1.0)
    bring_in("long\n=1.csv", content.replace(b"2026-11", b"2026-10"))
    assert [row.template for row in rows()] == ["import"]
    assert "The import of long =1.csv at " in rows()[0].text
    assert "2 rows came in, 0 rows stayed out" in rows()[0].text
