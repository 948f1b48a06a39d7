from __future__ import annotations

import threading
from datetime import timedelta
from time import process_time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from finance_app import db
from finance_app.adapters import passwords
from finance_app.config import settings
from finance_app.domain.actors import Role
from finance_app.domain.devices import Browser
from finance_app.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    SignInRequiredError,
    TooManyAttemptsError,
)
from finance_app.models import tables
from finance_app.services import auth, form_marks, users
from tests.conftest import NOW, forget_settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PASSWORD = "plum tractor eleven window"  # noqa: S105  the tests' own
HASH = "$bcrypt-sha256$v=2,t=2b,r=4$VvW7vRwCK2rEk8b6Y2mYWO$not.a.hash.of.anything.at.all.x"
HOME = "192.0.2.1"


@pytest.fixture(scope="module")
def password_hash() -> str:
    return users.hashed(PASSWORD)


def wanted(email: str = "ada@example.org", password_hash: str = HASH) -> users.NewUser:
    return users.NewUser(email, password_hash, "de_DE", "Europe/Berlin", "EUR")


def guess(
    session: Session, email: str = "ada@example.org", address: str = HOME, **later: int
) -> None:
    """Guess a wrong password; a refused attempt leaves no trace, as in a transaction of its own."""
    now = NOW + timedelta(**later)
    with session.begin_nested():
        attempt = auth.begin(session, email, address, now)
    with pytest.raises(InvalidInputError):
        auth.finish(session, attempt, now, right=False)


def sessions(session: Session) -> int:
    return session.execute(select(func.count()).select_from(tables.auth_session)).scalar_one()


def test_the_first_user_is_the_administrator_and_closes_the_door(session: Session) -> None:
    token = auth.sign_up(session, wanted(), NOW)
    found = auth.actor(session, token, NOW)
    assert (found.email, found.is_admin, found.role) == ("ada@example.org", True, Role.OWNER)
    assert (found.region, found.time_zone, found.base_currency) == ("de_DE", "Europe/Berlin", "EUR")
    with pytest.raises(ForbiddenError, match="closed"):
        auth.sign_up(session, wanted("eve@example.org"), NOW)


def test_the_second_user_of_an_open_deployment_is_nobody_special(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_SIGNUP", "open")
    settings.cache_clear()
    auth.sign_up(session, wanted(), NOW)
    assert not auth.actor(
        session, auth.sign_up(session, wanted("eve@example.org"), NOW), NOW
    ).is_admin
    with pytest.raises(ConflictError):
        auth.sign_up(session, wanted(" EVE@example.org "), NOW)


def test_two_first_users_at_once_are_one_administrator(database: str) -> None:
    assert database
    done: list[str] = []
    both = threading.Barrier(2)

    def sign_up(email: str) -> None:
        both.wait()
        try:
            with db.write() as session:
                auth.sign_up(session, wanted(email), NOW)
            done.append("in")
        except ForbiddenError:
            done.append("closed")

    threads = [threading.Thread(target=sign_up, args=(f"{name}@example.org",)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["closed", "in"]


def test_only_the_tokens_digest_is_stored(session: Session) -> None:
    token = auth.sign_up(session, wanted(), NOW)
    stored = session.execute(select(tables.auth_session)).one()
    assert len(token) == 43
    assert stored.id == auth.digest(token)
    assert token not in str(stored)


def test_signing_in_takes_the_right_password(session: Session, password_hash: str) -> None:
    auth.sign_up(session, wanted(password_hash=password_hash), NOW)
    attempt = auth.begin(session, " ADA@Example.org ", HOME, NOW)
    assert auth.matches(PASSWORD, attempt)
    assert not auth.matches(PASSWORD + "s", attempt)
    token = auth.finish(session, attempt, NOW, right=True, device=Browser("Browser " * 99))
    assert auth.actor(session, token, NOW).email == "ada@example.org"
    with pytest.raises(InvalidInputError):
        auth.finish(session, attempt, NOW, right=False)


def test_letters_count_however_they_were_composed() -> None:
    composed = users.hashed("caf\u00e9 plum tractor eleven")
    attempt = auth.SignIn(1, composed, ())
    assert auth.matches("cafe\u0301 plum tractor eleven", attempt)
    assert not auth.matches("cafe plum tractor eleven", attempt)


@pytest.mark.parametrize("password", ["", "\0" * 12, "x" * 129, "x" * 5000])
def test_no_password_is_too_strange_to_be_wrong(password: str) -> None:
    assert not auth.matches(password, auth.SignIn(None, passwords.NOBODYS, ()))


def test_an_unknown_address_takes_the_same_steps(session: Session, password_hash: str) -> None:
    auth.sign_up(session, wanted(password_hash=password_hash), NOW)
    known = auth.begin(session, "ada@example.org", HOME, NOW)
    unknown = auth.begin(session, "eve@example.org", HOME, NOW)
    same_cost = slice(0, len("$bcrypt-sha256$v=2,t=2b,r=12$"))
    assert unknown.password_hash[same_cost] == known.password_hash[same_cost]
    told = []
    for attempt in (known, unknown):
        right, seconds = False, []
        for _ in range(3):
            start = process_time()
            right = auth.matches("anything", attempt)
            seconds.append(process_time() - start)
        told.append(min(seconds))  # of the processor: what else runs does not count
        with pytest.raises(InvalidInputError, match="do not go together"):
            auth.finish(session, attempt, NOW, right=right)
    assert told[0] == pytest.approx(told[1], rel=0.5)


def test_nobody_gets_in_with_an_unknown_address(session: Session) -> None:
    attempt = auth.begin(session, "eve@example.org", HOME, NOW)
    with pytest.raises(InvalidInputError):
        auth.finish(session, attempt, NOW, right=True)


def test_a_password_changed_during_the_comparison_is_compared_in_vain(session: Session) -> None:
    auth.sign_up(session, wanted(), NOW)
    attempt = auth.begin(session, "ada@example.org", HOME, NOW)
    users.set_password(session, "ada@example.org", "another hash", NOW)
    with pytest.raises(InvalidInputError):
        auth.finish(session, attempt, NOW, right=True)


def test_the_eleventh_guess_from_an_address_is_refused(session: Session) -> None:
    for _ in range(10):
        guess(session)
    with pytest.raises(TooManyAttemptsError, match="20 minutes"):
        guess(session)
    guess(session, address="192.0.2.2")
    guess(session, "eve@example.org")


def test_there_are_never_more_than_ten_guesses_in_fifteen_minutes(session: Session) -> None:
    done = []
    for minute in range(120):
        try:
            guess(session, minutes=minute)
        except TooManyAttemptsError:
            continue
        done.append(minute)
    assert max(sum(start <= one < start + 15 for one in done) for start in range(120)) == 10
    assert len(done) >= 50


def test_a_refused_guess_does_not_prolong_the_wait(session: Session) -> None:
    for _ in range(10):
        guess(session)
    for minute in range(21):
        try:
            guess(session, minutes=minute)
        except TooManyAttemptsError:
            continue
        assert minute >= 15
        return
    pytest.fail("twenty minutes were not enough")


def test_an_account_takes_a_hundred_guesses_a_day_wherever_they_come_from(session: Session) -> None:
    for number in range(100):
        guess(session, address=f"192.0.2.{number}")
    with pytest.raises(TooManyAttemptsError, match="tomorrow"):
        guess(session, address="198.51.100.1")
    guess(session, address="198.51.100.1", days=2)


def test_an_address_makes_the_server_hash_a_hundred_times(session: Session) -> None:
    for number in range(100):
        guess(session, email=f"user{number}@example.org")
    with pytest.raises(TooManyAttemptsError):
        guess(session, email="another@example.org")


def test_the_right_password_is_no_guess(session: Session) -> None:
    auth.sign_up(session, wanted(), NOW)
    for _ in range(120):
        attempt = auth.begin(session, "ada@example.org", "192.0.2.9", NOW)
        auth.finish(session, attempt, NOW, right=True)
        session.execute(
            tables.attempt.delete().where(
                tables.attempt.c.subject == auth.digest("from\n192.0.2.9")
            )
        )


def test_signing_in_ends_the_session_that_was_there(session: Session) -> None:
    before = auth.sign_up(session, wanted(), NOW)
    attempt = auth.begin(session, "ada@example.org", HOME, NOW)
    after = auth.finish(session, attempt, NOW, right=True, replaces=before)
    assert after != before
    with pytest.raises(SignInRequiredError):
        auth.actor(session, before, NOW)
    auth.actor(session, after, NOW)


def test_signing_out_ends_one_session(session: Session) -> None:
    here = auth.sign_up(session, wanted(), NOW)
    there = auth.finish(session, auth.begin(session, "ada@example.org", HOME, NOW), NOW, right=True)
    auth.sign_out(session, here, NOW)
    auth.sign_out(session, "unknown", NOW)
    with pytest.raises(SignInRequiredError):
        auth.actor(session, here, NOW)
    auth.actor(session, there, NOW)


def test_a_session_ends_by_idleness_and_by_age(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_SESSION_IDLE_MINUTES", "60")
    monkeypatch.setenv("FINANCE_SESSION_DAYS", "1")
    settings.cache_clear()
    token = auth.sign_up(session, wanted(), NOW)
    auth.actor(session, token, NOW + timedelta(minutes=59))
    with pytest.raises(SignInRequiredError):
        auth.actor(session, token, NOW + timedelta(minutes=60))
    for hour in range(1, 24):
        auth.seen(session, token, NOW + timedelta(hours=hour, minutes=-1))
        auth.actor(session, token, NOW + timedelta(hours=hour))
    auth.seen(session, token, NOW + timedelta(hours=24, minutes=-1))
    with pytest.raises(SignInRequiredError):
        auth.actor(session, token, NOW + timedelta(hours=24))


def test_whoever_works_all_the_time_stays_in_however_short_the_idle_time(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_SESSION_IDLE_MINUTES", "5")
    settings.cache_clear()
    token = auth.sign_up(session, wanted(), NOW)
    for second in range(0, 3600, 20):
        now = NOW + timedelta(seconds=second)
        if auth.caller(session, token, now).seen_at <= now - auth.seen_every():
            auth.seen(session, token, now)


def test_a_sign_of_life_is_written_down_every_five_minutes(session: Session) -> None:
    token = auth.sign_up(session, wanted(), NOW)
    for minute in range(12):
        auth.seen(session, token, NOW + timedelta(minutes=minute))
    assert auth.caller(session, token, NOW).seen_at == NOW + timedelta(minutes=10)


def test_a_disabled_user_is_out_at_once_and_stays_out(session: Session) -> None:
    token = auth.sign_up(session, wanted(), NOW)
    session.execute(update(tables.user).values(disabled_at=NOW))
    with pytest.raises(SignInRequiredError):
        auth.actor(session, token, NOW)
    assert auth.alive(session, {auth.digest(token)}, NOW) == set()
    attempt = auth.begin(session, "ada@example.org", HOME, NOW)
    with pytest.raises(InvalidInputError):
        auth.finish(session, attempt, NOW, right=True)


def test_a_new_password_ends_every_session(session: Session) -> None:
    token = auth.sign_up(session, wanted(), NOW)
    users.set_password(session, "ada@example.org", "another hash", NOW)
    with pytest.raises(SignInRequiredError):
        auth.actor(session, token, NOW)


def test_open_websockets_learn_which_sessions_live(session: Session) -> None:
    token = auth.sign_up(session, wanted(), NOW)
    digests = {auth.digest(token), auth.digest("another")}
    assert auth.alive(session, digests, NOW) == {auth.digest(token)}
    assert auth.alive(session, digests, NOW + auth.idle()) == set()


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 100_000, "ä" * 43, "' OR 1=1 --"])
def test_a_made_up_token_is_nobodys(session: Session, token: str) -> None:
    auth.sign_up(session, wanted(), NOW)
    with pytest.raises(SignInRequiredError):
        auth.actor(session, token, NOW)


def test_what_has_ended_is_dropped_when_somebody_comes(session: Session) -> None:
    auth.sign_up(session, wanted(), NOW)
    guess(session)
    later = NOW + timedelta(days=200)
    auth.finish(session, auth.begin(session, "ada@example.org", HOME, later), later, right=True)
    assert sessions(session) == 1
    oldest = session.execute(select(func.min(tables.attempt.c.window))).scalar_one()
    assert oldest > NOW.timestamp() + 86_400


def test_a_form_belongs_to_one_session_of_one_deployment(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = auth.sign_up(session, wanted(), NOW)
    mark = form_marks.made(auth.digest(token))
    assert form_marks.is_right(mark, token)
    assert not form_marks.is_right(mark, token[::-1])
    assert not form_marks.is_right("ä", token)
    monkeypatch.setenv("FINANCE_SECRET_KEY", "another deployment's key, 0123456789")
    forget_settings()
    assert not form_marks.is_right(mark, token)
