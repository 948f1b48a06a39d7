"""Keeping a deployment in order: schema, readiness, backup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import delete

from finance_app import db
from finance_app.config import settings
from finance_app.errors import ConfigurationError, ConflictError, InvalidInputError
from finance_app.models import tables
from finance_app.queries import leaving as queries
from finance_app.queries import plans
from finance_app.services import (
    api_answers,
    attempts,
    books,
    currency_checks,
    imports,
    invitations,
    joining,
    known_devices,
    mail,
    purging,
    rates,
    webhook_deliveries,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

_INI = Path(__file__).resolve().parents[2] / "alembic.ini"


def migrate(revision: str = "head") -> str:
    """Bring the schema to a revision, up or down, in one transaction; return where it is now.

    Raises:
        ConfigurationError: the database is newer than this version of the app.
        InvalidInputError: there is no such revision.
    """
    script = ScriptDirectory.from_config(_config())
    known = {step.revision for step in script.walk_revisions()}
    if revision not in known | {"head", "base"}:
        message = (
            f"There is no schema revision “{revision}”; use head, base or one of {sorted(known)}."
        )
        raise InvalidInputError(message)
    with db.migration() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current is not None and current not in known:
            raise ConfigurationError(
                "The database was made by a newer version of Finance; start that version."
            )
        config = _config()
        config.attributes["connection"] = connection
        down = revision == "base" or (current is not None and revision < current)
        (command.downgrade if down else command.upgrade)(config, revision)
        if settings().is_sqlite:
            plans.settle(connection)
        return MigrationContext.configure(connection).get_current_revision() or "base"


def prepare(now: datetime) -> None:
    """Bring the schema up to date, add the rates that ship with the app, drop what is over."""
    migrate()
    with db.write() as session:
        rates.merge_history(session, now)
        forget(session, now)


def forget(session: Session, now: datetime) -> bool:
    """Drop sessions, links and requests that are over; False, since nothing is left to do."""
    session.execute(delete(tables.auth_session).where(tables.auth_session.c.ends_at <= now))
    session.execute(delete(tables.auth_step).where(tables.auth_step.c.expires_at <= now))
    joining.forget(session, now)
    invitations.forget(session, now)
    mail.forget(session, now)
    attempts.forget(session, now)
    known_devices.forget_old(session, now)
    api_answers.forget(session, now)
    webhook_deliveries.forget(session, now)
    imports.forget(session, now)
    return False


def is_any_over(session: Session, now: datetime) -> bool:
    """Say whether an account or a book is to be dropped for good."""
    return queries.is_any_over(session, now, books.KEPT)


def purge_some(session: Session, now: datetime) -> bool:
    """Drop a little of the accounts and books that are over; say whether there may be more."""
    return books.purge(session, now) > 0 or purging.step(session, now)


def revision(session: Session) -> str:
    """Return the schema's revision; nothing where the database is empty."""
    return MigrationContext.configure(session.connection()).get_current_revision() or ""


def is_ready(session: Session) -> bool:
    """Say whether the database answers and its schema is the one this version needs."""
    return revision(session) == ScriptDirectory.from_config(_config()).get_current_head()


def require_ready(session: Session) -> None:
    """Refuse to work on another schema than this version's; know what books have of their own.

    Raises:
        ConfigurationError: the database is empty, older or newer.
    """
    if not is_ready(session):
        raise ConfigurationError(
            "The database is empty or of another version; run `python -m finance_app migrate`."
        )
    currency_checks.learn_all(session)


def backup(target: Path) -> None:
    """Copy the SQLite database into a new file, consistent while the app is serving.

    Raises:
        ConflictError: the target exists already.
        ConfigurationError: the target cannot be written, or the database is PostgreSQL, which
            brings its own tool.
    """
    if not settings().is_sqlite:
        raise ConfigurationError(
            "Back up PostgreSQL with pg_dump; this command copies SQLite databases only."
        )
    if target.exists():
        raise ConflictError(f"{target} exists already; name a new file.")
    try:
        db.copy_sqlite(str(target))
    except db.sqlite_driver().OperationalError as error:
        raise ConfigurationError(f"{target} cannot be written: {error}.") from error
    target.chmod(0o600)


def _config() -> Config:
    return Config(_INI, attributes={"configure_logger": False})
