from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from finance_app.domain.actors import Role
from finance_app.errors import ConflictError, InvalidInputError, NotFoundError
from finance_app.models import metadata, tables
from finance_app.services import categories, preferences, users, welcome
from tests.conftest import NOW, somebody

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def new(**changes: str) -> users.NewUser:
    given: dict[str, Any] = {
        "email": "ada@example.org",
        "password_hash": "a hash",
        "region": "pt_BR",
        "time_zone": "America/Sao_Paulo",
        "base_currency": "BRL",
    }
    return users.NewUser(**{**given, **changes})


def test_a_new_user_has_a_book_and_categories_of_their_own(session: Session) -> None:
    ada = users.add(session, new(), NOW, is_admin=False)
    eve = users.add(session, new(email="eve@example.org"), NOW, is_admin=False)
    assert (ada.role, ada.base_currency, ada.region) == (Role.OWNER, "BRL", "pt_BR")
    assert ada.book_id != eve.book_id
    mine = {each.id for each in categories.everything(session, ada)}
    assert mine
    assert not mine & {each.id for each in categories.everything(session, eve)}


def test_an_address_is_one_account_however_it_is_written(session: Session) -> None:
    users.add(session, new(email="  Ada@EXAMPLE.org "), NOW, is_admin=False)
    with pytest.raises(ConflictError) as caught:
        users.add(session, new(), NOW, is_admin=False)
    assert caught.value.field == "email"
    assert users.actor_by_email(session, "ADA@example.org", NOW).email == "ada@example.org"


@pytest.mark.parametrize(
    "email",
    [
        *("", "ada", "ada@", "@example.org", "ada@example", "a b@example.org", "ada@ex<b>.org"),
        *("a,b@example.org", "to:;@example.org", "a\\@example.org", "a\0b@example.org", "(a@x.org"),
        *("=?utf-8?q?a?=@example.org", ".a@example.org", "a@-example.org", "a\u202eb@x.org"),
        *("ada@example.org\nbcc: eve@example.org", "a@b@example.org", f"{'a' * 250}@example.org"),
    ],
)
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        users.require_email(email)
    assert caught.value.field == "email"


@pytest.mark.parametrize(
    "email",
    ["a.b+c_d-e@mail.example.co.uk", "o'hara@example.org", "jörg@müller.example", "1@2.org"],
)
def test_an_address_that_mail_can_be_sent_to_is_one(email: str) -> None:
    assert users.require_email(f" {email.upper()} ") == email


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"region": "xx_XX"}, "region"),
        ({"region": "../../etc/passwd"}, "region"),
        ({"base_currency": "XXX"}, "currency"),
        ({"email": "ada"}, "email"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    session: Session, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        users.add(session, new(**changes), NOW, is_admin=False)
    assert caught.value.field == field
    assert session.execute(select(tables.user)).first() is None


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "localtime\0", "/etc"])
def test_a_time_zone_that_is_unknown_here_is_utc(session: Session, zone: str) -> None:
    assert users.add(session, new(time_zone=zone), NOW, is_admin=False).time_zone == "UTC"


@pytest.mark.parametrize(
    "password",
    [
        *("", "short", "x" * 11, "x" * 129, "password12345", "qwertyuiop123", "aaaaaaaaaaaaaa"),
        *("ada@example.org", "financefinance", "ada@example.org1"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(password: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        users.require_password(password, "ada@example.org")
    assert caught.value.field == "password"


@pytest.mark.parametrize(
    "password",
    ["plum tractor eleven window", "Ünverfroren-säumig-44", "木の窓から見える青い海と空と山"],
)
def test_a_few_words_make_a_password(password: str) -> None:
    assert users.require_password(password, "ada@example.org") == password


def test_a_password_that_was_breached_is_refused() -> None:
    """The list comes with the library that judges: the 30,000 most frequent ones of known leaks."""
    breached = FREQUENCY_LISTS["passwords"]
    long_enough = [one for one in breached if len(one) >= users.SHORTEST_PASSWORD]
    assert (len(breached), len(long_enough)) >= (30_000, 200)
    for password in long_enough:
        with pytest.raises(InvalidInputError):
            users.require_password(password, "ada@example.org")


def test_hashes_of_one_password_differ_and_cost() -> None:
    first, second = users.hashed("plum tractor eleven"), users.hashed("plum tractor eleven")
    assert first != second
    rounds = re.fullmatch(r"\$bcrypt-sha256\$v=2,t=2b,r=(\d+)\$.{22}\$.{31}", first)
    assert rounds is not None
    assert int(rounds[1]) >= 12


@pytest.mark.parametrize(
    "typed", ["P" + "plum " * 25 + "é", "p" + "plum " * 25 + "e", "p" + "plum " * 25, "p"]
)
def test_every_character_of_a_password_counts_as_it_was_typed(typed: str) -> None:
    password = "p" + "plum " * 25 + "é"
    assert users.SHORTEST_PASSWORD <= len(password) <= users.LONGEST_PASSWORD
    kept = users.hashed(password)
    assert users.is_hashed(password, kept)
    assert not users.is_hashed(typed, kept)


def test_nothing_easier_than_a_password_is_kept_to_know_somebody_by() -> None:
    kept = {column.name for table in metadata.sorted_tables for column in table.columns}
    assert "password_hash" in kept
    assert [name for name in kept if re.search("hint|question|answer|birth|maiden", name)] == []


def test_nobody_has_no_password_to_set(session: Session) -> None:
    with pytest.raises(NotFoundError):
        users.set_password(session, "nobody@example.org", "a hash", NOW)
    with pytest.raises(NotFoundError):
        users.actor_by_email(session, "nobody@example.org", NOW)


def test_a_user_chooses_region_and_time_zone_for_themselves(session: Session) -> None:
    ada, eve = somebody(session), somebody(session, "eve@example.org")
    preferences.change(session, ada, "fr_CH", "Europe/Zurich")
    ada = users.actor_by_email(session, ada.email, NOW)
    assert (ada.region, ada.time_zone) == ("fr_CH", "Europe/Zurich")
    assert users.actor_by_email(session, eve.email, NOW).region == eve.region


@pytest.mark.parametrize(
    ("region", "zone", "field"),
    [
        ("fr_XX", "UTC", "region"),
        ("fr_CH", "Mars/Olympus", "time_zone"),
        ("fr_CH", "", "time_zone"),
    ],
)
def test_nobody_chooses_a_place_that_is_not(
    session: Session, region: str, zone: str, field: str
) -> None:
    ada = somebody(session)
    with pytest.raises(InvalidInputError) as caught:
        preferences.change(session, ada, region, zone)
    assert caught.value.field == field


def test_who_chose_region_and_currency_themselves_is_remembered(session: Session) -> None:
    for email, placed in (("ada@example.org", True), ("eve@example.org", False)):
        wanted = users.NewUser(email, "no hash", "de_CH", "UTC", "CHF", placed=placed)
        actor = users.add(session, wanted, NOW, is_admin=False)
        assert welcome.is_placed(session, actor) is placed
