from __future__ import annotations

import pytest

from finance_app import cli, config
from tests.conftest import forget_settings


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
