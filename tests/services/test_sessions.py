from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from finance_app import db
from finance_app.domain.devices import Browser, device_text, network_text
from finance_app.domain.factors import Begun
from finance_app.domain.refusals import Ended
from finance_app.errors import NotFoundError, SignInRequiredError
from finance_app.models import tables
from finance_app.services import auth, auth_steps, data_exports, sessions
from tests.conftest import NOW, somebody

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
)


def signed_in(session: Session, actor: Actor, device: str) -> str:
    attempt = auth.begin(session, actor.email, "192.0.2.1", NOW)
    return auth.finish(session, attempt, NOW, right=True, device=Browser(device))


@pytest.mark.parametrize(
    ("user_agent", "text"),
    [
        (FIREFOX, "Firefox on Linux"),
        (PHONE, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        ("curl/8.17", "A program"),
        ("Something (Android 16)", "A browser on Android"),
        ("", "An unknown browser"),
    ],
)
def test_a_device_is_named_as_people_know_it(user_agent: str, text: str) -> None:
    assert device_text(user_agent) == text


def test_how_a_session_ended_is_known(session: Session) -> None:
    ada = somebody(session)
    token = signed_in(session, ada, FIREFOX)
    waits = auth.open_session(session, ada.user_id, NOW, Browser(PHONE), pending=True)
    long_after = NOW + auth.idle()
    assert sessions.ending(session, token, NOW) is None
    assert sessions.ending(session, token, long_after) is Ended.TIME
    assert sessions.ending(session, waits, long_after) is None  # it never was anybody's
    auth.sign_out(session, token, NOW)
    assert sessions.ending(session, token, NOW) is Ended.ELSEWHERE


def test_the_browser_that_asks_comes_first(session: Session) -> None:
    ada, eve = somebody(session), somebody(session, "eve@example.org")
    here = signed_in(session, ada, FIREFOX)
    signed_in(session, ada, PHONE)
    signed_in(session, eve, EDGE)
    found = sessions.everything(session, ada, auth.digest(here))
    assert [(one.device, one.is_here) for one in found] == [
        ("Firefox on Linux", True),
        ("Safari on iPhone", False),
    ]


def test_where_and_when_somebody_signed_in_is_kept_no_more_exact_than_needed(
    session: Session,
) -> None:
    ada = somebody(session)
    attempt = auth.begin(session, ada.email, "198.51.100.77", NOW)
    browser = Browser(FIREFOX, "198.51.100.77")
    token = auth.finish(session, attempt, NOW, right=True, device=browser)
    (one,) = sessions.everything(session, ada, auth.digest(token))
    assert (one.network, one.since) == ("198.51.100.0/24", NOW)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.255", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("::1", "::/48"),
        ("unknown", ""),
        ("", ""),
    ],
)
def test_a_network_tells_no_household(address: str, network: str) -> None:
    assert network_text(address) == network


def test_one_of_them_is_signed_out_from_here(session: Session) -> None:
    ada = somebody(session)
    here, there = signed_in(session, ada, FIREFOX), signed_in(session, ada, PHONE)
    other = sessions.everything(session, ada, auth.digest(here))[1]
    assert sessions.end(session, ada, other.key) == auth.digest(there)
    with pytest.raises(SignInRequiredError):
        auth.actor(session, there, NOW)
    assert auth.actor(session, here, NOW).email == ada.email
    with pytest.raises(NotFoundError, match="signed out already"):
        sessions.end(session, ada, other.key)


def test_nobody_signs_somebody_else_out(session: Session) -> None:
    ada, eve = somebody(session), somebody(session, "eve@example.org")
    hers = signed_in(session, ada, FIREFOX)
    key = sessions.everything(session, ada, auth.digest(hers))[0].key
    with pytest.raises(NotFoundError):
        sessions.end(session, eve, key)
    sessions.end_others(session, eve, "")
    assert auth.actor(session, hers, NOW).email == ada.email


def test_all_others_are_signed_out_at_once(session: Session) -> None:
    ada = somebody(session)
    here, *_ = (signed_in(session, ada, device) for device in (FIREFOX, PHONE, EDGE))
    assert sessions.end_others(session, ada, auth.digest(here)) == 2
    assert len(sessions.everything(session, ada, auth.digest(here))) == 1


def test_under_another_token_a_session_is_what_it_was(session: Session) -> None:
    ada = somebody(session)
    before = signed_in(session, ada, PHONE)
    kept = tables.auth_session
    row = session.execute(select(kept)).one()
    auth_steps.begin(session, Begun.CODES, auth.digest(before), NOW, user_id=ada.user_id)
    data_exports.ask(session, ada, auth.digest(before), right=True)
    later = replace(ada, now=NOW + timedelta(hours=1))
    token, done = sessions.renewed(session, later, auth.digest(before), lambda *_, **__: "done")
    assert done == "done"
    assert auth.actor(session, token, NOW).user_id == ada.user_id
    with pytest.raises(SignInRequiredError):
        auth.actor(session, before, NOW)
    digest = auth.digest(token)
    assert session.execute(select(kept)).one() == (digest, *row[1:])
    assert auth_steps.find(session, Begun.CODES, digest, NOW) is not None
    file = data_exports.state(session, ada, digest)
    assert file is not None
    assert file.is_here


def test_what_another_token_is_for_is_not_done_without_the_session(session: Session) -> None:
    ada, eve = somebody(session), somebody(session, "eve@example.org")
    token = signed_in(session, ada, PHONE)
    hers = signed_in(session, eve, PHONE)
    auth.sign_out(session, token, NOW)
    for gone in (token, hers, ""):
        with pytest.raises(SignInRequiredError):
            sessions.renewed(session, ada, auth.digest(gone), _never)


def _never(*_: object) -> None:
    raise AssertionError


@pytest.mark.usefixtures("database")
def test_of_two_that_renew_a_session_at_once_one_goes_on() -> None:
    with db.write() as session:
        ada = somebody(session)
        digest = auth.digest(signed_in(session, ada, PHONE))
    together = Barrier(2)

    def tried(_: int) -> str:
        together.wait()
        try:
            with db.write() as session:
                return sessions.renewed(session, ada, digest, lambda *_: None)[0]
        except SignInRequiredError:
            return ""

    with ThreadPoolExecutor(2) as pool:
        lost, token = sorted(pool.map(tried, range(2)))
    assert lost == ""
    with db.read() as session:
        assert session.execute(select(tables.auth_session.c.id)).scalars().all() == [
            auth.digest(token)
        ]
