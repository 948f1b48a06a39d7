"""The engine, the one place that commits, and the way there from async code.

Doors call `ask` and `tell` (from async code) or `read` and `write` (from threads and commands);
use cases take the session they are given. What the tables are is in `models`.
"""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Concatenate

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from finance_app import outages
from finance_app.config import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from types import ModuleType

    from sqlalchemy import Connection

SAFE_SQLITE = (3, 51, 3)  # before it, WAL can corrupt a database with several connections
BUSY_SECONDS = 30
CONNECT_SECONDS = 5  # for PostgreSQL to answer at all
POOL_SECONDS = 10  # for a connection to come free; there are more than threads, see `_pool`
_rest = outages.Rest(CONNECT_SECONDS + 1)
_pools: dict[str, ThreadPoolExecutor] = {}
READERS = 4
JOBS = 8  # that wait beside one another, for the network or for their turn to write


@cache
def writer() -> Engine:
    """Return the engine whose transactions may write."""
    return _sqlite("BEGIN IMMEDIATE", "OFF") if settings().is_sqlite else _postgresql()


@cache
def reader() -> Engine:
    """Return the engine whose transactions see one snapshot and cannot write."""
    return _sqlite("BEGIN", "ON") if settings().is_sqlite else _postgresql(read_only=True)


def _postgresql(*, read_only: bool = False) -> Engine:
    url = settings().resolved_database_url
    options: dict[str, Any] = {
        "pool_pre_ping": True,
        "pool_size": READERS,
        "max_overflow": READERS,
        "hide_parameters": True,
        "pool_timeout": POOL_SECONDS,
        "connect_args": {
            "connect_timeout": CONNECT_SECONDS,
            "keepalives_idle": CONNECT_SECONDS,
            "keepalives_interval": 1,
            "keepalives_count": CONNECT_SECONDS,
            "tcp_user_timeout": 2 * CONNECT_SECONDS * 1000,
        },
    }
    if read_only:
        options["execution_options"] = {
            "isolation_level": "REPEATABLE READ",
            "postgresql_readonly": True,
        }
    engine = create_engine(url, **options)
    event.listen(engine, "checkout", lambda *_: _rest.end())
    return engine


def _sqlite(begin: str, query_only: str) -> Engine:
    settings().data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(
        settings().resolved_database_url,
        module=sqlite_driver(),
        pool_size=READERS,
        max_overflow=READERS,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
    )

    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own BEGINs would come too late
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-16000",
            "temp_store=MEMORY",
            f"query_only={query_only}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def sqlite_driver() -> ModuleType:
    """Return the interpreter's SQLite, or the bundled newer one where that has the WAL bug."""
    if sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return sqlite3
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415  not on every platform
    except ImportError:
        return sqlite3
    driver: ModuleType = dbapi2
    return driver


@contextmanager
def read() -> Iterator[Session]:
    """Yield a session on a snapshot; nothing can be written through it."""
    with Session(reader(), expire_on_commit=False) as session:
        yield session


@contextmanager
def write() -> Iterator[Session]:
    """Yield a session; commit when the block ends, roll back when it raises."""
    with Session(writer(), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def migration() -> Iterator[Connection]:
    """Yield a connection for changes to the schema, in one transaction.

    SQLite rebuilds tables, which needs foreign keys off; they are all checked before the commit.
    """
    with writer().connect() as connection:
        if settings().is_sqlite:
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                if not settings().is_sqlite:
                    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7368021)")
                yield connection
                if settings().is_sqlite:
                    _check_foreign_keys(connection)
        finally:
            connection.invalidate()  # the pragma must not live on in the pool


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise RuntimeError(f"the migration would leave a row of {broken[0]} pointing nowhere")


def copy_sqlite(target: str) -> None:
    """Write a compact, consistent copy of the SQLite database to a new file."""
    connection = writer().raw_connection()  # it reads, but query_only forbids the new file too
    try:
        connection.cursor().execute("VACUUM INTO ?", (target,))
    finally:
        connection.close()


def dispose() -> None:
    """Close every connection and forget the engines, as before a fork or another database."""
    for engine in (writer, reader):
        if engine.cache_info().currsize:
            engine().dispose()
        engine.cache_clear()
    _pools.clear()
    _rest.end()


def _pool(name: str) -> ThreadPoolExecutor:
    """Separate small pools, so that no screen queues behind an import or a password hash."""
    if name not in _pools:
        writers = 1 if settings().is_sqlite else READERS
        sizes = {"read": READERS, "write": writers, "hash": 1, "long": 1, "fetch": 2, "job": JOBS}
        _pools[name] = ThreadPoolExecutor(sizes[name], thread_name_prefix=f"finance-{name}")
    return _pools[name]


async def _in_pool[T](name: str, work: Callable[[], T]) -> T:
    here = partial(copy_context().run, work)  # the log names the same request there
    return await asyncio.get_running_loop().run_in_executor(_pool(name), here)


def _in_session[**P, T](
    opened: Callable[[], AbstractContextManager[Session]],
    use_case: Callable[Concatenate[Session, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    _rest.check()
    try:
        with opened() as session:
            return use_case(session, *args, **kwargs)
    except SQLAlchemyError as error:
        if not settings().is_sqlite and outages.is_unreached(error):
            _rest.begin()
        if told := outages.unavailable(error):
            raise told from error
        raise


async def ask[**P, T](
    use_case: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run a use case that only reads, on a thread and a snapshot."""
    return await _in_pool("read", partial(_in_session, read, use_case, *args, **kwargs))


async def tell[**P, T](
    use_case: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run a use case that writes, on a thread and in one transaction."""
    return await _in_pool("write", partial(_in_session, write, use_case, *args, **kwargs))


async def tell_long[**P, T](
    use_case: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run a use case that writes for seconds, apart from the short ones."""
    return await _in_pool("long", partial(_in_session, write, use_case, *args, **kwargs))


async def compute[**P, T](function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a slow pure function, such as a password hash, on a thread."""
    return await _in_pool("hash", partial(function, *args, **kwargs))


async def fetch[**P, T](function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what waits for the network, on a thread that nothing else needs."""
    return await _in_pool("fetch", partial(function, *args, **kwargs))


async def work[**P, T](function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a job, on a thread that no screen waits for."""
    return await _in_pool("job", partial(function, *args, **kwargs))
