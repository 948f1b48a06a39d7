"""Browsers that are known: let try apart from others, told of when new, forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, select

from finance_app.domain.devices import Browser
from finance_app.errors import InvalidInputError, TooManyAttemptsError
from finance_app.models import tables
from finance_app.services import auth, credentials, joining, known_devices, users
from finance_app.services.users import NewUser
from tests.conftest import NOW, somebody
from tests.services.mailbox import posted
from tests.services.test_sessions import FIREFOX

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"
LAPTOP, PHONE = "l" * 43, "p" * 43


@pytest.fixture
def ada(session: Session) -> Actor:
    return somebody(session)


def sign_in(
    session: Session, actor: Actor, known_by: str = LAPTOP, *, address: str = HOME, hours: int = 0
) -> str:
    now = NOW + timedelta(hours=hours)
    attempt = auth.begin(session, actor.email, address, now, known_by)
    browser = Browser(FIREFOX, address, known_by)
    return auth.finish(session, attempt, now, right=True, device=browser)


def guess(session: Session, email: str, known_by: str, address: str = ELSEWHERE) -> None:
    """Guess a wrong password; a refused attempt leaves no trace, as in a transaction of its own."""
    with session.begin_nested():
        attempt = auth.begin(session, email, address, NOW, known_by)
    with pytest.raises(InvalidInputError):
        auth.finish(session, attempt, NOW, right=False)


def use_the_day_up(session: Session, email: str) -> None:
    for number in range(100):
        guess(session, email, "", f"198.51.100.{number}")
    with pytest.raises(TooManyAttemptsError, match="tomorrow"):
        guess(session, email, "", HOME)


def known(session: Session, actor: Actor) -> set[str]:
    table = tables.known_device.c
    return set(session.scalars(select(table.digest).where(table.user_id == actor.user_id)))


def templates(session: Session) -> list[str]:
    return [one.template for one in posted(session)]


def test_a_new_browser_is_told_of_by_mail_and_a_known_one_is_not(
    session: Session, ada: Actor
) -> None:
    sign_in(session, ada)
    (letter,) = posted(session)
    assert (letter.recipient, letter.template) == (ada.email, "new-sign-in")
    assert "Device: Firefox on Linux" in letter.text
    assert "Time: Nov 23, 2026, 1:00 PM (Europe/Berlin)" in letter.text
    assert f"Network address: {HOME}" in letter.text
    assert "/security" in letter.text
    assert "/forgot" in letter.text
    sign_in(session, ada, address=ELSEWHERE, hours=1)
    assert len(posted(session)) == 1
    sign_in(session, ada, PHONE)
    assert len(posted(session)) == 2


def test_only_a_digest_is_kept(session: Session, ada: Actor) -> None:
    sign_in(session, ada)
    (row,) = session.execute(select(tables.known_device)).all()
    assert row.digest == auth.digest(LAPTOP)
    assert LAPTOP not in str(row)
    assert LAPTOP not in repr(Browser(known_by=LAPTOP))


def test_the_browser_of_signing_up_is_no_news(session: Session) -> None:
    wanted = NewUser("ada@example.org", "no hash", "en_US", "UTC", "EUR")
    browser = Browser(FIREFOX, HOME, LAPTOP)
    auth.sign_up(session, wanted, NOW, device=browser)
    ada = users.actor_by_email(session, wanted.email, NOW)
    sign_in(session, ada)
    assert posted(session) == []


def test_the_browser_that_followed_the_link_is_no_news(
    session: Session, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from finance_app.config import settings

    monkeypatch.setenv("FINANCE_SIGNUP", "open")
    settings.cache_clear()
    assert ada
    joining.ask(session, NewUser("eve@example.org", "no hash", "en_US", "UTC", "EUR"), NOW)
    (letter,) = posted(session)
    joining.join(session, letter.token, NOW, Browser(FIREFOX, HOME, LAPTOP), right=True)
    eve = users.actor_by_email(session, "eve@example.org", NOW)
    sign_in(session, eve)
    assert templates(session) == ["join"]
    sign_in(session, eve, PHONE)
    assert templates(session) == ["join", "new-sign-in"]


def test_the_owner_gets_in_from_a_known_browser_whatever_others_tried(
    session: Session, ada: Actor
) -> None:
    sign_in(session, ada)
    use_the_day_up(session, ada.email)
    with pytest.raises(TooManyAttemptsError):
        sign_in(session, ada, PHONE)
    token = sign_in(session, ada)
    assert auth.actor(session, token, NOW).user_id == ada.user_id


def test_guesses_from_a_known_browser_are_limited_too(session: Session, ada: Actor) -> None:
    sign_in(session, ada)
    for number in range(10):
        guess(session, ada.email, LAPTOP, f"198.51.100.{number}")
    with pytest.raises(TooManyAttemptsError, match="20 minutes"):
        guess(session, ada.email, LAPTOP)
    later = NOW + timedelta(minutes=20)
    assert auth.begin(session, ada.email, HOME, later, LAPTOP).user_id == ada.user_id


def test_a_hundred_guesses_a_day_are_all_that_a_stolen_browser_has(
    session: Session, ada: Actor
) -> None:
    sign_in(session, ada)
    for tries in range(100):
        address, now = f"198.51.100.{tries}", NOW + timedelta(minutes=20 * (tries // 10))
        auth.begin(session, ada.email, address, now, LAPTOP)
    with pytest.raises(TooManyAttemptsError, match="tomorrow"):
        auth.begin(session, ada.email, HOME, NOW + timedelta(minutes=201), LAPTOP)


def test_the_right_password_forgives_the_guesses_of_a_known_browser(
    session: Session, ada: Actor
) -> None:
    sign_in(session, ada)
    for _ in range(3):
        for _ in range(9):
            guess(session, ada.email, LAPTOP)
        sign_in(session, ada)


def test_a_known_browser_opens_nothing_for_another_account(session: Session, ada: Actor) -> None:
    eve = somebody(session, "eve@example.org")
    sign_in(session, ada)
    use_the_day_up(session, eve.email)
    with pytest.raises(TooManyAttemptsError):
        sign_in(session, eve)


def test_two_users_of_one_browser_are_both_known_there(session: Session, ada: Actor) -> None:
    eve = somebody(session, "eve@example.org")
    sign_in(session, ada)
    sign_in(session, eve)
    sign_in(session, ada)
    assert [one.recipient for one in posted(session)] == [ada.email, eve.email]


def test_an_unknown_address_is_counted_as_ever(session: Session) -> None:
    for _ in range(10):
        guess(session, "nobody@example.org", LAPTOP)
    with pytest.raises(TooManyAttemptsError):
        guess(session, "nobody@example.org", LAPTOP)


def test_an_unknown_address_takes_the_same_steps(session: Session, ada: Actor) -> None:
    """With the browser of somebody else as well as without any."""
    sign_in(session, ada)
    eve = somebody(session, "eve@example.org")
    for known_by in ("", LAPTOP):
        asked = [statements(session, email, known_by) for email in (eve.email, "no@example.org")]
        assert asked[0] == asked[1]
        assert len(asked[0]) > 5


def statements(session: Session, email: str, known_by: str) -> list[str]:
    """Return what beginning to sign in asks of the database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    auth.begin(session, email, HOME, NOW, known_by)
    event.remove(engine, "before_cursor_execute", note)
    return seen


def test_another_password_leaves_only_the_browser_it_was_changed_in(
    session: Session, ada: Actor
) -> None:
    for known_by in (LAPTOP, PHONE):
        sign_in(session, ada, known_by)
    credentials.change_password(session, ada, "new", right=True, keep="", known_by=LAPTOP)
    assert known(session, ada) == {auth.digest(LAPTOP)}
    credentials.forgotten(session, ada.email, NOW)
    credentials.reset(session, posted(session)[-1].token, "newer", NOW)
    assert known(session, ada) == set()
    sign_in(session, ada)
    assert templates(session)[-1] == "new-sign-in"
    users.set_password(session, ada.email, "newest", NOW)
    assert known(session, ada) == set()


def test_a_browser_is_forgotten_after_400_days(session: Session, ada: Actor) -> None:
    sign_in(session, ada)
    known_devices.forget_old(session, NOW + timedelta(days=399))
    assert known(session, ada) == {auth.digest(LAPTOP)}
    sign_in(session, ada, hours=24 * 300)
    known_devices.forget_old(session, NOW + timedelta(days=699))
    assert known(session, ada) == {auth.digest(LAPTOP)}
    known_devices.forget_old(session, NOW + timedelta(days=700))
    assert known(session, ada) == set()
