from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from finance_app import db
from finance_app.config import settings
from finance_app.domain.audit import What
from finance_app.errors import ConflictError, NotFoundError
from finance_app.models import tables
from finance_app.services import health, mail, outbox
from tests.conftest import NOW, somebody
from tests.services.administrators import administrator, done

pytestmark = pytest.mark.usefixtures("database")
HOUR = timedelta(hours=1)


def test_a_test_mail_arrives_and_says_where() -> None:
    with db.write() as session:
        admin = administrator(session)
        key = outbox.post_test(session, admin)
        assert outbox.result(session, admin, key) == outbox.Result(
            is_sent=False, trouble="", place=str(mail.outbox() / f"{key}.eml")
        )
    assert mail.deliver(NOW) == 1
    with db.read() as session:
        result = outbox.result(session, admin, key)
        assert result.is_sent
        assert admin.email.encode() in (mail.outbox() / f"{key}.eml").read_bytes()
        assert [one.what for one in done(session, admin)] == [What.TEST_MAIL]
        assert outbox.overview(session, admin).unsent == ()


def test_what_failed_is_listed_with_its_reason_and_tried_again() -> None:
    (settings().data_dir / "outbox").write_text("in the way")
    with db.write() as session:
        admin = administrator(session)
        mail.post(session, "eve@example.org", "known", NOW, link="x")
        mail.post(session, "kim@example.org", "known", NOW, link="x", lasts=HOUR)
    mail.deliver(NOW)
    mail.deliver(NOW + HOUR)
    with db.read() as session:
        found = outbox.overview(session, admin)
    assert (found.waiting, found.failed, found.given_up) == (1, 1, 1)
    assert [(one.recipient, one.is_given_up) for one in found.unsent] == [
        ("kim@example.org", True),
        ("eve@example.org", False),
    ]
    assert found.retriable == 1
    assert all(one.trouble for one in found.unsent)
    assert (found.public_url, found.sender) == ("", "finance@localhost")
    (settings().data_dir / "outbox").unlink()
    given_up, waiting = found.unsent
    assert (waiting.can_retry, given_up.can_retry) == (True, False)
    with db.write() as session:
        outbox.again(session, admin, waiting.id)
        with pytest.raises(ConflictError):
            outbox.again(session, admin, given_up.id)
        with pytest.raises(NotFoundError):
            outbox.again(session, admin, 1)
    assert mail.deliver(NOW) == 1
    with db.read() as session:
        assert outbox.overview(session, admin).waiting == 0


def test_what_was_given_up_is_tried_again_while_it_is_of_use() -> None:
    (settings().data_dir / "outbox").write_text("in the way")
    with db.write() as session:
        admin = administrator(session)
        mail.post(session, "eve@example.org", "known", NOW, link="x")
        mail.post(session, "kim@example.org", "known", NOW, link="x", lasts=HOUR)
        session.execute(tables.mail.update().values(failures=mail.MOST_FAILURES))
    assert mail.deliver(NOW) == 0
    (settings().data_dir / "outbox").unlink()
    with db.read() as session:
        found = outbox.overview(session, admin).unsent
    assert [(one.is_given_up, one.can_retry) for one in found] == [(True, True), (True, True)]
    late = replace(admin, now=NOW + HOUR)
    with db.write() as session:
        overview = outbox.overview(session, late)
        by_address = {one.recipient: one for one in overview.unsent}
        assert not by_address["kim@example.org"].can_retry
        with pytest.raises(ConflictError):
            outbox.again(session, late, by_address["kim@example.org"].id)
        outbox.again(session, late, by_address["eve@example.org"].id)
    assert mail.deliver(NOW + HOUR) == 1
    with db.read() as session:
        assert outbox.overview(session, late).given_up == 1


def test_much_that_was_not_sent_is_listed_page_by_page_the_most_serious_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox, "SHOWN", 2)
    marks = ("waits", "failed", "gone", "gone", "gone", "waits", "failed")
    with db.write() as session:
        admin = administrator(session)
        for number, mark in enumerate(marks):
            mail.post(session, f"{number}-{mark}@example.org", "known", NOW, link="x")
        recipient = tables.mail.c.recipient
        given_up = {"given_up_at": NOW, "failures": 3, "trouble": "It was refused (554)."}
        for mark, values in (("gone", given_up), ("failed", {"failures": 1})):
            wanted = recipient.like(f"%-{mark}@%")
            session.execute(tables.mail.update().where(wanted).values(values))
    listed, after = [], None
    with db.read() as session:
        while page := outbox.overview(session, admin, after):
            listed += [one.recipient.partition("@")[0] for one in page.unsent]
            after = page.following
            if after is None:
                break
    assert listed == ["4-gone", "3-gone", "2-gone", "6-failed", "1-failed", "5-waits", "0-waits"]


def test_everything_that_failed_is_tried_again_at_once() -> None:
    with db.write() as session:
        admin = administrator(session)
        for number in range(4):
            lasts = HOUR if number == 1 else None
            mail.post(session, f"{number}@example.org", "known", NOW, link="x", lasts=lasts)
        gone = tables.mail.c.recipient.not_like("3@%")
        values = {"given_up_at": NOW, "failures": mail.MOST_FAILURES + 1}
        session.execute(tables.mail.update().where(gone).values(values))
    late = replace(admin, now=NOW + HOUR)
    with db.write() as session:
        assert outbox.overview(session, late).retriable == 2
        assert outbox.all_again(session, late) == 2
        event = done(session, late)[0]
        assert (event.what, event.after) == (What.MAILS_AGAIN, '{"count":2}')
        with pytest.raises(ConflictError):
            outbox.all_again(session, late)
    assert mail.deliver(NOW + HOUR) == 3
    with db.read() as session:
        assert outbox.overview(session, late).given_up == 1


def test_only_administrators_see_mail_and_how_the_server_is() -> None:
    with db.write() as session:
        ada = somebody(session)
        key = mail.post(session, "eve@example.org", "known", NOW, link="x")
        for attempt in (
            lambda: outbox.overview(session, ada),
            lambda: outbox.post_test(session, ada),
            lambda: outbox.result(session, ada, key),
            lambda: outbox.again(session, ada, key),
            lambda: outbox.all_again(session, ada),
            lambda: health.look(session, ada),
        ):
            with pytest.raises(NotFoundError):
                attempt()
