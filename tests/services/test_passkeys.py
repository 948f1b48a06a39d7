from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from finance_app.config import settings
from finance_app.domain.devices import NO_BROWSER
from finance_app.domain.factors import Begun
from finance_app.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    SignInRequiredError,
)
from finance_app.models import tables
from finance_app.services import auth, auth_steps, backup_codes, factors, passkeys, second_steps
from tests.conftest import NOW, somebody
from tests.services.device import SITE, Device, raw, text
from tests.services.mailbox import posted
from tests.services.second_factors import BROWSER, codes_of, password_shown

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

MINUTE = timedelta(minutes=1)
TOKEN = "t" * 43
ELSEWHERE = "https://evil.example"


@pytest.fixture
def ada(session: Session) -> Actor:
    return somebody(session)


def added(session: Session, actor: Actor, device: Device, name: str = "Phone") -> int:
    """Have a device make a passkey for somebody; return its key."""
    passkeys.begin(session, actor, BROWSER, name, right=True)
    options = passkeys.to_make(session, actor, BROWSER, SITE)
    begun = auth_steps.take(session, Begun.PASSKEY, BROWSER, actor.now)
    made, codes = device.make(options), backup_codes.new()
    passkeys.add(session, actor, begun, made, codes, digest=BROWSER, origin=SITE)
    return passkeys.everything(session, actor)[-1].key


def entered(session: Session, answer: str, origin: str = SITE) -> str:
    """Sign in with what a device answers."""
    begun = auth_steps.take(session, Begun.ENTRY, auth.digest(TOKEN), NOW)
    return passkeys.enter(
        session, begun, answer, NOW, origin=origin, device=NO_BROWSER, replaces=TOKEN
    )


def second(session: Session, token: str, answer: str) -> str:
    """Do the second step with what a device answers."""
    begun = auth_steps.take(session, Begun.SECOND, auth.digest(token), NOW)
    return passkeys.second_step(session, token, begun, answer, NOW, origin=SITE, device=NO_BROWSER)


def test_a_passkey_is_made_kept_and_told_of(session: Session, ada: Actor) -> None:
    added(session, ada, Device())
    (kept,) = passkeys.everything(session, ada)
    assert (kept.name, kept.site, kept.used_at) == ("Phone", "localhost", None)
    assert factors.overview(session, ada).codes_left == 10
    assert len(codes_of(session, ada)) == 10
    assert "A passkey was added" in posted(session)[0].text


def test_what_the_browser_is_asked_says_nothing_of_the_user_but_their_address(
    session: Session, ada: Actor
) -> None:
    passkeys.begin(session, ada, BROWSER, "Phone", right=True)
    options = json.loads(passkeys.to_make(session, ada, BROWSER, SITE))
    assert options["rp"] == {"id": "localhost", "name": "Finance"}
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert str(ada.user_id) not in json.dumps(options)
    again = json.loads(passkeys.to_make(session, ada, BROWSER, SITE))
    assert again["challenge"] == options["challenge"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": ELSEWHERE},
        {"challenge": text(b"another challenge")},
        {"type": "webauthn.get"},
    ],
)
def test_what_was_made_for_something_else_is_not_kept(
    session: Session, ada: Actor, wrong: dict[str, str]
) -> None:
    passkeys.begin(session, ada, BROWSER, "Phone", right=True)
    options = passkeys.to_make(session, ada, BROWSER, SITE)
    begun = auth_steps.take(session, Begun.PASSKEY, BROWSER, NOW)
    answer = Device().make(options, **wrong)
    with pytest.raises(InvalidInputError):
        passkeys.add(session, ada, begun, answer, None, digest=BROWSER, origin=SITE)
    assert passkeys.everything(session, ada) == []


def test_a_device_that_does_not_know_its_user_makes_none(session: Session, ada: Actor) -> None:
    with pytest.raises(InvalidInputError):
        added(session, ada, Device(verifies=False))


def test_a_passkey_is_begun_with_the_password_a_name_and_soon(session: Session, ada: Actor) -> None:
    with pytest.raises(InvalidInputError, match="not your password"):
        passkeys.begin(session, ada, BROWSER, "Phone", right=False)
    for name in ("", "  ", "x" * 61, "a\0b", "a\nb"):
        with pytest.raises(InvalidInputError) as caught:
            passkeys.begin(session, ada, BROWSER, name, right=True)
        assert caught.value.field == "name"
    passkeys.begin(session, ada, BROWSER, "Phone", right=True)
    eve = somebody(session, "eve@example.org")
    late = replace(ada, now=NOW + 5 * MINUTE)
    for actor, browser in ((ada, "another browser"), (eve, BROWSER), (late, BROWSER)):
        with pytest.raises(NotFoundError):
            passkeys.to_make(session, actor, browser, SITE)


def test_one_passkey_is_nobody_elses(session: Session, ada: Actor) -> None:
    device = Device()
    added(session, ada, device)
    with pytest.raises(ConflictError):
        added(session, somebody(session, "eve@example.org"), device)


def test_there_is_an_end_to_passkeys(session: Session, ada: Actor) -> None:
    for _ in range(20):
        added(session, ada, Device())
    with pytest.raises(ConflictError):
        passkeys.begin(session, ada, BROWSER, "One more", right=True)


def test_a_passkey_lets_in_without_a_password(session: Session, ada: Actor) -> None:
    device = Device()
    added(session, ada, device)
    options = passkeys.ask(session, TOKEN, SITE, NOW)
    assert json.loads(options)["allowCredentials"] == []
    token = entered(session, device.show(options))
    assert auth.actor(session, token, NOW).user_id == ada.user_id
    assert passkeys.everything(session, ada)[0].used_at == NOW


def test_a_passkey_is_the_second_step(session: Session, ada: Actor) -> None:
    device = Device()
    added(session, ada, device)
    waits = password_shown(session, ada, NOW)
    assert second_steps.ways(session, waits, NOW).passkey
    options = passkeys.ask_second(session, waits, SITE, NOW)
    allowed = json.loads(options)["allowCredentials"]
    assert [one["id"] for one in allowed] == [text(device.credential_id)]
    token = second(session, waits, device.show(options))
    assert token != waits
    assert auth.actor(session, token, NOW).user_id == ada.user_id
    with pytest.raises(SignInRequiredError):
        passkeys.ask_second(session, waits, SITE, NOW)


def test_an_answer_works_once(session: Session, ada: Actor) -> None:
    device = Device()
    added(session, ada, device)
    answer = device.show(passkeys.ask(session, TOKEN, SITE, NOW))
    entered(session, answer)
    with pytest.raises(InvalidInputError):
        entered(session, answer)
    passkeys.ask(session, TOKEN, SITE, NOW)
    with pytest.raises(InvalidInputError):  # nor as the answer to another question
        entered(session, answer)


def test_an_answer_to_one_browser_lets_no_other_in(session: Session, ada: Actor) -> None:
    device = Device()
    added(session, ada, device)
    answer = device.show(passkeys.ask(session, "another token", SITE, NOW))
    with pytest.raises(InvalidInputError):
        entered(session, answer)


def test_an_answer_that_comes_late_lets_nobody_in(session: Session, ada: Actor) -> None:
    device = Device()
    added(session, ada, device)
    answer = device.show(passkeys.ask(session, TOKEN, SITE, NOW - 5 * MINUTE))
    with pytest.raises(InvalidInputError):
        entered(session, answer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": ELSEWHERE},
        {"origin": "http://localhost:8001"},
        {"origin": "https://localhost:8000"},
        {"site": "evil.example"},
        {"challenge": text(b"another challenge")},
        {"type": "webauthn.create"},
    ],
)
def test_an_answer_to_another_page_or_question_lets_nobody_in(
    session: Session, ada: Actor, wrong: dict[str, str]
) -> None:
    device = Device()
    added(session, ada, device)
    answer = device.show(passkeys.ask(session, TOKEN, SITE, NOW), **wrong)
    with pytest.raises(InvalidInputError):
        entered(session, answer)


def test_a_forged_answer_lets_nobody_in(session: Session, ada: Actor) -> None:
    real = Device()
    added(session, ada, real)
    forged = Device(credential_id=real.credential_id, handle=real.handle)
    with pytest.raises(InvalidInputError):
        entered(session, forged.show(passkeys.ask(session, TOKEN, SITE, NOW)))
    unknown = Device(handle=real.handle)
    with pytest.raises(InvalidInputError):
        entered(session, unknown.show(passkeys.ask(session, TOKEN, SITE, NOW)))


def test_a_copy_that_counts_behind_is_refused(session: Session, ada: Actor) -> None:
    device = Device(count=7)
    added(session, ada, device)
    entered(session, device.show(passkeys.ask(session, TOKEN, SITE, NOW)))
    copied = replace(device, count=device.count - 1)
    for count in (copied.count, 3, 0):
        copied.count = count
        with pytest.raises(InvalidInputError):
            entered(session, copied.show(passkeys.ask(session, TOKEN, SITE, NOW)))
    entered(session, device.show(passkeys.ask(session, TOKEN, SITE, NOW)))


def test_without_its_user_a_device_lets_nobody_in(session: Session, ada: Actor) -> None:
    device = Device()
    added(session, ada, device)
    device.verifies = False
    with pytest.raises(InvalidInputError):
        entered(session, device.show(passkeys.ask(session, TOKEN, SITE, NOW)))


def test_a_passkey_lets_in_whom_it_was_made_for_alone(session: Session, ada: Actor) -> None:
    mine, eve = Device(), somebody(session, "eve@example.org")
    theirs = Device()
    added(session, ada, mine)
    added(session, eve, theirs)
    waits = password_shown(session, ada, NOW)
    with pytest.raises(InvalidInputError):
        second(session, waits, theirs.show(passkeys.ask_second(session, waits, SITE, NOW)))
    mine.handle = theirs.handle
    with pytest.raises(InvalidInputError):
        entered(session, mine.show(passkeys.ask(session, TOKEN, SITE, NOW)))


def test_who_is_disabled_does_not_get_in(session: Session, ada: Actor) -> None:
    device = Device()
    added(session, ada, device)
    session.execute(update(tables.user).values(disabled_at=NOW))
    with pytest.raises(InvalidInputError):
        entered(session, device.show(passkeys.ask(session, TOKEN, SITE, NOW)))


def test_passkeys_work_at_the_configured_address_alone(
    session: Session, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert passkeys.works_at(SITE)
    monkeypatch.setenv("FINANCE_PUBLIC_URL", "https://money.example/")
    settings.cache_clear()
    assert not passkeys.works_at(SITE)
    with pytest.raises(InvalidInputError):
        passkeys.ask(session, TOKEN, SITE, NOW)
    assert ada


def test_a_passkey_of_another_name_lets_nobody_in(session: Session, ada: Actor) -> None:
    device, other = Device(), "https://other.example"
    added(session, ada, device)
    answer = device.show(passkeys.ask(session, TOKEN, other, NOW), other)
    with pytest.raises(InvalidInputError):
        entered(session, answer, other)


def test_nobody_removes_another_ones_passkey(session: Session, ada: Actor) -> None:
    key = added(session, ada, Device())
    with pytest.raises(NotFoundError):
        passkeys.remove(session, somebody(session, "eve@example.org"), key, right=True)
    with pytest.raises(InvalidInputError):
        passkeys.remove(session, ada, key, right=False)
    passkeys.remove(session, ada, key, right=True)
    assert not factors.overview(session, ada).is_on
    assert posted(session)[-1].template == "factor-removed"
    assert session.execute(select(tables.backup_code)).all() == []


def mutated(answer: str, chance: random.Random) -> str:
    """Return an answer with something in it changed, at any depth."""
    found: Any = json.loads(answer)
    where = chance.choice([found, found["response"], found["response"]])
    name = chance.choice(list(where))
    known = str(where[name])
    bent = list(known)
    for _ in range(chance.randint(1, 4)):
        bent[chance.randrange(len(bent))] = chance.choice("AQgw_-5\0é{}")
    wild: list[Any] = [
        None,
        0,
        True,
        [],
        {},
        "",
        "A" * 3000,
        [[]] * 50,
        known[: len(known) // 2],
        known * 2,
    ]
    where[name] = chance.choice([*wild, *["".join(bent)] * 20])
    return json.dumps(found)


def says_the_same(one: str, other: str) -> bool:
    """Whether two answers are made of the same bytes: base64 has some that say nothing."""
    first, second = json.loads(one), json.loads(other)
    if first | {"response": 0} != second | {"response": 0}:
        return False
    try:
        return all(
            raw(second["response"][name]) == raw(value) for name, value in first["response"].items()
        )
    except (KeyError, TypeError, ValueError):
        return False


def test_mutated_answers_are_refused_in_a_sentence(session: Session, ada: Actor) -> None:
    device, chance = Device(), random.Random(13)  # noqa: S311  the same ones in every run
    added(session, ada, device)
    for _ in range(100):
        right = device.show(passkeys.ask(session, TOKEN, SITE, NOW))
        wrong = mutated(right, chance)
        if says_the_same(right, wrong):
            continue
        with pytest.raises(InvalidInputError) as caught:
            entered(session, wrong)
        assert caught.value.field == "passkey"
