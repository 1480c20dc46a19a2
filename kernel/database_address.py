"""The address of the database as libpq and hosting providers write it, for SQLAlchemy, asyncpg and pg_dump.

asyncpg itself reads hosts, `sslmode` and the other TLS files, `passfile` and `target_session_attrs`; what it
does not know (`application_name`, `options`) it passes to the server.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

_OF_SQLALCHEMY: Final = frozenset(
    {"async_fallback", "prepared_statement_cache_size", "prepared_statement_name_func"}
)
# Of libpq's own connections. Ours have settings of their own (kernel/database.py).
_IGNORED: Final = frozenset(
    {
        *("keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout"),
        *("connect_timeout", "fallback_application_name", "gssencmode", "channel_binding"),
    }
)
_UNKNOWN: Final = frozenset({"hostaddr", "requirepeer", "require_auth", "service", "load_balance_hosts"})


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """`dsn` is for asyncpg and libpq, `connect_timeout` in seconds, `sqlalchemy` are its own arguments."""

    dsn: str
    connect_timeout: float | None
    sqlalchemy: Mapping[str, str]

    @classmethod
    def parse(cls, url: str) -> Self:
        """Raises ValueError, with a reason that follows the name of the setting, for what cannot be done."""
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        if "ssl" in query:  # as SQLAlchemy calls it
            query["sslmode"] = query.pop("ssl")
        _check(query)
        if not (_has_host(parts, query) and (len(parts.path) > 1 or query.get("dbname"))):
            raise ValueError("should be like postgresql://user:password@host:5432/database")
        own = {name: value for name, value in query.items() if name in _OF_SQLALCHEMY}
        rest = {name: value for name, value in query.items() if name not in _OF_SQLALCHEMY | _IGNORED}
        dsn = parts._replace(scheme="postgresql", query=urlencode(rest), fragment="").geturl()
        return cls(dsn, _seconds(query.get("connect_timeout")), own)


def _has_host(parts: SplitResult, query: Mapping[str, str]) -> bool:
    hosts = parts.netloc.rpartition("@")[2]
    if "," in hosts:  # which urlsplit does not know
        return True
    try:
        return bool(hosts or query.get("host")) and parts.port != 0
    except ValueError:
        return False


def _check(query: Mapping[str, str]) -> None:
    for name in sorted(_UNKNOWN & query.keys()):
        raise ValueError(f"has {name}, which Postebin cannot do; remove it")
    if query.get("channel_binding") == "require":
        raise ValueError(
            "has channel_binding=require, which asyncpg cannot do; remove it (sslmode=verify-full, with"
            " sslrootcert, proves who the server is)"
        )


def _seconds(value: str | None) -> float | None:
    if value is None or value == "0":
        return None
    if not value.isdecimal():
        raise ValueError("has a connect_timeout that is no number of seconds")
    return float(value)
