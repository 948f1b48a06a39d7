"""What every test shares: a fresh database of either kind, a book, somebody to act in it."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from finance_app import config, db, secret_keys
from finance_app.adapters import passwords
from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.currencies import DECIMALS
from finance_app.services import accounts, maintenance, users
from tests import memory, quick_writes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

pytest_plugins = ("tests.browser", "tests.figures", "tests.postgresql", "tests.unskipped")

memory.use()
quick_writes.use()

settings.register_profile("suite", settings(), deadline=None)  # a busy machine proves nothing
settings.load_profile("suite")

os.environ["FINANCE_EVENTS_PER_SECOND"] = "100000"  # tests are faster than people
os.environ["FINANCE_RATE_PROVIDERS"] = ""  # no test asks anybody outside; some name a server here

passwords.CODE_ROUNDS = 4  # of the least; tests are faster than people

LONG = ("e2e", "faults", "ui")  # a browser or a server is in them

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--corpus",
        type=Path,
        default=None,
        help="a folder of statement files with expected.json, read as well",
    )
    parser.addoption(
        "--soak", action="store_true", help="the whole of what takes long, not one in a hundred"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that the workers end at about the same time."""
    items.sort(key=lambda item: not (item.path.parent.name in LONG or "sweep" in item.path.name))


def forget_settings() -> None:
    """Let the next call read the environment again."""
    db.dispose()
    config.settings.cache_clear()
    secret_keys.secret_key.cache_clear()


@pytest.fixture(autouse=True)
def currencies_forgotten() -> Iterator[None]:
    """Leave the process as knowing of books' own currencies as it was."""
    known = dict(DECIMALS)
    yield
    DECIMALS.clear()
    DECIMALS.update(known)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINANCE_DATA_DIR", str(folder))
        forget_settings()
        maintenance.migrate()
        forget_settings()
    return folder / "finance.db"


@pytest.fixture
def sqlite(empty_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A SQLite database of the test's own."""
    shutil.copy(empty_sqlite, tmp_path / "finance.db")
    monkeypatch.setenv("FINANCE_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("FINANCE_DATABASE_URL", raising=False)
    forget_settings()
    yield
    forget_settings()


@pytest.fixture
def postgresql(
    postgresql_database: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A PostgreSQL database of the test's own."""
    monkeypatch.setenv("FINANCE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FINANCE_DATABASE_URL", postgresql_database())
    forget_settings()
    yield
    forget_settings()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> str:
    """A database of each kind in turn, with the newest schema and nothing in it."""
    request.getfixturevalue(request.param)
    kind: str = request.param
    return kind


@pytest.fixture
def session(database: str) -> Iterator[Session]:  # noqa: ARG001  # it must be there
    """A transaction that may write, rolled back where the test fails."""
    with db.write() as opened:
        yield opened


def somebody(session: Session, email: str = "ada@example.org", currency: str = "EUR") -> Actor:
    """Add a user with a book of their own."""
    new = users.NewUser(email, "no hash", "en_US", "Europe/Berlin", currency)
    return users.add(session, new, NOW, is_admin=False)


@pytest.fixture
def actor(session: Session) -> Actor:
    """The owner of an otherwise empty book in EUR."""
    return somebody(session)


def an_account(session: Session, actor: Actor, currency: str = "EUR", name: str = "") -> int:
    """Open an account that began empty in 2020."""
    draft = AccountDraft(
        name=name or f"Checking {currency}",
        kind=AccountKind.CHECKING,
        currency=currency,
        opening_day=date(2020, 1, 1),
    )
    return accounts.open_account(session, actor, draft)


@pytest.fixture
def account_id(session: Session, actor: Actor) -> int:
    """A checking account in EUR."""
    return an_account(session, actor)
