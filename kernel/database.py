"""The connection to Postgres, the base class of all tables, and the classification of database errors."""

import socket
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, Final

import asyncpg
from sqlalchemy import DateTime, MetaData, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from kernel.database_address import DatabaseAddress

# Raised while Postgres is down, stopping or starting: by a new connection as they are, else wrapped in a
# DBAPIError. While Postgres hangs, no connection of the pool is free.
_CONNECTION_ERRORS = (
    ConnectionError,
    TimeoutError,
    socket.gaierror,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    NoConnectionFree,
)

# Classes of SQLSTATE: connection, transaction rollback (such as deadlocks), insufficient resources, operator
# intervention, system error.
_TRANSIENT_CLASSES: Final = frozenset({"08", "40", "53", "57", "58"})
_READ_ONLY_TRANSACTION: Final = "25006"
# Classes of SQLSTATE: data exception, integrity constraint violation.
_DATA_CLASSES: Final = frozenset({"22", "23"})

# Per process. Opening a connection takes longer than most queries do.
_POOL_SIZE: Final = 10
_MAX_OVERFLOW: Final = 5

_CONNECT_TIMEOUT_SECONDS: Final = 10.0
# tcp(7): seconds, and milliseconds of TCP_USER_TIMEOUT. Together: without an answer for 10 s, it is over.
_TCP_OPTIONS: Final = {
    "TCP_KEEPIDLE": 5,
    "TCP_KEEPINTVL": 2,
    "TCP_KEEPCNT": 3,
    "TCP_USER_TIMEOUT": 10_000,
}

Sessions = async_sessionmaker[AsyncSession]


class Base(DeclarativeBase):
    """The base class of all tables. Times have a time zone."""

    # Alembic can drop or alter only constraints whose names it knows.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: DateTime(timezone=True)}


def connect_database(url: str, timeout: float | None = None, *, is_retried: bool = False) -> AsyncEngine:
    """Return an engine. Parameters of statements (texts, hashes) do not appear in errors and logs.

    `timeout`: seconds for each statement and each connection; without it, only connecting and a server that
    is no longer there have one. `is_retried`: the caller retries all work whose connection was lost, so
    connections are not checked before each use.
    """
    pool = {"pool_timeout": timeout} if timeout else {}
    address = DatabaseAddress.parse(url)
    engine = create_async_engine(
        URL.create("postgresql+asyncpg", query=dict(address.sqlalchemy)),
        pool_size=_POOL_SIZE,
        max_overflow=_MAX_OVERFLOW,
        pool_pre_ping=not is_retried,
        hide_parameters=True,
        connect_args={"async_creator_fn": partial(_connect, address, timeout)},
        **pool,
    )
    event.listen(engine.sync_engine, "connect", _end_when_server_is_gone)
    return engine


def _end_when_server_is_gone(connection: Any, _record: object) -> None:
    """Let the kernel end a connection whose server, or the way to it, has vanished without a word.

    By default that takes a quarter of an hour. asyncpg has no option for it, and no public socket.
    """
    found = connection.driver_connection._transport.get_extra_info("socket")
    if found is None or found.family not in (socket.AF_INET, socket.AF_INET6):
        return
    found.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _TCP_OPTIONS.items():
        if hasattr(socket, name):  # macOS has not all of them
            found.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


async def _connect(
    address: DatabaseAddress, seconds: float | None, **_: object
) -> "asyncpg.Connection[asyncpg.Record]":
    limit = seconds or address.connect_timeout or _CONNECT_TIMEOUT_SECONDS
    return await asyncpg.connect(address.dsn, timeout=limit, command_timeout=seconds)


def session_maker(engine: AsyncEngine) -> Sessions:
    """Return a factory of sessions, whose objects stay readable after the commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


def is_connection_lost(fault: BaseException) -> bool:
    """Return whether the same work may succeed in a new transaction.

    Postgres was unavailable, or ended the transaction, for example because of a deadlock.
    """
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    lost = isinstance(fault, DBAPIError) and fault.connection_invalidated
    return lost or any(_is_unavailable(one) for one in (cause, cause.__cause__ if cause else None))


def is_data_refused(fault: BaseException) -> bool:
    """Return whether Postgres refuses these values, so that a retry is useless."""
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    return any(_sqlstate(one)[:2] in _DATA_CLASSES for one in (cause, cause.__cause__ if cause else None))


def _is_unavailable(cause: BaseException | None) -> bool:
    # asyncio raises a bare OSError where none of a host's addresses (`localhost` has two) has answered.
    is_unanswered = type(cause) is OSError and cause.errno is None
    is_transient = _sqlstate(cause)[:2] in _TRANSIENT_CLASSES or _sqlstate(cause) == _READ_ONLY_TRANSACTION
    return is_unanswered or is_transient or isinstance(cause, _CONNECTION_ERRORS)


def _sqlstate(cause: BaseException | None) -> str:
    """Return the SQLSTATE of an error (PostgreSQL, appendix A), or an empty string without one."""
    return getattr(cause, "sqlstate", None) or ""
