from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from finance_app import db
from finance_app.domain.devices import Browser
from finance_app.domain.factors import Begun
from finance_app.errors import (
    AppError,
    InvalidInputError,
    SignInRequiredError,
    TooManyAttemptsError,
)
from finance_app.models import tables
from finance_app.services import auth, auth_steps, backup_codes, passkeys, proofs, second_steps
from finance_app.services.passkeys import Shown
from finance_app.services.proofs import Proof
from finance_app.services.second_steps import Typed
from tests.conftest import NOW, somebody
from tests.services.device import SITE, Device
from tests.services.second_factors import HERE, code, codes_of, with_app

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

LAPTOP = Browser("Firefox", HERE, known_by="k" * 43)
STEP = timedelta(seconds=30)


@pytest.fixture
def ada(session: Session) -> Actor:
    """Somebody, a step of time after the code that turned their app on."""
    return replace(somebody(session), now=NOW + STEP)


def proof_of(session: Session, actor: Actor, text: str = "", *, right: bool = True) -> Proof:
    """Sign somebody in, and have them type their password and a code in that session."""
    token = auth.open_session(session, actor.user_id, actor.now, LAPTOP)
    return again(session, actor, token, text, right=right)


def again(
    session: Session, actor: Actor, token: str, text: str = "", *, right: bool = True
) -> Proof:
    attempt = auth.check(session, actor, HERE, LAPTOP.known_by)
    proof = Proof(auth.digest(token), attempt, right, LAPTOP, Typed(text))
    proofs.count(session, actor, proof)
    salts = proofs.salts(session, actor)
    return replace(proof, code=second_steps.typed(actor.user_id, text, salts))


def said(_session: Session, _actor: Actor, text: str, *, right: bool) -> tuple[str, bool]:
    """Say what came of it, in the place of a use case."""
    return text, right


def key_of(session: Session, actor: Actor) -> str:
    return with_app(session, replace(actor, now=NOW))


def held(session: Session, actor: Actor) -> Device:
    """Give somebody a passkey."""
    token = auth.open_session(session, actor.user_id, actor.now, LAPTOP)
    digest, device = auth.digest(token), Device()
    passkeys.begin(session, actor, digest, "Phone", right=True)
    made = device.make(passkeys.to_make(session, actor, digest, SITE))
    begun = auth_steps.take(session, Begun.PASSKEY, digest, actor.now)
    passkeys.add(session, actor, begun, made, backup_codes.new(), digest=digest, origin=SITE)
    return device


def show(session: Session, actor: Actor, device: Device, proof: Proof) -> Proof:
    """Show a passkey beside the password."""
    answer = device.show(passkeys.ask_again(session, actor, proof.digest, SITE))
    begun = auth_steps.take(session, Begun.SECOND, proof.digest, actor.now)
    return replace(proof, passkey=Shown(begun, answer, SITE))


@pytest.mark.parametrize("right", [True, False])
def test_without_factors_the_password_decides(session: Session, ada: Actor, right: bool) -> None:  # noqa: FBT001  a table's column
    proof = proof_of(session, ada, right=right)
    assert proofs.carry_out(session, ada, proof, said, "done") == ("done", right)


def test_what_was_compared_must_still_be_the_password(session: Session, ada: Actor) -> None:
    proof = proof_of(session, ada)
    session.execute(update(tables.user).values(password_hash="another"))  # noqa: S106  no password
    assert proofs.carry_out(session, ada, proof, said, "done") == ("done", False)
    with pytest.raises(InvalidInputError, match="not your password"):
        proofs.require(session, ada, proof)


def test_another_ones_password_proves_nothing(session: Session, ada: Actor) -> None:
    eve = somebody(session, "eve@example.org")
    theirs = proof_of(session, eve)
    proof = replace(proof_of(session, ada), attempt=theirs.attempt)
    assert not proofs.carry_out(session, ada, proof, said, "")[1]


def test_a_session_that_ended_meanwhile_does_nothing(session: Session, ada: Actor) -> None:
    proof = proof_of(session, ada)
    hers = proof_of(session, somebody(session, "eve@example.org"))
    for digest in (hers.digest, "", auth.digest("made up")):
        with pytest.raises(SignInRequiredError):
            proofs.carry_out(session, ada, replace(proof, digest=digest), said, "")
    session.execute(tables.auth_session.delete())
    with pytest.raises(SignInRequiredError):
        proofs.carry_out(session, ada, proof, said, "")


def test_a_code_is_asked_for_beside_the_password_and_taken_once(
    session: Session, ada: Actor
) -> None:
    key = key_of(session, ada)
    for text in ("", "000000", "x" * 99, code(key, NOW)):  # the last one turned the app on
        with pytest.raises(InvalidInputError) as caught:
            proofs.require(session, ada, proof_of(session, ada, text))
        assert caught.value.field == "code"
    right = code(key, ada.now)
    assert proofs.carry_out(session, ada, proof_of(session, ada, right), said, "")[1]
    with pytest.raises(InvalidInputError, match="used already"):
        proofs.require(session, ada, proof_of(session, ada, right))


def test_a_code_beside_a_wrong_password_is_not_used_up(session: Session, ada: Actor) -> None:
    key = key_of(session, ada)
    text = code(key, ada.now)
    assert not proofs.carry_out(session, ada, proof_of(session, ada, text, right=False), said, "")[
        1
    ]
    proofs.require(session, ada, proof_of(session, ada, text))


def test_a_backup_code_stands_in_once(session: Session, ada: Actor) -> None:
    key_of(session, ada)
    text = codes_of(session, replace(ada, now=NOW))[0]
    proofs.require(session, ada, proof_of(session, ada, text))
    with pytest.raises(InvalidInputError):
        proofs.require(session, ada, proof_of(session, ada, text))


def test_guesses_are_counted_with_those_of_signing_in(session: Session, ada: Actor) -> None:
    key = key_of(session, ada)
    token = auth.open_session(session, ada.user_id, ada.now, LAPTOP)
    for _ in range(10):
        again(session, ada, token, "000000")
    with pytest.raises(TooManyAttemptsError):
        again(session, ada, token, code(key, ada.now))
    again(session, ada, token)  # an empty field is no guess


def test_a_passkey_takes_the_place_of_a_code(session: Session, ada: Actor) -> None:
    device = held(session, ada)
    proof = proof_of(session, ada)
    with pytest.raises(InvalidInputError) as caught:
        proofs.require(session, ada, proof)
    assert caught.value.field == "code"
    shown = show(session, ada, device, proof)
    assert proofs.carry_out(session, ada, shown, said, "")[1]
    with pytest.raises(InvalidInputError, match="passkey"):  # nothing is begun any more
        proofs.require(session, ada, replace(shown, passkey=Shown(None, "{}", SITE)))


def test_another_ones_passkey_proves_nothing(session: Session, ada: Actor) -> None:
    held(session, ada)
    eve = replace(somebody(session, "eve@example.org"), now=ada.now)
    shown = show(session, ada, held(session, eve), proof_of(session, ada))
    with pytest.raises(InvalidInputError) as caught:
        proofs.require(session, ada, shown)
    assert caught.value.field == "passkey"


def test_a_forged_passkey_proves_nothing(session: Session, ada: Actor) -> None:
    real = held(session, ada)
    forged = Device(credential_id=real.credential_id, handle=real.handle)
    with pytest.raises(InvalidInputError):
        proofs.require(session, ada, show(session, ada, forged, proof_of(session, ada)))


@pytest.mark.usefixtures("database")
def test_of_two_that_show_the_same_code_at_once_one_is_taken() -> None:
    with db.write() as session:
        ada = replace(somebody(session), now=NOW + STEP)
        text = code(key_of(session, ada), ada.now)
        both = [proof_of(session, ada, text) for _ in range(2)]
    together = Barrier(2)

    def tried(proof: Proof) -> str:
        together.wait()
        try:
            with db.write() as session:
                proofs.require(session, ada, proof)
        except AppError as error:
            return error.field
        return "taken"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(tried, both)) == ["code", "taken"]
