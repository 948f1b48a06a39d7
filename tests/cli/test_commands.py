from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from finance_app import cli, config
from tests.conftest import forget_settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    assert f"usage: python -m finance_app {name}" in capsys.readouterr().out


def test_an_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["dance"])
    assert ended.value.code == 2
    assert "invalid choice: 'dance'" in capsys.readouterr().err


def test_a_refusal_is_one_sentence_on_stderr(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "many")
    forget_settings()
    try:
        assert cli.main(["serve"]) == 1
    finally:
        monkeypatch.undo()
        forget_settings()
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{config.variable('port')}: ")
    assert said.err.count("\n") == 1


def test_a_variable_that_is_no_setting_is_a_warning(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_HOTS", "127.0.0.1")
    assert cli.main(["inspect", "/nowhere"]) == 1
    warning, refusal = capsys.readouterr().err.splitlines()
    assert warning == "FINANCE_HOTS is no setting and does nothing; did you mean FINANCE_HOST?"
    assert refusal.startswith("/nowhere cannot be read")


def test_a_folder_that_cannot_be_made_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("FINANCE_DATA_DIR", str(tmp_path / "file" / "data"))
    forget_settings()
    try:
        assert cli.main(["migrate"]) == 1
    finally:
        monkeypatch.undo()
        forget_settings()
    assert capsys.readouterr().err == f"{tmp_path}/file/data cannot be used: Not a directory.\n"


def test_what_a_file_leaves_open_is_said_beside_what_it_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "may.csv"
    file.write_text("Date,Payee,Amount\n06/12/2021,Bakery,-12.50\n")
    assert cli.main(["inspect", str(file)]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["transactions"][0]["date"] == "2021-06-12"
    assert "Not certain: Is 06/12/2021 " in said.err
