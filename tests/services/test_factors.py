from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from finance_app.config import settings
from finance_app.domain.factors import Begun
from finance_app.errors import (
    ConfigurationError,
    ConflictError,
    InvalidInputError,
    NotFoundError,
)
from finance_app.models import tables
from finance_app.secret_keys import secret_key
from finance_app.services import auth_steps, backup_codes, factors
from tests.conftest import NOW, somebody
from tests.services.mailbox import posted
from tests.services.second_factors import (
    BROWSER,
    code,
    codes_of,
    used,
    with_app,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

MINUTE = timedelta(minutes=1)
ANOTHER = "the digest of another browser"


@pytest.fixture
def ada(session: Session) -> Actor:
    return somebody(session)


def rows(session: Session, table: str) -> int:
    counted = select(func.count()).select_from(getattr(tables, table))
    return int(session.execute(counted).scalar_one())


def test_an_app_counts_once_it_has_shown_a_code(session: Session, ada: Actor) -> None:
    factors.begin_app(session, ada, BROWSER, right=True)
    key = factors.enrolment(session, ada, BROWSER).key.replace(" ", "")
    assert not factors.overview(session, ada).is_on
    assert factors.confirm_app(session, ada, BROWSER, code(key, NOW), backup_codes.new())
    found = factors.overview(session, ada)
    assert (found.app_since, found.is_on, found.codes_left) == (NOW, True, 10)
    assert [(one.template, one.recipient) for one in posted(session)] == [
        ("factor-added", ada.email)
    ]
    assert "An authenticator app was added" in posted(session)[0].text


def test_a_wrong_code_turns_nothing_on(session: Session, ada: Actor) -> None:
    factors.begin_app(session, ada, BROWSER, right=True)
    key = factors.enrolment(session, ada, BROWSER).key.replace(" ", "")
    right = code(key, NOW)
    for text in (code(key, NOW + 5 * MINUTE), "", "x", "١٢٣٤٥٦", right[:5]):
        with pytest.raises(InvalidInputError) as caught:
            factors.confirm_app(session, ada, BROWSER, text, None)
        assert caught.value.field == "code"
    assert not factors.overview(session, ada).is_on
    assert factors.confirm_app(session, ada, BROWSER, right, backup_codes.new())


def test_the_key_is_shown_to_the_browser_that_began_alone_and_not_for_long(
    session: Session, ada: Actor
) -> None:
    factors.begin_app(session, ada, BROWSER, right=True)
    later = replace(ada, now=NOW + 15 * MINUTE)
    for actor, browser in (
        (ada, ANOTHER),
        (later, BROWSER),
        (somebody(session, "e@x.org"), BROWSER),
    ):
        with pytest.raises(NotFoundError):
            factors.enrolment(session, actor, browser)
    assert factors.enrolment(session, ada, BROWSER).picture.startswith(b"<svg")


def test_the_key_is_shown_no_more_once_it_counts(session: Session, ada: Actor) -> None:
    with_app(session, ada)
    with pytest.raises(NotFoundError):
        factors.enrolment(session, ada, BROWSER)
    with pytest.raises(ConflictError):
        factors.begin_app(session, ada, BROWSER, right=True)


def test_the_database_holds_neither_key_nor_codes(session: Session, ada: Actor) -> None:
    factors.begin_app(session, ada, BROWSER, right=True)
    key = factors.enrolment(session, ada, BROWSER).key.replace(" ", "")
    begun = repr(session.execute(select(tables.auth_step)).all())
    factors.confirm_app(session, ada, BROWSER, code(key, NOW), backup_codes.new())
    codes = [each.replace("-", "") for each in codes_of(session, ada)]
    kept = [session.execute(select(table)).all() for table in (tables.factor, tables.backup_code)]
    kept.append(session.execute(select(tables.auth_step)).all())
    assert not any(secret in f"{begun}{kept}" for secret in (key, *codes))


def test_nothing_changes_without_the_password(session: Session, ada: Actor) -> None:
    with pytest.raises(InvalidInputError, match="not your password"):
        factors.begin_app(session, ada, BROWSER, right=False)
    with_app(session, ada)
    with pytest.raises(InvalidInputError, match="not your password") as caught:
        factors.drop_app(session, ada, right=False)
    assert caught.value.field == "current_password"
    with pytest.raises(InvalidInputError, match="not your password"):
        backup_codes.renew(session, ada, BROWSER, backup_codes.new(), right=False)
    assert factors.overview(session, ada).codes_left == 10


def test_without_the_last_factor_there_are_no_backup_codes(session: Session, ada: Actor) -> None:
    with_app(session, ada)
    factors.drop_app(session, ada, right=True)
    assert factors.overview(session, ada) == factors.Overview(None, is_on=False, codes_left=0)
    assert posted(session)[-1].template == "factor-removed"
    with pytest.raises(NotFoundError):
        factors.drop_app(session, ada, right=True)


def test_backup_codes_are_shown_until_they_are_kept_and_never_to_others(
    session: Session, ada: Actor
) -> None:
    with_app(session, ada)
    assert len(codes_of(session, ada)) == 10
    assert codes_of(session, ada) == codes_of(session, ada)
    for actor, browser in (
        (ada, ANOTHER),
        (somebody(session, "eve@example.org"), BROWSER),
        (replace(ada, now=NOW + 15 * MINUTE), BROWSER),
    ):
        with pytest.raises(NotFoundError):
            codes_of(session, actor, browser)
    backup_codes.kept(session, ada, BROWSER)
    with pytest.raises(NotFoundError):
        codes_of(session, ada)


def test_new_backup_codes_replace_those_before(session: Session, ada: Actor) -> None:
    with pytest.raises(ConflictError):
        backup_codes.renew(session, ada, BROWSER, backup_codes.new(), right=True)
    with_app(session, ada)
    old = codes_of(session, ada)[0].replace("-", "")
    backup_codes.renew(session, ada, ANOTHER, backup_codes.new(), right=True)
    new = codes_of(session, ada, ANOTHER)[0].replace("-", "")
    assert not used(session, ada.user_id, old, NOW)
    assert used(session, ada.user_id, new, NOW)
    assert not used(session, ada.user_id, new, NOW)
    assert posted(session)[-1].template == "backup-codes-made"


def test_nobody_uses_another_ones_backup_code(session: Session, ada: Actor) -> None:
    with_app(session, ada)
    eve = somebody(session, "eve@example.org")
    stolen = codes_of(session, ada)[0].replace("-", "")
    assert not used(session, eve.user_id, stolen, NOW)


def test_another_secret_key_makes_codes_unreadable_not_right(
    session: Session, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = with_app(session, ada)
    monkeypatch.setenv("FINANCE_SECRET_KEY", "another key that nobody could guess, ever")
    settings.cache_clear()
    secret_key.cache_clear()
    later = NOW + MINUTE
    with pytest.raises(ConfigurationError, match="another secret key"):
        factors.takes_code(session, ada.user_id, code(key, later), later)


def test_what_was_begun_is_used_once_and_only_the_newest(session: Session, ada: Actor) -> None:
    for payload in ("first", "second"):
        auth_steps.begin(session, Begun.ENTRY, BROWSER, NOW, payload=payload)
    auth_steps.begin(session, Begun.ENTRY, ANOTHER, NOW, user_id=ada.user_id)
    taken = auth_steps.take(session, Begun.ENTRY, BROWSER, NOW)
    assert taken is not None
    assert taken.payload == "second"
    assert auth_steps.take(session, Begun.ENTRY, BROWSER, NOW) is None
    assert auth_steps.take(session, Begun.SECOND, ANOTHER, NOW) is None
    assert auth_steps.take(session, Begun.ENTRY, ANOTHER, NOW + 5 * MINUTE) is None
