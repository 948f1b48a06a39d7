from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.cli import terminal
from finance_app.domain.entries import EntryDraft, EntryFilter
from finance_app.errors import InvalidInputError
from finance_app.services import accounts, entries, imports, users, verify
from tests.conftest import NOW, an_account, forget_settings, somebody

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Said

    type Run = Callable[..., Said]

ROOT = Path(__file__).parents[2]
STATEMENT = ROOT / "tests" / "fixtures" / "checking.ofx"


@pytest.fixture
def rates(sqlite: None) -> None:  # noqa: ARG001  it must be there
    """A rate, so that the whole history is not loaded."""
    with db.write() as session:
        session.execute(
            text("INSERT INTO rate VALUES ('ecb', 'USD', '2026-11-19', '1.25', '2026-11-19 15:00')")
        )


@pytest.mark.usefixtures("rates")
def test_a_demo_user_is_made_with_a_password_that_is_said_once(run: Run) -> None:
    made = run("demo", "--entries", 120)
    assert made.code == 0
    assert "Filled the book of demo@example.org with 120 entries." in made.out
    assert "Sign in as demo@example.org with the password " in made.out
    assert re.search(r"Start it with: FINANCE_DATA_DIR=\S+ make run\n", made.out)
    again = run("demo", "--entries", 120)
    assert (again.code, again.out) == (1, "")
    assert "demo@example.org already" in again.err


@pytest.mark.usefixtures("rates")
def test_a_demo_fills_the_empty_book_of_somebody(run: Run) -> None:
    with db.write() as session:
        actor = somebody(session)
    filled = run("demo", "--entries", 60, "--user", "ada@example.org")
    assert (filled.code, "password" in filled.out) == (0, False)
    with db.read() as session:
        assert len(accounts.everything(session, actor)) == 5
    assert run("demo", "--entries", 60, "--user", "ada@example.org").code == 1
    assert run("demo", "--entries", 60, "--user", "nobody@example.org").code == 1
    assert run("demo", "--entries", "some").code == 2


@pytest.mark.usefixtures("rates")
def test_verify_says_that_all_is_well_or_what_is_not(run: Run) -> None:
    run("demo", "--entries", 60)
    well = run("verify")
    assert well.code == 0
    assert re.fullmatch(
        r"The audit log's last event is \d+, [0-9a-f]{64}\.\nEverything fits together\.\n", well.out
    )
    assert json.loads(run("verify", "--json", "--user", "demo@example.org").out) == []
    with db.write() as session:
        session.execute(text("UPDATE line SET amount = amount + 1"))
    ill = run("verify", "--json")
    assert ill.code == 1
    found = json.loads(ill.out)
    assert {"lines", "totals", "history"} <= {each["check"] for each in found}
    assert set(found[0]) == {"check", "message", "book_id"}
    assert run("verify").out.splitlines()[-1].endswith("findings.")


@pytest.mark.usefixtures("sqlite")
def test_verify_of_nobodys_book_is_refused(run: Run) -> None:
    refused = run("verify", "--user", "nobody@example.org")
    assert (refused.code, refused.err) == (1, "There is no user nobody@example.org.\n")


def test_an_empty_folder_is_no_database_yet(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_DATA_DIR", str(tmp_path / "new"))
    monkeypatch.delenv("FINANCE_DATABASE_URL", raising=False)
    forget_settings()
    for words in (("verify",), ("backup", "-o", tmp_path / "copy.db")):
        refused = run(*words)
        assert refused.code == 1
        assert "python -m finance_app migrate" in refused.err
    assert re.fullmatch(r"The schema is at \d{4}\.\n", run("migrate").out)
    assert run("migrate", "base").out == "The schema is at base.\n"
    assert run("migrate", "0099").code == 1
    forget_settings()


@pytest.mark.usefixtures("sqlite")
def test_a_backup_can_be_used_and_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    assert run("backup", "-o", tmp_path / "copy.db").code == 0
    assert run("backup", "-o", tmp_path / "copy.db").code == 1
    assert run("backup").code == 2
    assert run("backup", "-o", tmp_path / "nowhere" / "copy.db").code == 1


def test_inspect_prints_what_a_file_says_without_a_database(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_DATA_DIR", str(tmp_path / "none"))
    found = run("inspect", STATEMENT)
    assert found.code == 0
    said = json.loads(found.out)
    assert set(said) == {"transactions", "skipped"}
    assert said["transactions"]
    for each in said["transactions"]:
        assert set(each) == {"date", "amount", "currency", "payee", "memo", "id"}
        assert isinstance(each["amount"], str)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"<html>", b"nothing,to\nsee,here\n"])
def test_inspect_refuses_what_is_no_statement(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    refused = run("inspect", tmp_path / "file")
    assert (refused.code, refused.out, refused.err.count("\n")) == (1, "", 1)


def test_inspect_says_which_file_is_not_there(run: Run, tmp_path: Path) -> None:
    refused = run("inspect", tmp_path / "gone.ofx")
    assert refused.code == 1
    assert "gone.ofx cannot be read" in refused.err
    assert run("inspect", tmp_path).code == 1


def test_a_command_reads_files_only_and_none_without_an_end(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for endless in ("/dev/zero", tmp_path / "pipe", tmp_path):
        refused = run("inspect", endless)
        assert (refused.code, refused.err.count("\n")) == (1, 1)
        assert "is no file; name one that the bank wrote" in refused.err
    monkeypatch.setattr(terminal, "LARGEST_FILE", 10)
    (tmp_path / "long.csv").write_bytes(b"x" * 11)
    refused = run("inspect", tmp_path / "long.csv")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "is larger than 256 MB" in refused.err


def test_a_file_that_says_nothing_of_its_size_is_read_up_to_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(terminal, "LARGEST_FILE", 10)
    with pytest.raises(InvalidInputError, match="is larger than"):
        terminal.content(Path("/proc/self/status"))


@pytest.mark.usefixtures("sqlite")
def test_an_import_brings_rows_in_once(run: Run) -> None:
    with db.write() as session:
        an_account(session, somebody(session), name="Checking")
    words = ("import", STATEMENT, "--user", "ada@example.org", "--account", "checking", "--json")
    first = run(*words)
    assert first.code == 0, first.err
    count = json.loads(first.out)["imported"]
    with db.read() as session:
        actor = users.actor_by_email(session, "ada@example.org", NOW)
        assert len(entries.page(session, actor, EntryFilter()).entries) == count > 0
        assert verify.verify(session) == ()
    again = run(*words)
    assert (again.code, again.err) == (0, "")
    assert json.loads(again.out) == {"imported": 0, "left_out": count}
    said = run(*words[:-1])
    assert said.out == f"All {count} rows are in the book already; there is nothing to import.\n"
    with db.read() as session:
        assert len(imports.latest(session, actor)) == 1


@pytest.mark.usefixtures("sqlite")
def test_an_import_of_what_only_looks_like_entries_leaves_the_choice_to_the_browser(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "may.csv"
    file.write_text("Date,Payee,Amount\n2021-12-26,Bakery,-12.50\n")
    with db.write() as session:
        actor = somebody(session)
        account = an_account(session, actor, name="Checking")
        entries.add(session, actor, EntryDraft(account, date(2021, 12, 25), -1250, "Cafe"))
    said = run("import", file, "--user", "ada@example.org", "--account", "checking")
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "Nothing was imported: 1 row looks like an entry there; "
        "import the file in the browser to choose.\n"
    )


@pytest.mark.usefixtures("sqlite")
def test_an_import_asks_what_a_file_leaves_open(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "may.csv"
    file.write_text("Date,Payee,Amount\n06/12/2021,Bakery,-12.50\n")
    with db.write() as session:
        an_account(session, somebody(session), name="Checking")
    words = ("import", file, "--user", "ada@example.org", "--account", "checking")
    refused = run(*words)
    assert (refused.code, refused.out) == (1, "")
    assert "Say so with --answer day_order=mdy or --answer day_order=dmy." in refused.err
    assert run(*words, "--answer", "day_order=never").code == 1
    assert run(*words, "--answer", "payee=3").code == 1
    done = run(*words, "--answer", "day_order=dmy")
    assert (done.code, done.err) == (0, "")
    with db.read() as session:
        actor = users.actor_by_email(session, "ada@example.org", NOW)
        (entry,) = entries.page(session, actor, EntryFilter()).entries
    assert entry.day.isoformat() == "2021-12-06"


@pytest.mark.usefixtures("sqlite")
def test_an_import_of_several_accounts_is_left_to_the_browser(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "may.csv"
    file.write_text(
        "Account,Date,Name,Amount\nA,2024-01-15,x,-1\nB,2024-01-16,y,-2\n"
        "A,2024-01-17,z,-3\nB,2024-01-18,z,-3\n"
    )
    with db.write() as session:
        an_account(session, somebody(session), name="Checking")
    refused = run("import", file, "--user", "ada@example.org", "--account", "checking")
    assert refused.code == 1
    assert "The file holds 2 accounts (A, B)" in refused.err


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize("account", ["Nothing", "", "17"])
def test_an_import_needs_one_of_the_users_accounts(run: Run, account: str) -> None:
    with db.write() as session:
        an_account(session, somebody(session))
    refused = run("import", STATEMENT, "--user", "ada@example.org", "--account", account)
    assert refused.code == 1
    assert "has no account" in refused.err


@pytest.mark.usefixtures("sqlite")
def test_a_broken_database_is_one_sentence_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "finance.db").write_bytes(b"this is no database at all" * 100)
    broken = run("verify")
    assert broken.code == 1
    assert broken.err.startswith("The database cannot be used: ")


def test_no_command_imports_the_browsers_part() -> None:
    program = (
        "import sys\n"
        "from importlib import import_module\n"
        "from finance_app import cli\n"
        "for name in cli.COMMANDS:\n"
        "    cli._command(name)\n"
        "print(sorted({'reflex', 'plotly'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
