"""Requests and page lookups are counted, and an error leads to its log events."""

import asyncio
import re

import pytest

from tests.metrics import Metrics
from tests.posts.cached_pages import until_cached

PASTE = "/{username}/{slug}"


async def read() -> Metrics:
    return await asyncio.to_thread(Metrics.of)


async def test_requests_are_counted_by_route_and_status_and_pages_by_tier(alice, reader, redis, begun):
    post = await alice.publishes("text", "note")
    before = await read()
    first = await reader.get(f"/{post.url}")
    await until_cached(redis)
    for _ in range(3):
        await reader.get(f"/{post.url}")
    await reader.get(f"/{post.url}", If_None_Match=first.headers["ETag"])
    assert (await reader.get("/alice/nothing")).status == 404
    assert (await reader.get("/no/page/of/ours")).status == 404
    assert (await reader.get("/Alice/note")).status == 301
    after = await read()

    def more(name: str, **labels: str) -> float:
        return after.value(name, **labels) - before.value(name, **labels)

    requests = "postebin_http_requests_total"
    assert more(requests, route="page cache", status="2xx") == 3
    assert more(requests, route="page cache", status="3xx") == 1
    assert more(requests, route=PASTE, status="2xx") == 1
    assert more(requests, route=PASTE, status="4xx") == 1
    assert more(requests, route="unmatched", status="4xx") == 1
    assert more(requests, status="3xx") == 2
    assert more("postebin_http_request_seconds_count", route=PASTE) == 2
    assert more("postebin_page_cache_lookups_total", tier="none") == 2
    assert more("postebin_page_cache_lookups_total", tier="memory") == 4
    assert after.value("postebin_database_connections", pool="main", state="idle") >= 1
    assert after.value("postebin_database_connections_limit", pool="pages") >= 1


async def test_every_error_page_has_the_id_of_its_log_events(
    alice, reader, tmp_path, caplog: pytest.LogCaptureFixture
):
    post = await alice.publishes("lost text", "lost")
    (tmp_path / "files" / post.content_source).rename(tmp_path / "lost")
    before = await read()
    page = await reader.get(f"/{post.url}")
    [shown] = re.findall(r"<code>([0-9a-f]{8})</code>", page.text)
    events = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    named = {event["event"] for event in events if event.get("request_id") == shown}
    assert {"content_file_missing", "content_missing"} <= named
    after = await read()
    name = "postebin_content_files_missing_total"
    assert after.value(name) - before.value(name) == 1
