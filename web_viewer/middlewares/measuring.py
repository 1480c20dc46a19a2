"""Measures requests, and gives each an id for logs and error pages."""

import secrets
import time
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import Histogram

from kernel.request_id import request as request_with_id
from web_viewer.metrics import REQUESTS, status_class

_DURATIONS: Final = Histogram(
    "postebin_http_request_seconds",
    "Time of a request in the application, by route; without the fast path, and without sending the body",
    ["route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
_UNMATCHED: Final = "unmatched"
# The response could not be finished, or the client has disconnected.
_ABORTED: Final = "aborted"


@web.middleware
async def measure_requests(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count and time the request, with a new id in its log events. An `X-Request-ID` is not trusted."""
    status, started_at = _ABORTED, time.perf_counter()
    try:
        with request_with_id(secrets.token_hex(4)):
            response = await handler(request)
        status = status_class(response.status)
        return response
    except web.HTTPException as redirect:
        status = status_class(redirect.status)
        raise
    finally:
        resource = request.match_info.route.resource
        route = resource.canonical if resource else _UNMATCHED
        REQUESTS.counts[route, status] += 1
        _DURATIONS.labels(route).observe(time.perf_counter() - started_at)
