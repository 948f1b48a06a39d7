from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.errors import SignInRequiredError
from finance_app.services import api_tokens, books
from tests.conftest import NOW, somebody

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Said

    type Run = Callable[..., Said]

ADA = "ada@example.org"


@pytest.fixture(autouse=True)
def ada(database: None) -> None:  # noqa: ARG001  it must be there
    with db.write() as session:
        books.add(session, somebody(session, ADA), "House")


def test_a_token_is_made_listed_and_revoked(run: Run) -> None:
    made = run("token", "add", ADA, "Backup script", "--scope", "write", "--book", "House")
    assert made.code == 0
    assert "only time" in made.err
    token = made.out.strip()
    with db.read() as session:
        assert api_tokens.bearer(session, token, NOW).actor.email == ADA
    listed = run("token", "list", ADA).out
    key, name, scope, book, until, used = listed.strip().split("\t")
    assert (name, scope, book, used) == ("Backup script", "write", "House", "never used")
    assert until.startswith("until ")
    assert token not in listed
    assert run("token", "revoke", ADA, key).out == "Revoked “Backup script”.\n"
    with db.read() as session, pytest.raises(SignInRequiredError):
        api_tokens.bearer(session, token, NOW)
    assert run("token", "list", ADA).out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "nobody@example.org", "Script"), "no user"),
        (("add", ADA, "x" * 61), "60 characters"),
        (("add", ADA, "Script", "--book", "Yacht"), "None of the books"),
        (("add", ADA, "Script", "--days", "9999"), "3650"),
        (("add", ADA, "Script", "--scope", "admin"), "administrator"),
        (("revoke", ADA, "1"), "already"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    refused = run("token", *words)
    assert (refused.code, refused.out) == (1, "")
    assert said in refused.err
    assert refused.err.count("\n") == 1


@pytest.mark.parametrize("key", ["x", "-1", str(10**30)])
def test_what_no_list_names_is_wrong_usage(run: Run, key: str) -> None:
    assert run("token", "revoke", ADA, key).code == 2
