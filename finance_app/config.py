"""Settings of a deployment, frozen; the only reader of the environment.

Every setting is an environment variable with the prefix `FINANCE_` (only `PORT` has none), and can
be given as a file instead: `FINANCE_SECRET_KEY_FILE=/run/secrets/key`. What a user may choose is in
`services.preferences`.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from finance_app.errors import ConfigurationError

PREFIX = "FINANCE_"
FLAG_PREFIX = "FINANCE_FLAG_"
FOR_TESTS = frozenset({"FINANCE_TEST_POSTGRES"})
WEAKEST_KEY = 32  # characters
RATE_PROVIDERS = ("ecb", "frankfurter", "open-er-api", "openexchangerates")


class Settings(BaseSettings):
    """What one deployment may choose. The README's table shows the descriptions below."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    host: str = Field("127.0.0.1", description="Address to listen on")
    port: int = Field(
        8000, ge=1, le=65535, validation_alias="PORT", description="Port to listen on"
    )
    data_dir: Path = Field(Path("data"), description="Folder for the database and the secret key")
    database_url: str = Field(
        "",
        description="`postgresql://user:password@host/name`; empty is SQLite in the data folder",
    )
    secret_key: str = Field(
        "",
        description=f"Signs tokens, {WEAKEST_KEY}+ characters; empty makes one on first start",
    )
    secret_key_before: str = Field(
        "",
        description="The key before that one: reads what it sealed, until `secrets reseal` is done",
    )
    public_url: str = Field("", description="`https://money.example`; used for links in mails")
    signup: Literal["first", "invite", "open", "closed"] = Field(
        "first",
        description="Who may sign up: the `first` user and whom administrators invite, with "
        "`invite` everybody who is invited, `open` to all, or `closed`",
    )
    allow_http: bool = Field(
        default=False, description="Allow plain http from other machines, unencrypted"
    )
    trusted_proxies: str = Field(
        "", description="Reverse proxies whose forwarded headers count: addresses, comma-separated"
    )
    session_idle_minutes: int = Field(
        60 * 24 * 14, ge=5, description="Sign out after so many minutes without a sign of life"
    )
    session_brief_minutes: int = Field(
        60 * 2, ge=5, description="The same where “Stay signed in” was not ticked"
    )
    session_days: int = Field(90, ge=1, description="Sign out after so many days in any case")
    sockets_per_account: int = Field(
        60, ge=5, description="How many pages one user may have open at once"
    )
    sockets_per_address: int = Field(
        300, ge=5, description="How many pages may be open at once from one network address"
    )
    events_per_second: int = Field(
        30, ge=5, description="How many events one user's pages may send; ten times as many at once"
    )
    api_requests_per_minute: int = Field(3000, ge=1, description="Requests one token may send")
    webhook_hosts: str = Field(
        "",
        description="Hosts in your own network that webhooks may reach, `host:port`,"
        " comma-separated; others have to be public",
    )
    mail: Literal["file", "smtp", "resend"] = Field(
        "file",
        description="How mail leaves: as a `file` in the data folder, by `smtp` or by `resend`",
    )
    mail_from: str = Field(
        "", description="The address mail comes from; empty is `finance@` and the public host"
    )
    smtp_host: str = Field("localhost", description="The mail server")
    smtp_port: int = Field(587, ge=1, le=65535, description="Its port")
    smtp_user: str = Field("", description="Who signs in there; empty is nobody")
    smtp_password: str = Field("", description="Their password")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="Encryption: `starttls` (port 587), `tls` (port 465) or `none`"
    )
    resend_key: str = Field(
        "", validate_default=True, description="The API key that resend.com gave you"
    )
    rate_providers: str = Field(
        "ecb,open-er-api",
        description="Where exchange rates come from, in order: "
        + ", ".join(f"`{name}`" for name in RATE_PROVIDERS)
        + ", comma-separated; `name=URL` uses a mirror; empty fetches none",
    )
    openexchangerates_key: str = Field(
        "", validate_default=True, description="The app ID that openexchangerates.org gave you"
    )
    oidc_issuer: str = Field(
        "",
        description="`https://id.example`: the OpenID Connect provider that people may sign in"
        " by way of; empty is none",
    )
    oidc_client_id: str = Field("finance", description="What the provider knows this server by")
    oidc_client_secret: str = Field("", description="The secret that goes with it, if it has one")
    oidc_title: str = Field(
        "your provider", max_length=40, description="What the provider is called on the button"
    )
    jobs: Literal["on", "off"] = Field(
        "on",
        description="Whether the server does what recurs: mail, rates, tidying, proofs; `off` where"
        " `python -m finance_app worker` does (PostgreSQL)",
    )
    time_zone: str = Field(
        "UTC", description="Where the server's nights are, such as `Europe/Vienna`: jobs run then"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged"
    )
    log_format: Literal["console", "json"] = Field(
        "console", description="How: as `key=value`, or as `json`, an object a line"
    )

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url and not url.startswith(("postgresql://", "postgresql+psycopg2://", "sqlite:///")):
            raise ValueError("must start with postgresql:// or sqlite:///")
        return url

    @field_validator("secret_key", "secret_key_before")
    @classmethod
    def _strong_key(cls, key: str) -> str:
        if key and (len(key) < WEAKEST_KEY or len(set(key)) < WEAKEST_KEY // 4):
            raise ValueError(f"must be at least {WEAKEST_KEY} characters that cannot be guessed")
        return key

    @field_validator("mail_from")
    @classmethod
    def _one_address(cls, text: str) -> str:
        name, _, host = text.partition("@")
        if text and not (
            name and host and text.isascii() and text.isprintable() and " " not in text
        ):
            raise ValueError("must be an address like finance@example.org")
        return text

    @field_validator("resend_key")
    @classmethod
    def _given_for_resend(cls, key: str, info: ValidationInfo) -> str:
        if info.data.get("mail") == "resend" and not key:
            raise ValueError("is needed, since FINANCE_MAIL is resend")
        return key

    @field_validator("rate_providers")
    @classmethod
    def _known_providers(cls, text: str) -> str:
        names = [name for name, _ in _providers(text)]
        for name, url in _providers(text):
            if name not in RATE_PROVIDERS:
                raise ValueError(f"“{name[:40]}” is not one of {', '.join(RATE_PROVIDERS)}")
            if names.count(name) > 1:
                raise ValueError(f"{name} is named twice")
            if url and not _is_plain(url):
                raise ValueError(
                    f"the address of {name} must be like https://rates.example, without"
                    " user, question mark or fragment"
                )
        return text

    @field_validator("openexchangerates_key")
    @classmethod
    def _given_where_needed(cls, key: str, info: ValidationInfo) -> str:
        named = [name for name, _ in _providers(info.data.get("rate_providers", ""))]
        if "openexchangerates" in named and not key:
            raise ValueError("is needed, since FINANCE_RATE_PROVIDERS names openexchangerates")
        return key

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("must be a time zone like Europe/Vienna")
        return name

    @field_validator("oidc_issuer")
    @classmethod
    def _known_issuer(cls, url: str) -> str:
        if url and not _is_plain(url):
            raise ValueError("must be like https://id.example, without user, “?” or “#”")
        return url

    @property
    def providers(self) -> tuple[tuple[str, str], ...]:
        """Who is asked for exchange rates, in order: a name, and the address if one was given."""
        return _providers(self.rate_providers)

    @property
    def resolved_database_url(self) -> str:
        """The database in use with its driver, SQLite in the data folder where none is named."""
        url = self.database_url.replace("postgresql://", "postgresql+psycopg2://", 1)
        return url or f"sqlite:///{self.data_dir / 'finance.db'}"

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.resolved_database_url.startswith("sqlite")

    @property
    def proxies(self) -> frozenset[str]:
        """The addresses whose forwarded headers count."""
        return _listed(self.trusted_proxies)

    @property
    def inner_hosts(self) -> frozenset[str]:
        """The hosts in the operator's network that webhooks may reach."""
        return _listed(self.webhook_hosts.lower())


def _listed(text: str) -> frozenset[str]:
    return frozenset(filter(None, (part.strip() for part in text.split(","))))


def _providers(text: str) -> tuple[tuple[str, str], ...]:
    parts = (part.strip().partition("=") for part in text.split(",") if part.strip())
    return tuple((name.strip(), url.strip()) for name, _, url in parts)


def _is_plain(url: str) -> bool:
    """Whether it is an http address of a host, with nothing in it that could be a secret."""
    try:
        found = urlsplit(url)
        proper = found.scheme in ("http", "https") and bool(found.hostname) and found.port != 0
    except ValueError:
        return False
    return proper and not (found.username or found.password or found.query or found.fragment)


def variable(name: str) -> str:
    """Return the environment variable of a setting: `FINANCE_HOST` for `host`."""
    alias = Settings.model_fields[name].validation_alias
    return str(alias) if alias else f"{PREFIX}{name.upper()}"


@cache
def settings() -> Settings:
    """Return the settings of this process.

    Raises:
        ConfigurationError: a variable holds something that cannot be used; the message names it.
    """
    try:
        return Settings(**_from_files())
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        shown = name if name == "PORT" else variable(name)
        raise ConfigurationError(
            f"{shown}: {first['msg'].removeprefix('Value error, ')}."
        ) from error


def given(name: str) -> str | None:
    """Return what the environment says of a setting, None where it says nothing."""
    chosen = settings()
    return str(getattr(chosen, name)) if name in chosen.model_fields_set else None


def values_of(name: str) -> tuple[str, ...]:
    """Return the values that a setting may have which is one of a few."""
    return get_args(Settings.model_fields[name].annotation)


def flag_texts() -> dict[str, str]:
    """Return what the environment says of flags, by variable; `services.flags` reads it."""
    return {
        name.upper(): text
        for name, text in os.environ.items()
        if name.upper().startswith(FLAG_PREFIX)
    }


def unknown() -> list[str]:
    """Return a sentence for each variable that looks like a setting and is none."""
    names = [variable(name) for name in Settings.model_fields]
    known = {name.removeprefix(PREFIX): name for each in names for name in (each, f"{each}_FILE")}
    return [
        _unknown(name, known)
        for name in sorted(os.environ)
        if name.upper().startswith(PREFIX)
        and name.upper() not in known.values()
        and not name.upper().startswith(FLAG_PREFIX)  # these are refused at the start
        and name not in FOR_TESTS
    ]


def _unknown(name: str, known: dict[str, str]) -> str:
    near = get_close_matches(name.upper().removeprefix(PREFIX), known, 1)
    meant = f"did you mean {known[near[0]]}?" if near else "the README lists the settings."
    return f"{name} is no setting and does nothing; {meant}"


def _from_files() -> dict[str, Any]:
    """Read the settings whose variable ends in `_FILE`; a plain variable beside it is an error."""
    found: dict[str, Any] = {}
    for name, field in Settings.model_fields.items():
        path = os.environ.get(f"{variable(name)}_FILE")
        if path is None:
            continue
        if variable(name) in os.environ:
            raise ConfigurationError(f"Set {variable(name)} or {variable(name)}_FILE, not both.")
        try:
            found[str(field.validation_alias or name)] = Path(path).read_text("utf-8").strip()
        except OSError as error:
            raise ConfigurationError(f"{variable(name)}_FILE: {path} cannot be read.") from error
    return found
