from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.domain.entries import EntryDraft
from finance_app.services import entries
from tests.conftest import NOW, an_account, somebody

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

DAYS = ("--from", "2026-11-01", "--to", "2026-11-30")


@pytest.fixture
def book(sqlite: None) -> None:  # noqa: ARG001  the database must be there
    """A bakery's bill."""
    with db.write() as session:
        actor = somebody(session)
        account = an_account(session, actor)
        entries.add(session, actor, EntryDraft(account, NOW.date(), -1_250, "Bakery"))


@pytest.mark.usefixtures("book")
def test_a_report_is_written(run: Callable[..., Said], tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    said = run("report", "--user", "ada@example.org", *DAYS, "-o", target)
    assert (said.code, said.out) == (0, f"Wrote {target}.\n")
    content = target.read_text("utf-8")
    assert "Bakery" in content
    assert "12.50 EUR" in content


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--user", "eve@example.org", *DAYS), 1, "There is no user eve@example.org."),
        (
            ("--user", "ada@example.org", "--from", "2026-12-01", "--to", "2026-11-30"),
            1,
            "Choose a first day that is not after the last one",
        ),
        (("--user", "ada@example.org", "--from", "soon", "--to", "2026-11-30"), 2, "--from"),
        (("--user", "ada@example.org"), 2, "--from"),
    ],
)
def test_what_cannot_be_reported_is_refused(
    run: Callable[..., Said], tmp_path: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    target = tmp_path / "report.html"
    said = run("report", *words, "-o", target)
    assert said.code == code
    assert sentence in said.err
    assert not target.exists()


@pytest.mark.usefixtures("book")
def test_a_folder_that_is_not_there_is_named(run: Callable[..., Said], tmp_path: Path) -> None:
    target = tmp_path / "missing" / "report.html"
    said = run("report", "--user", "ada@example.org", *DAYS, "-o", target)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert str(target) in said.err
