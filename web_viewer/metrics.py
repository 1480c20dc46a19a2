"""Counts of requests, and of the tiers of the page cache in which pages were found."""

from typing import Final

from kernel.monitoring.plain_counter import PlainCounter

REQUESTS: Final = PlainCounter(
    "postebin_http_requests",
    "Requests by route and class of status; `page cache` is the fast path, `refused` was not routed",
    ["route", "status"],
)
PAGE_LOOKUPS: Final = PlainCounter(
    "postebin_page_cache_lookups",
    "Pages that were looked for, by the tier that had them; `none` is rendered or does not exist",
    ["tier"],
)
PAGE_CACHE_ROUTE: Final = "page cache"
REFUSED_ROUTE: Final = "refused"


def status_class(status: int) -> str:
    return f"{status // 100}xx"
