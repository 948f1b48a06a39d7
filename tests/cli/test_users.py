from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.config import settings
from finance_app.queries import users as queries
from finance_app.services import factors, users
from tests.conftest import NOW
from tests.services.mailbox import posted
from tests.services.second_factors import with_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Said

    type Run = Callable[..., Said]

pytestmark = pytest.mark.usefixtures("database")
PASSWORD = "correct horse battery staple\n"  # noqa: S105  nobody's


def test_the_first_user_is_the_administrator(run: Run) -> None:
    added = run("user", "add", "Ada@Example.org", "--region", "de_DE", stdin=PASSWORD)
    assert (added.code, added.out) == (0, "Added ada@example.org.\n")
    run("user", "add", "eve@example.org", "--currency", "USD", stdin=PASSWORD)
    with db.read() as session:
        ada = users.actor_by_email(session, "ada@example.org", NOW)
        eve = users.actor_by_email(session, "eve@example.org", NOW)
    assert (ada.is_admin, ada.region, ada.base_currency) == (True, "de_DE", "EUR")
    assert (eve.is_admin, eve.region, eve.base_currency) == (False, "en_US", "USD")


@pytest.mark.parametrize(
    ("words", "stdin", "said"),
    [
        (("add", "nobody"), PASSWORD, "e-mail"),
        (("add", "a@example.org"), "short\n", "12 to 128"),
        (("add", "a@example.org"), "", "12 to 128"),
        (("add", "a@example.org", "--region", "xx_XX"), PASSWORD, "region"),
        (("add", "a@example.org", "--currency", "XXX"), PASSWORD, "currency"),
        (("add", "a@example.org", "--time-zone", "Mars"), PASSWORD, "time zone"),
        (("reset-password", "a@example.org"), PASSWORD, "no user a@example.org"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    run: Run, words: tuple[str, ...], stdin: str, said: str
) -> None:
    refused = run("user", *words, stdin=stdin)
    assert (refused.code, refused.out) == (1, "")
    assert said in refused.err
    assert refused.err.count("\n") == 1


def test_nobody_is_added_twice(run: Run) -> None:
    run("user", "add", "ada@example.org", stdin=PASSWORD)
    assert run("user", "add", "ADA@example.org", stdin=PASSWORD).code == 1


def test_a_new_password_replaces_the_old_one(run: Run) -> None:
    run("user", "add", "ada@example.org", stdin=PASSWORD)
    with db.read() as session:
        before = queries.by_email(session, "ada@example.org")
    changed = run("user", "reset-password", "ada@example.org", stdin="another fine password\n")
    assert changed.code == 0
    with db.read() as session:
        after = queries.by_email(session, "ada@example.org")
    assert before is not None
    assert after is not None
    assert before.password_hash != after.password_hash


@pytest.mark.parametrize(
    "words", [(), ("add",), ("dance",), ("add", "a@example.org", "--password", "secret")]
)
def test_wrong_usage_is_told_apart(run: Run, words: tuple[str, ...]) -> None:
    assert run("user", *words).code == 2


def test_the_factors_of_somebody_locked_out_are_taken_away(run: Run) -> None:
    run("user", "add", "ada@example.org", stdin=PASSWORD)
    with db.write() as session:
        ada = users.actor_by_email(session, "ada@example.org", NOW)
        with_app(session, ada)
    done = run("user", "reset-factors", "Ada@example.org")
    assert (done.code, done.out.count("\n")) == (0, 1)
    assert "ada@example.org" in done.out
    with db.read() as session:
        assert not factors.overview(session, ada).is_on
    assert run("user", "reset-factors", "eve@example.org").code == 1


def test_somebody_is_invited_to_the_server(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    invited = run("user", "invite", "eve@example.org")
    assert (invited.code, "leaves once the server runs" in invited.out) == (0, True)
    with db.read() as session:
        (letter,) = posted(session)
        assert (letter.recipient, letter.template) == ("eve@example.org", "invited")
    assert run("user", "invite", "eve").code != 0
    monkeypatch.setenv("FINANCE_SIGNUP", "closed")
    settings.cache_clear()
    refused = run("user", "invite", "eve@example.org")
    assert refused.code != 0
    assert "nobody can be invited" in refused.err


def test_a_user_is_disabled_enabled_and_made_an_administrator(run: Run) -> None:
    for email in ("ada@example.org", "eve@example.org"):
        run("user", "add", email, stdin=PASSWORD)
    for word, said in (
        ("disable", "Disabled eve@example.org.\n"),
        ("enable", "Enabled eve@example.org.\n"),
        ("make-admin", "Made eve@example.org an administrator.\n"),
        ("unmake-admin", "eve@example.org is no administrator any more.\n"),
    ):
        done = run("user", word, "EVE@example.org")
        assert (done.code, done.out) == (0, said)
    refused = run("user", "disable", "ada@example.org")
    assert (refused.code, refused.out) == (1, "")
    assert "last administrator" in refused.err
    assert run("user", "make-admin", "nobody@example.org").code == 1
