from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app.domain.devices import Browser, device_text
from finance_app.errors import NotFoundError, SignInRequiredError
from finance_app.services import auth, sessions
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
