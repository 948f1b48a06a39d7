from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text

from finance_app import db
from finance_app.config import settings
from finance_app.domain.audit import What
from finance_app.domain.devices import NO_BROWSER
from finance_app.domain.mail_links import Purpose
from finance_app.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    SignInRequiredError,
    TooManyAttemptsError,
)
from finance_app.models import tables
from finance_app.services import (
    administration,
    audit,
    auth,
    credentials,
    factors,
    joining,
    users,
)
from finance_app.services.server_changes import By
from tests.conftest import NOW, somebody
from tests.services.administrators import administrator, done
from tests.services.mailbox import posted
from tests.services.second_factors import password_shown, with_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

DAY = timedelta(days=1)
EVE = "eve@example.org"


def signed_in(session: Session, actor: Actor) -> str:
    attempt = auth.begin(session, actor.email, "192.0.2.1", NOW)
    return auth.finish(session, attempt, NOW, right=True)


def listed(session: Session, admin: Actor, **asked: str) -> list[str]:
    return [one.email for one in administration.page(session, admin, **asked).users]


def test_users_are_listed_by_address_with_when_they_were_seen(session: Session) -> None:
    admin, eve = administrator(session), somebody(session, EVE)
    signed_in(session, eve)
    administration.disable(session, admin, somebody(session, "dora@example.org").user_id)
    found = administration.page(session, admin).users
    assert [
        (one.email, one.is_admin, one.is_disabled, one.seen_at, one.browsers, one.is_me)
        for one in found
    ] == [
        ("dora@example.org", False, True, None, 0, False),
        (EVE, False, False, NOW, 1, False),
        ("root@example.org", True, False, None, 0, True),
    ]
    assert {one.created_at for one in found} == {NOW}


def test_when_somebody_was_seen_outlives_their_session(session: Session) -> None:
    admin, eve = administrator(session), somebody(session, EVE)
    token = signed_in(session, eve)
    auth.seen(session, token, NOW + timedelta(minutes=1))
    auth.seen(session, token, NOW + timedelta(minutes=20))
    auth.sign_out(session, token, NOW)
    found = next(one for one in administration.page(session, admin).users if one.email == EVE)
    assert (found.seen_at, found.browsers) == (NOW + timedelta(minutes=20), 0)


def test_users_are_found_by_a_part_of_their_address_page_by_page(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(administration, "PAGE", 2)
    admin = administrator(session, "z@example.org")
    for name in "abcde":
        somebody(session, f"{name}_@example.org")
    assert listed(session, admin, text=" C_@ ") == ["c_@example.org"]
    assert listed(session, admin, text="%") == []
    first = administration.page(session, admin)
    assert (first.before, first.after) == ("", "b_@example.org")
    second = administration.page(session, admin, after=first.after)
    assert [one.email[0] for one in second.users] == ["c", "d"]
    third = administration.page(session, admin, after=second.after)
    assert ([one.email[0] for one in third.users], third.after) == (["e", "z"], "")
    back = administration.page(session, admin, before=third.before)
    assert [one.email[0] for one in back.users] == ["c", "d"]
    assert administration.page(session, admin, before=back.before).before == ""


def test_a_disabled_user_is_out_and_stays_out_until_enabled(session: Session) -> None:
    admin, eve = administrator(session), somebody(session, EVE)
    token = signed_in(session, eve)
    credentials.forgotten(session, EVE, NOW)
    link = posted(session)[0].token
    assert administration.disable(session, admin, eve.user_id) == EVE
    with pytest.raises(SignInRequiredError):
        auth.actor(session, token, NOW)
    assert auth.alive(session, {auth.digest(token)}, NOW) == set()
    with pytest.raises(InvalidInputError):
        signed_in(session, eve)
    credentials.forgotten(session, EVE, NOW)
    assert len(posted(session)) == 1
    with pytest.raises(InvalidInputError):
        credentials.reset(session, link, "another hash", NOW)
    administration.enable(session, admin, eve.user_id)
    with pytest.raises(InvalidInputError):
        credentials.reset(session, link, "another hash", NOW)
    assert auth.actor(session, signed_in(session, eve), NOW).email == EVE


def test_an_administrator_makes_another_one_and_takes_it_back(session: Session) -> None:
    admin, eve = administrator(session), somebody(session, EVE)
    before = [signed_in(session, eve), signed_in(session, admin)]
    administration.make_admin(session, admin, eve.user_id)
    assert auth.actor(session, before[1], NOW) == admin
    assert administration.unmake_admin(session, eve, admin.user_id) == admin.email
    with pytest.raises(NotFoundError):
        administration.page(session, admin)
    assert listed(session, eve) == [EVE, admin.email]
    for token in before:  # whoever had a copy has neither what was given nor what is left
        with pytest.raises(SignInRequiredError):
            auth.actor(session, token, NOW)


def test_the_last_administrator_stays_one(session: Session) -> None:
    admin, other = administrator(session), administrator(session, EVE)
    administration.disable(session, admin, other.user_id)
    command = By(None, NOW)
    with pytest.raises(ConflictError, match="last administrator"):
        administration.unmake_admin(session, admin, admin.user_id)
    with pytest.raises(ConflictError, match="last administrator"):
        administration.disable(session, command, admin.user_id)
    assert administration.page(session, admin)
    administration.unmake_admin(session, admin, other.user_id)  # who is disabled does not count


def test_nobody_disables_themselves(session: Session) -> None:
    admin = administrator(session)
    administrator(session, EVE)
    with pytest.raises(ConflictError, match="your own account"):
        administration.disable(session, admin, admin.user_id)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("verb", [administration.unmake_admin, administration.disable])
def test_two_at_once_do_not_do_away_with_the_last_two(
    verb: Callable[[Session, Actor, int], str],
) -> None:
    with db.write() as session:
        both = administrator(session), administrator(session, EVE)
    ready = Barrier(2, timeout=30)

    def attempt(actor: Actor, other: Actor) -> bool:
        ready.wait()
        try:
            with db.write() as session:
                verb(session, actor, other.user_id)
        except (NotFoundError, ConflictError):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(attempt, both, both[::-1]))
    assert sorted(done) == [False, True]
    left = (tables.user.c.is_admin) & tables.user.c.disabled_at.is_(None)
    with db.read() as session:
        assert session.execute(select(func.count()).where(left)).scalar_one() == 1


def test_signing_somebody_out_ends_all_their_sessions(session: Session) -> None:
    admin, eve = administrator(session), somebody(session, EVE)
    tokens = [signed_in(session, eve), signed_in(session, eve)]
    own = signed_in(session, admin)
    administration.sign_out(session, admin, eve.user_id)
    for token in tokens:
        with pytest.raises(SignInRequiredError):
            auth.actor(session, token, NOW)
    assert auth.actor(session, own, NOW).email == admin.email


@pytest.mark.parametrize("what", administration.VERBS)
def test_only_administrators_do_any_of_it(session: Session, what: What) -> None:
    admin, eve = administrator(session), somebody(session, EVE)
    pretender = replace(eve, is_admin=True)
    for who in (eve, pretender):
        with pytest.raises(NotFoundError):
            administration.VERBS[what](session, who, admin.user_id)
    with pytest.raises(NotFoundError):
        administration.VERBS[what](session, admin, 1)
    assert done(session, admin) == []
    for use_case in (administration.page, administration.pending):
        with pytest.raises(NotFoundError):
            use_case(session, pretender)
    with pytest.raises(NotFoundError):
        administration.mail_again(session, pretender, "x" * 16)


def test_all_of_it_is_written_down_once(session: Session) -> None:
    admin, eve = administrator(session), somebody(session, EVE)
    verbs = [What.MAKE_ADMIN, What.UNMAKE_ADMIN, What.DISABLE, What.ENABLE, What.SIGN_OUT]
    for what in verbs:
        for _ in range(1 if what is What.SIGN_OUT else 2):  # the second one changes nothing
            administration.VERBS[what](session, admin, eve.user_id)
    administration.disable(session, By(None, NOW), eve.user_id)
    found = done(session, admin)[::-1]
    assert [one.what for one in found] == [*verbs, What.DISABLE]
    assert {one.to for one in found} == {EVE}
    assert [(one.by, one.is_nobody) for one in found] == [(admin.email, False)] * 5 + [("", True)]


def test_who_is_deleted_is_named_nowhere(session: Session) -> None:
    admin, eve = administrator(session), somebody(session, EVE)
    administration.make_admin(session, admin, eve.user_id)
    audit.settle(session)
    columns = session.execute(text("SELECT * FROM audit_event")).all()
    assert EVE not in str(columns)


def wanted(email: str) -> users.NewUser:
    return users.NewUser(email, "no hash", "de_DE", "Europe/Berlin", "EUR")


@pytest.fixture
def open_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINANCE_SIGNUP", "open")
    settings.cache_clear()


@pytest.mark.usefixtures("open_to_all")
def test_who_asked_for_an_account_is_mailed_again(session: Session) -> None:
    admin = administrator(session)
    for when in (NOW - DAY, NOW):
        joining.ask(session, wanted(EVE), when)
    joining.ask(session, wanted("kim@example.org"), NOW - 2 * DAY)
    (waiting,) = administration.pending(session, admin)
    assert (waiting.email, waiting.asked_at) == (EVE, NOW)
    before = posted(session)[1].token
    assert administration.mail_again(session, admin, waiting.key) == EVE
    letter = posted(session)[-1]
    assert (letter.recipient, letter.template) == (EVE, Purpose.JOIN)
    with pytest.raises(InvalidInputError):
        joining.join(session, before, NOW, right=True)
    joining.join(session, letter.token, NOW, right=True)
    assert administration.pending(session, admin) == []
    assert [one.what for one in done(session, admin)] == [What.SIGN_UP_MAIL]
    with pytest.raises(NotFoundError):
        administration.mail_again(session, admin, waiting.key)


@pytest.mark.usefixtures("open_to_all")
def test_nobodys_mailbox_is_flooded_by_administrators(session: Session) -> None:
    admin = administrator(session)
    joining.ask(session, wanted(EVE), NOW)
    for _ in range(4):
        administration.mail_again(session, admin, administration.pending(session, admin)[0].key)
    with pytest.raises(TooManyAttemptsError):
        administration.mail_again(session, admin, administration.pending(session, admin)[0].key)


@pytest.mark.usefixtures("open_to_all")
def test_a_link_that_would_lead_nowhere_is_not_mailed(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = administrator(session)
    joining.ask(session, wanted(EVE), NOW)
    monkeypatch.setenv("FINANCE_SIGNUP", "closed")
    settings.cache_clear()
    with pytest.raises(ForbiddenError):
        administration.mail_again(session, admin, administration.pending(session, admin)[0].key)


def test_the_factors_of_somebody_locked_out_are_taken_away(session: Session) -> None:
    admin, eve = administrator(session), somebody(session, EVE)
    with_app(session, eve)
    waits = password_shown(session, eve, NOW)
    opened = auth.open_session(session, eve.user_id, NOW, NO_BROWSER)
    marked = [one.email for one in administration.page(session, admin).users if one.has_factors]
    assert marked == [EVE]
    with pytest.raises(NotFoundError):
        administration.reset_factors(session, eve, eve.user_id)
    assert administration.reset_factors(session, admin, eve.user_id) == EVE
    assert not factors.overview(session, eve).is_on
    with pytest.raises(SignInRequiredError):
        auth.caller(session, waits, NOW)
    with pytest.raises(SignInRequiredError):
        auth.actor(session, opened, NOW)
    assert posted(session)[-1][:2] == (EVE, "factors-reset")
    (event,) = done(session, admin)[:1]
    assert (event.what, event.to) == (What.RESET_FACTORS, EVE)


def test_an_administrators_own_factors_are_not_taken_away_here(session: Session) -> None:
    admin = administrator(session)
    with_app(session, admin)
    with pytest.raises(ConflictError, match="under Security"):
        administration.reset_factors(session, admin, admin.user_id)
    assert factors.overview(session, admin).is_on
