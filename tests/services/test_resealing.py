"""Other keys and other algorithms: what was made before goes on, and is made anew."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING

import pytest
from passlib.context import CryptContext
from sqlalchemy import insert, select, update

from finance_app import config, secret_keys
from finance_app.adapters import passwords, sealing
from finance_app.domain.audit import What
from finance_app.domain.change_kinds import Topic
from finance_app.domain.webhooks import WebhookDraft
from finance_app.errors import ConfigurationError
from finance_app.models import tables
from finance_app.services import (
    audit,
    auth,
    backup_codes,
    chains,
    factors,
    form_marks,
    passkey_handles,
    resealing,
    users,
    webhooks,
)
from tests.conftest import NOW, an_account, somebody
from tests.services.second_factors import HERE, code, codes_of, used, with_app

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

PASSWORD = "plum tractor eleven window"  # noqa: S105  nobody's
OLD, NEW = "the key that somebody knew, sadly 1", "another key that nobody could guess, ever"


@pytest.fixture
def keyed(monkeypatch: pytest.MonkeyPatch) -> Keyed:
    return Keyed(monkeypatch)


class Keyed:
    """A deployment whose secret keys change."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch
        self.are(OLD)

    def are(self, now: str, before: str = "") -> None:
        """Have it keys."""
        self.patch.setenv("FINANCE_SECRET_KEY", now)
        self.patch.setenv("FINANCE_SECRET_KEY_BEFORE", before)
        config.settings.cache_clear()
        secret_keys.secret_key.cache_clear()


def test_codes_of_apps_survive_another_key_once_they_are_sealed_anew(
    session: Session, actor: Actor, keyed: Keyed
) -> None:
    key = with_app(session, actor)
    keyed.are(NEW)
    assert resealing.reseal(session).lost == 1
    keyed.are(NEW, before=OLD)
    assert resealing.reseal(session) == resealing.Resealed(apps=1, lost=0, codes=0)
    keyed.are(NEW)
    later = NOW.replace(minute=NOW.minute + 5)
    assert factors.takes_code(session, actor.user_id, code(key, later), later)


def test_secrets_of_webhooks_survive_another_key_once_they_are_sealed_anew(
    session: Session, actor: Actor, keyed: Keyed
) -> None:
    key = webhooks.add(session, actor, WebhookDraft("https://example.org/hook", tuple(Topic)))
    secret = webhooks.secret(session, actor, key)
    keyed.are(NEW)
    assert resealing.reseal(session).lost_hooks == 1
    keyed.are(NEW, before=OLD)
    done = resealing.reseal(session)
    assert (done.hooks, done.lost_hooks) == (1, 0)
    keyed.are(NEW)
    assert webhooks.secret(session, actor, key) == secret


def test_what_the_key_before_signed_and_sealed_is_still_read(keyed: Keyed) -> None:
    sealed, mark = sealing.sealed("a secret", OLD, "about"), form_marks.made(auth.digest("token"))
    keyed.are(NEW, before=OLD)
    assert sealing.opened(sealed, secret_keys.secret_keys(), "about") == "a secret"
    assert form_marks.is_right(mark, "token")
    assert form_marks.made(auth.digest("token")) != mark
    keyed.are(NEW)
    assert not form_marks.is_right(mark, "token")
    with pytest.raises(ConfigurationError):
        sealing.opened(sealed, secret_keys.secret_keys(), "about")


def test_passkeys_are_known_by_what_their_devices_remember(
    session: Session, actor: Actor, keyed: Keyed
) -> None:
    before = passkey_handles.of(session, actor.user_id)
    row = {"id": 1, "user_id": actor.user_id, "credential_id": "c", "public_key": "p"}
    rest = {"sign_count": 0, "site": "localhost", "name": "Phone", "created_at": NOW, "handle": ""}
    session.execute(insert(tables.passkey).values({**row, **rest}))
    keyed.are(NEW, before=OLD)
    resealing.reseal(session)
    keyed.are(NEW)
    found = session.execute(select(tables.passkey)).one()
    assert passkey_handles.right(found) == [before]
    assert passkey_handles.of(session, actor.user_id) == before


def test_backup_codes_need_no_key_and_are_kept_as_passwords_are(
    session: Session, actor: Actor, keyed: Keyed
) -> None:
    with_app(session, actor)
    typed = codes_of(session, actor)[0].replace("-", "")
    kept = list(session.scalars(select(tables.backup_code.c.id)))
    assert all(one.startswith("$2b$") and len(one) == 60 for one in kept)
    assert len({one[: passwords.SALT] for one in kept}) == 1
    keyed.are(NEW)
    assert used(session, actor.user_id, typed, NOW)
    assert not used(session, actor.user_id, typed, NOW)


def test_two_sets_share_no_salt_and_a_code_costs_a_tenth_of_a_second(
    session: Session, actor: Actor
) -> None:
    eve = somebody(session, "eve@example.org")
    for one in (actor, eve):
        with_app(session, one)
    kept = session.scalars(select(tables.backup_code.c.id))
    assert len({one[: passwords.SALT] for one in kept}) == 2
    assert passwords.__file__
    spec = spec_from_file_location("fresh", passwords.__file__)
    assert spec
    assert spec.loader
    fresh = module_from_spec(spec)  # the suite's own has fewer rounds, see tests/conftest.py
    spec.loader.exec_module(fresh)
    assert fresh.CODE_ROUNDS >= 10
    assert fresh.ROUNDS >= 12


def test_a_code_of_an_earlier_version_still_works_once(
    session: Session, actor: Actor, keyed: Keyed
) -> None:
    typed, salt = "23456789abcd", passwords.new_salt()
    hashed = passwords.salted(backup_codes.keyed(actor.user_id, typed, OLD), salt)
    row = {"id": f"k{hashed}", "user_id": actor.user_id, "created_at": NOW}
    session.execute(insert(tables.backup_code).values(row))
    keyed.are(NEW)
    assert not used(session, actor.user_id, typed, NOW)
    keyed.are(NEW, before=OLD)
    assert resealing.reseal(session).codes == 1
    assert used(session, actor.user_id, typed, NOW)
    assert not used(session, actor.user_id, typed, NOW)


def test_a_dated_hash_of_a_password_is_made_anew_at_a_sign_in(
    session: Session, actor: Actor
) -> None:
    cheap = CryptContext(schemes=["bcrypt_sha256"], bcrypt_sha256__default_rounds=4)
    mine = tables.user.c.id == actor.user_id
    before = cheap.hash(PASSWORD)
    session.execute(update(tables.user).where(mine).values(password_hash=before))
    attempt = auth.begin(session, actor.email, HERE, NOW)
    assert auth.matches(PASSWORD, attempt)
    anew = users.hashed_anew(PASSWORD, attempt.password_hash)
    assert auth.finish(session, attempt, NOW, right=True, anew=anew)
    after = session.scalar(select(tables.user.c.password_hash).where(mine))
    assert after == anew != before
    assert users.is_hashed(PASSWORD, anew)
    assert users.hashed_anew(PASSWORD, anew) == ""


def test_chains_hold_under_another_key_once_they_are_sealed_anew(
    keyed: Keyed, session: Session, actor: Actor
) -> None:
    an_account(session, actor)
    audit.add(session, What.COMMAND, NOW, subject="backup")
    audit.settle(session)
    keyed.are(NEW, before=OLD)
    assert chains.head(session, actor.book_id).holds
    resealing.reseal(session)
    keyed.are(NEW)
    assert chains.head(session, actor.book_id).holds
    assert chains.server_head(session).holds


def test_a_broken_seal_is_not_mended_by_another_key(
    keyed: Keyed, session: Session, actor: Actor
) -> None:
    an_account(session, actor)
    session.execute(update(tables.book_head).values(seal="made up"))
    keyed.are(NEW, before=OLD)
    resealing.reseal(session)
    assert not chains.head(session, actor.book_id).holds
