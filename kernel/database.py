"""Postgres: the engine, and the base of every package's tables."""

from datetime import datetime
from socket import gaierror
from typing import Any, ClassVar, Final

import asyncpg
from sqlalchemy import DateTime, MetaData
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

# What asyncpg raises while Postgres is down, ends or starts: bare from a new connection, else wrapped. While
# it hangs, all connections are soon taken.
_GONE = (
    ConnectionError,
    TimeoutError,
    gaierror,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    NoConnectionFree,
)

# Classes of codes: no connection, deadlocks and their kin, no room (too many connections, a full disk, no
# memory), an operator's intervention, and the system's own faults.
_PASSING: Final = frozenset({"08", "40", "53", "57", "58"})
_READ_ONLY: Final = "25006"
# Values of a wrong form, and those that a constraint refuses.
_OF_DATA: Final = frozenset({"22", "23"})

# Connections of a process. To open one takes Postgres longer than most of what is asked.
_KEPT_OPEN: Final = 10
_MORE_AT_ONCE: Final = 5

# What an address may tell SQLAlchemy about asyncpg, and asyncpg does not know.
_SQLALCHEMYS: Final = {"async_fallback", "prepared_statement_cache_size", "prepared_statement_name_func"}

Sessions = async_sessionmaker[AsyncSession]


class Base(DeclarativeBase):
    # Alembic can only drop or alter a constraint whose name it knows.
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


def connect_database(url: str, patience: float | None = None, *, is_retried: bool = False) -> AsyncEngine:
    """An engine whose connections are checked when taken, so that a restarted Postgres is not noticed; unless
    all that is done with them `is_retried`, which takes less time.

    What goes into statements (texts, hashes) stays out of errors, and so out of logs. `patience`: seconds for
    each statement and each connection; without it, a Postgres that hangs is waited for.
    """
    waiting = {"pool_timeout": patience} if patience else {}
    return create_async_engine(
        _address(url),
        pool_size=_KEPT_OPEN,
        max_overflow=_MORE_AT_ONCE,
        pool_pre_ping=not is_retried,
        hide_parameters=True,
        connect_args={"timeout": patience, "command_timeout": patience} if patience else {},
        **waiting,
    )


def arguments_for_asyncpg(url: str) -> dict[str, Any]:
    """By which asyncpg itself connects to the very same database."""
    address = _address(url)
    _, arguments = address.get_dialect()().create_connect_args(address)
    return {name: value for name, value in arguments.items() if name not in _SQLALCHEMYS}


def _address(url: str) -> URL:
    address = make_url(url).set(drivername="postgresql+asyncpg")
    # asyncpg calls `ssl` what libpq, and so the address that many a provider gives, calls `sslmode`.
    if mode := address.query.get("sslmode"):
        address = address.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return address


def session_maker(engine: AsyncEngine) -> Sessions:
    return async_sessionmaker(engine, expire_on_commit=False)


def is_connection_lost(fault: BaseException) -> bool:
    """Whether Postgres was gone, or could do nothing just then, so that the same work may well succeed later,
    on a new connection."""
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    lost = isinstance(fault, DBAPIError) and fault.connection_invalidated
    return lost or any(_is_gone(one) for one in (cause, cause.__cause__ if cause else None))


def is_data_refused(fault: BaseException) -> bool:
    """Whether Postgres cannot take these values, now or later."""
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    return any(_state(one)[:2] in _OF_DATA for one in (cause, cause.__cause__ if cause else None))


def _is_gone(cause: BaseException | None) -> bool:
    # asyncio sums up in a bare OSError that no address of a host (`localhost` has two) answered.
    nobody_answered = type(cause) is OSError and cause.errno is None
    is_passing = _state(cause)[:2] in _PASSING or _state(cause) == _READ_ONLY
    return nobody_answered or is_passing or isinstance(cause, _GONE)


def _state(cause: BaseException | None) -> str:
    """Postgres' code for what was wrong (PostgreSQL, appendix A), empty where it said nothing."""
    return getattr(cause, "sqlstate", None) or ""
