"""Redis: what can be lost (cache, conversation state, limits, the task queue)."""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError


def connect_redis(url: str) -> Redis:
    """Gives up after a second: nobody waits for a cache. One retry replaces a connection that went stale."""
    return Redis.from_url(
        url,
        socket_timeout=1.0,
        socket_connect_timeout=1.0,
        retry=Retry(NoBackoff(), retries=1),
        retry_on_error=[RedisConnectionError],
    )


def is_cache_gone(fault: BaseException) -> bool:
    """Whether Redis was away or about to start, so that the same may well succeed later."""
    return isinstance(fault, RedisConnectionError | RedisTimeoutError)
