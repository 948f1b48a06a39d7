from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.domain.entries import EntryDraft
from finance_app.services import entries
from tests.conftest import NOW, an_account, somebody
from tests.services.exported import Exported

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said


@pytest.fixture(autouse=True)
def book(sqlite: None) -> None:  # noqa: ARG001  the database must be there
    """A bakery's bill."""
    with db.write() as session:
        actor = somebody(session)
        account = an_account(session, actor)
        entries.add(session, actor, EntryDraft(account, NOW.date(), -1_250, "Bakery"))


def test_all_of_a_users_data_is_written(run: Callable[..., Said], tmp_path: Path) -> None:
    target = tmp_path / "all.zip"
    said = run("export", "--user", "ada@example.org", "-o", target)
    assert (said.code, said.out) == (0, f"Wrote {target}.\n")
    found = Exported(target)
    found.check()
    assert [row["payee"] for row in found.table("entries")] == ["Bakery"]


@pytest.mark.parametrize("words", [(), ("--user", "ada@example.org"), ("-o", "x.zip")])
def test_who_and_where_to_have_to_be_said(run: Callable[..., Said], words: tuple[str, ...]) -> None:
    said = run("export", *words)
    assert (said.code, said.err) == (1, "Say whose data with --user, and where to with -o.\n")


def test_nobody_is_nobody(run: Callable[..., Said], tmp_path: Path) -> None:
    said = run("export", "--user", "eve@example.org", "-o", tmp_path / "all.zip")
    assert (said.code, said.err) == (1, "There is no user eve@example.org.\n")
    assert not (tmp_path / "all.zip").exists()


def test_a_folder_that_is_not_there_is_said(run: Callable[..., Said], tmp_path: Path) -> None:
    said = run("export", "--user", "ada@example.org", "-o", tmp_path / "no" / "all.zip")
    assert said.code == 1
    assert "cannot be used" in said.err
