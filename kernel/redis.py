"""The connection to Redis, which stores only what may be lost: caches, rate limits, the task queue."""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import OutOfMemoryError, ReadOnlyError
from redis.exceptions import TimeoutError as RedisTimeoutError


def connect_redis(url: str) -> Redis:
    """Return a client whose calls time out after a second; one retry replaces a stale connection."""
    return Redis.from_url(
        url,
        socket_timeout=1.0,
        socket_connect_timeout=1.0,
        retry=Retry(NoBackoff(), retries=1),
        retry_on_error=[RedisConnectionError],
    )


def is_redis_unavailable(fault: BaseException) -> bool:
    """Return whether Redis was down, starting, full or read-only, so that the call may succeed later."""
    return isinstance(fault, RedisConnectionError | RedisTimeoutError | OutOfMemoryError | ReadOnlyError)
