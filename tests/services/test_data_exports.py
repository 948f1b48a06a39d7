"""A file of all of one's data: asked for, written once, fetched by one session, gone in time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from finance_app import db
from finance_app.domain.exports import LASTS, ExportStatus
from finance_app.domain.notices import Notice
from finance_app.errors import ConflictError, InvalidInputError, NotFoundError
from finance_app.models import tables
from finance_app.services import auth, data_exports, demo, preferences
from tests.conftest import NOW, somebody
from tests.services.exported import Exported
from tests.services.mailbox import posted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from finance_app.domain.actors import Actor
    from finance_app.domain.exports import Export

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def ada() -> Actor:
    with db.write() as session:
        return somebody(session)


def signed_in(actor: Actor) -> str:
    """Return the digest of a new session."""
    with db.write() as session:
        attempt = auth.begin(session, actor.email, "192.0.2.1", NOW)
        return auth.digest(auth.finish(session, attempt, NOW, right=True))


def ask(actor: Actor, digest: str, *, right: bool = True) -> None:
    with db.write() as session:
        data_exports.ask(session, actor, digest, right=right)


def state(actor: Actor, digest: str) -> Export:
    with db.read() as session:
        found = data_exports.state(session, actor, digest)
    assert found is not None
    return found


def run(clock: Callable[[], datetime] = lambda: NOW) -> int:
    return data_exports.run(clock, lambda: True)


def fetch(actor: Actor, digest: str, key: int) -> Exported:
    with db.read() as session:
        path, name = data_exports.fetched(session, actor, digest, str(key))
    assert name == "finance-2026-11-23.zip"
    return Exported(path)


def change(**values: object) -> None:
    with db.write() as session:
        session.execute(update(tables.data_export).values(values))


def mails() -> list[str]:
    with db.read() as session:
        return [one.template for one in posted(session)]


def test_a_file_is_written_and_fetched_by_the_session_that_asked(ada: Actor) -> None:
    here, there = signed_in(ada), signed_in(ada)
    ask(ada, here)
    assert state(ada, here).status is ExportStatus.WAITING
    assert run() == 1
    found = state(ada, here)
    assert (found.status, found.percent, found.is_here) == (ExportStatus.READY, 100, True)
    assert found.size == data_exports.path(found.key).stat().st_size
    fetch(ada, here, found.key).check()
    assert not state(ada, there).is_here
    with db.write() as session:
        eve = somebody(session, "eve@example.org")
    for who, digest in ((ada, there), (eve, here), (eve, signed_in(eve)), (ada, "")):
        with pytest.raises(NotFoundError, match="ask for it again"):
            fetch(who, digest, found.key)
    with pytest.raises(NotFoundError):
        fetch(ada, here, found.key + 1)
    assert run() == 0


def test_it_takes_the_password(ada: Actor) -> None:
    with pytest.raises(InvalidInputError, match="not your password") as wrong:
        ask(ada, signed_in(ada), right=False)
    assert wrong.value.field == "current_password"
    assert run() == 0


def test_one_is_written_at_a_time_and_another_one_replaces_it(ada: Actor) -> None:
    here = signed_in(ada)
    ask(ada, here)
    with pytest.raises(ConflictError, match="already"):
        ask(ada, here)
    run()
    first = state(ada, here).key
    ask(ada, here)
    run()
    with pytest.raises(NotFoundError):
        fetch(ada, here, first)
    data_exports.tidy(NOW)
    assert [path.name for path in data_exports.path(0).parent.iterdir()] == [
        f"{state(ada, here).key}.zip"
    ]


def test_it_is_gone_after_a_day_and_with_its_session(ada: Actor) -> None:
    here, there = signed_in(ada), signed_in(ada)
    ask(ada, here)
    run()
    key = state(ada, here).key
    data_exports.tidy(NOW + LASTS - timedelta(seconds=1))
    assert data_exports.path(key).is_file()
    data_exports.tidy(NOW + LASTS)
    assert not data_exports.path(key).exists()
    ask(ada, there)
    run()
    key = state(ada, there).key
    with db.write() as session:
        opened = tables.auth_session
        session.execute(opened.delete().where(opened.c.id == there))
    data_exports.tidy(NOW)
    assert not data_exports.path(key).exists()


def test_how_far_it_is_is_written_down(ada: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_exports, "TOLD_EVERY", 0)
    with db.write() as session:
        demo.fill(session, ada, entries=1500)
    here = signed_in(ada)
    ask(ada, here)
    seen: list[int] = []

    def going() -> bool:
        seen.append(state(ada, here).percent)
        return True

    data_exports.run(lambda: NOW, going)
    assert seen == sorted(seen)
    assert len({*seen}) > 3


def test_who_signs_out_meanwhile_ends_it(ada: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_exports, "TOLD_EVERY", 0)
    with db.write() as session:
        demo.fill(session, ada, entries=300)
    here = signed_in(ada)
    ask(ada, here)
    asked = 0

    def going() -> bool:
        nonlocal asked
        asked += 1
        if asked == 3:
            with db.write() as session:
                session.execute(tables.auth_session.delete())
        return True

    assert data_exports.run(lambda: NOW, going) == 0
    assert list(data_exports.path(0).parent.iterdir()) == []
    assert mails() == []


def test_what_was_left_is_written_again_and_fails_after_three_times(ada: Actor) -> None:
    here = signed_in(ada)
    ask(ada, here)
    for tries in range(1, 3):
        change(status=ExportStatus.WRITING, tries=tries, beat_at=NOW)
        with db.read() as session:
            assert not data_exports.is_due(session, NOW + timedelta(seconds=59))
            assert data_exports.is_due(session, NOW + timedelta(seconds=61))
            assert data_exports.is_stuck(session, NOW + timedelta(seconds=1))
            assert not data_exports.is_stuck(session, NOW)
    assert run(lambda: NOW + timedelta(seconds=61)) == 1
    change(status=ExportStatus.WRITING, tries=3, beat_at=NOW)
    assert run(lambda: NOW + timedelta(seconds=61)) == 0
    assert state(ada, here).status is ExportStatus.FAILED
    ask(ada, here)  # whoever asks again gets another one
    assert run() == 1


def test_a_full_disk_is_told(ada: Actor, caplog: pytest.LogCaptureFixture) -> None:
    here = signed_in(ada)
    ask(ada, here)
    data_exports.path(0).parent.touch()  # nothing can be written there
    assert run() == 0
    assert state(ada, here).status is ExportStatus.FAILED
    assert "could not be written" in caplog.text


def test_a_mail_tells_that_it_is_ready_unless_it_is_not_wanted(ada: Actor) -> None:
    here = signed_in(ada)
    ask(ada, here)
    run()
    assert mails() == ["export"]
    with db.write() as session:
        preferences.choose_notice(session, ada, Notice.EXPORT, is_wanted=False)
        assert Notice.EXPORT not in preferences.wanted(session, ada.user_id)
    ask(ada, here)
    run()
    assert mails() == ["export"]
    with db.write() as session:
        preferences.choose_notice(session, ada, Notice.EXPORT, is_wanted=True)
        assert session.scalar(select(tables.preferences.c.notices)) == ""
