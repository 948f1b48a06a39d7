from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finance_app import config, secret_keys
from finance_app.adapters.rates import PROVIDERS
from finance_app.config import Settings, settings, variable
from finance_app.domain.flags import EVERY
from finance_app.domain.rate_sources import SOURCES
from finance_app.errors import ConfigurationError
from finance_app.secret_keys import secret_key
from tests.conftest import forget_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
EXAMPLES = {
    "host": "0.0.0.0",  # noqa: S104  nothing listens here
    "port": "9000",
    "data_dir": "/srv/finance",
    "database_url": "postgresql://finance:secret@db/finance",
    "secret_key": "0123456789abcdefghijklmnopqrstuvwxyz",
    "secret_key_before": "zyxwvutsrqponmlkjihgfedcba9876543210",
    "public_url": "https://money.example",
    "signup": "open",
    "allow_http": "true",
    "trusted_proxies": "10.0.0.1, 10.0.0.2",
    "webhook_hosts": "homeassistant.lan",
    "session_idle_minutes": "30",
    "session_brief_minutes": "10",
    "session_days": "7",
    "sockets_per_account": "10",
    "sockets_per_address": "100",
    "events_per_second": "20",
    "api_requests_per_minute": "600",
    "mail": "smtp",
    "mail_from": "money@example.org",
    "smtp_host": "mail.example.org",
    "smtp_port": "465",
    "smtp_user": "finance",
    "smtp_password": "of the mailbox",
    "smtp_security": "tls",
    "resend_key": "re_0123456789",
    "rate_providers": "frankfurter=http://10.0.0.7:8080, ecb",
    "openexchangerates_key": "0123456789abcdef0123456789abcdef",
    "oidc_issuer": "https://id.example/realms/home",
    "oidc_client_id": "money",
    "oidc_client_secret": "of the client",
    "oidc_title": "Example ID",
    "jobs": "off",
    "time_zone": "Europe/Vienna",
    "log_level": "debug",
    "log_format": "json",
}


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No setting of the surroundings, and an empty folder to be in."""
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)
        monkeypatch.delenv(f"{variable(name)}_FILE", raising=False)
    monkeypatch.chdir(tmp_path)
    forget_settings()
    yield
    forget_settings()


def rendered() -> str:
    """Return the table of settings as the README has it."""
    rows = ["| variable | default | what it does |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        value = str(field.default).lower() if isinstance(field.default, bool) else field.default
        default = f"`{value}`" if str(value) else ""
        rows.append(f"| `{variable(name)}` | {default} | {field.description} |")
    return "\n".join(rows)


def test_the_readme_has_the_table_of_settings_that_the_code_has() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    table = readme.partition("<!-- settings -->")[2].partition("<!-- /settings -->")[0]
    assert table.strip() == rendered()


def test_the_readme_has_the_table_of_flags_that_the_code_has() -> None:
    rows = ["| variable | default | what it does |", "|---|---|---|"]
    own = (one for one in EVERY if not one.setting)  # the others are in the table of settings
    rows += [f"| `{one.variable}` | `{one.fallback.text}` | {one.does} |" for one in own]
    readme = (ROOT / "README.md").read_text("utf-8")
    table = readme.partition("<!-- flags -->")[2].partition("<!-- /flags -->")[0]
    assert table.strip() == "\n".join(rows)


def test_there_is_an_example_of_every_setting() -> None:
    assert set(EXAMPLES) == set(Settings.model_fields)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_setting_comes_from_its_variable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable(name), EXAMPLES[name])
    assert str(getattr(settings(), name)).lower() == EXAMPLES[name].lower()


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_setting_comes_from_a_file(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "value").write_text(f"{EXAMPLES[name]}\n", "utf-8")
    monkeypatch.setenv(f"{variable(name)}_FILE", str(tmp_path / "value"))
    assert str(getattr(settings(), name)).lower() == EXAMPLES[name].lower()


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_setting_is_given_once(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "value").write_text(EXAMPLES[name], "utf-8")
    monkeypatch.setenv(variable(name), EXAMPLES[name])
    monkeypatch.setenv(f"{variable(name)}_FILE", str(tmp_path / "value"))
    with pytest.raises(ConfigurationError, match=f"^Set {variable(name)} or {variable(name)}_FILE"):
        settings()


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINANCE_SECRET_KEY_FILE", "/nowhere/key")
    with pytest.raises(ConfigurationError, match=r"^FINANCE_SECRET_KEY_FILE: /nowhere/key"):
        settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", ""),
        ("FINANCE_DATABASE_URL", "mysql://localhost"),
        ("FINANCE_DATABASE_URL", "finance.db"),
        ("FINANCE_SECRET_KEY", "short"),
        ("FINANCE_SECRET_KEY", "a" * 64),
        ("FINANCE_SIGNUP", "everybody"),
        ("FINANCE_ALLOW_HTTP", "perhaps"),
        ("FINANCE_SESSION_IDLE_MINUTES", "4"),
        ("FINANCE_SESSION_DAYS", "0"),
        ("FINANCE_RATE_PROVIDERS", "ecb,imf"),
        ("FINANCE_RATE_PROVIDERS", "ecb,frankfurter,ecb"),
        ("FINANCE_RATE_PROVIDERS", "ecb=ftp://mirror.example"),
        ("FINANCE_RATE_PROVIDERS", "ecb=https://"),
        ("FINANCE_RATE_PROVIDERS", "ecb=https://me:secret@mirror.example"),
        ("FINANCE_RATE_PROVIDERS", "ecb=https://mirror.example/?key=secret"),
        ("FINANCE_RATE_PROVIDERS", "ecb=https://mirror.example:many"),
        ("FINANCE_OIDC_ISSUER", "id.example"),
        ("FINANCE_OIDC_ISSUER", "https://id.example/?realm=home"),
        ("FINANCE_OIDC_TITLE", "x" * 41),
        ("FINANCE_MAIL", "pigeon"),
        ("FINANCE_MAIL_FROM", "money"),
        ("FINANCE_MAIL_FROM", "money@example.org\nBcc: all@example.org"),
        ("FINANCE_SMTP_PORT", "0"),
        ("FINANCE_SMTP_SECURITY", "perhaps"),
        ("FINANCE_LOG_LEVEL", "loud"),
        ("FINANCE_LOG_FORMAT", "xml"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_that_names_the_variable(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as caught:
        settings()
    assert caught.value.message.startswith(f"{name}: ")
    assert caught.value.message.endswith(".")
    assert "\n" not in caught.value.message
    assert "SECRET" not in name or value not in caught.value.message


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("FINANCE_SINGUP", "did you mean FINANCE_SIGNUP?"),
        ("FINANCE_PORT", "did you mean PORT?"),
        ("FINANCE_PORT_FILE", "did you mean PORT_FILE?"),
        ("FINANCE_SECRET_KEYFILE", "did you mean FINANCE_SECRET_KEY_FILE?"),
        ("FINANCE_DATADIR", "did you mean FINANCE_DATA_DIR?"),
        ("FINANCE_", "the README lists the settings."),
        ("FINANCE_QUUX", "the README lists the settings."),
    ],
)
def test_a_variable_that_is_no_setting_is_named_with_the_nearest_that_is(
    name: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "closed")
    assert config.unknown() == [f"{name} is no setting and does nothing; {meant}"]


def test_settings_their_files_and_what_tests_use_are_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in EXAMPLES.items():
        monkeypatch.setenv(variable(name), value)
        monkeypatch.setenv(f"{variable(name)}_FILE", str(tmp_path))
    monkeypatch.setenv("FINANCE_TEST_POSTGRES", "postgresql://127.0.0.1")
    assert config.unknown() == []


def test_providers_of_rates_come_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings().providers == (("ecb", ""), ("open-er-api", ""))
    forget_settings()
    monkeypatch.setenv("FINANCE_RATE_PROVIDERS", " frankfurter = http://10.0.0.7:8080 ,, ecb,")
    assert settings().providers == (("frankfurter", "http://10.0.0.7:8080"), ("ecb", ""))
    forget_settings()
    monkeypatch.setenv("FINANCE_RATE_PROVIDERS", "")
    assert settings().providers == ()


def test_the_providers_of_the_settings_are_those_that_there_are() -> None:
    assert set(config.RATE_PROVIDERS) == set(PROVIDERS) == set(SOURCES)


def test_a_provider_that_needs_a_key_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINANCE_RATE_PROVIDERS", "ecb,openexchangerates")
    with pytest.raises(ConfigurationError, match=r"^FINANCE_OPENEXCHANGERATES_KEY: is needed"):
        settings()
    monkeypatch.setenv("FINANCE_OPENEXCHANGERATES_KEY", "0123456789abcdef")
    assert settings().providers[1] == ("openexchangerates", "")


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        settings().host = "elsewhere"  # type: ignore[misc]


def test_the_database_is_in_the_data_folder_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings().resolved_database_url == "sqlite:///data/finance.db"
    assert settings().is_sqlite
    forget_settings()
    monkeypatch.setenv("FINANCE_DATABASE_URL", "postgresql://me@db/finance")
    assert settings().resolved_database_url == "postgresql+psycopg2://me@db/finance"
    assert not settings().is_sqlite


def test_proxies_are_listed_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINANCE_TRUSTED_PROXIES", " 10.0.0.1 , ,10.0.0.2")
    assert settings().proxies == {"10.0.0.1", "10.0.0.2"}


def test_a_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    key = secret_key()
    path = tmp_path / "data" / "secret.key"
    assert len(key) >= config.WEAKEST_KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    secret_keys.secret_key.cache_clear()
    assert secret_key() == key
    assert [each.name for each in path.parent.iterdir()] == ["secret.key"]


def test_a_given_secret_key_is_not_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_SECRET_KEY", EXAMPLES["secret_key"])
    assert secret_key() == EXAMPLES["secret_key"]
    assert not (tmp_path / "data").exists()


def test_a_secret_key_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret.key").write_text("cut", "utf-8")
    with pytest.raises(ConfigurationError, match="too short"):
        secret_key()


def test_two_processes_at_once_agree_on_one_key(tmp_path: Path) -> None:
    program = "from finance_app.secret_keys import secret_key; print(secret_key())"
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "FINANCE_DATA_DIR": str(tmp_path / "both"),
    }
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    assert len({process.communicate(timeout=60)[0] for process in both}) == 1
    assert [process.returncode for process in both] == [0] * 4
