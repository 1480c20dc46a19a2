"""Thousands of odd requests get proper responses, break nothing, and reveal nothing hidden.

`REQUESTS=20000 pytest tests/web_viewer/test_fuzz.py` is a longer run.
"""

import asyncio
import gzip
import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import brotli
import pytest

from posts.models import Terms, Visibility
from tests.web_viewer.authors import Author
from tests.web_viewer.every_page import CODE, MARKDOWN
from tests.web_viewer.fuzzing import Request, requests
from tests.web_viewer.versions import FIRST, SECOND
from tests.web_viewer.wire import status_of
from web_viewer.http.headers import SECURITY_HEADERS

_COUNT = int(os.environ.get("REQUESTS", "3000"))
_SEED = 4
_AT_ONCE = 16
_PATIENCE = 30  # seconds
_SECRET = "nobody-may-read-this-word"
_NO_WORDS = (b"traceback", b"aiohttp", b"python/", b"asyncpg", b'file "/', b"exception")


async def publish_for_all(alice: Author) -> None:
    await alice.revises(await alice.publishes(FIRST, "code.py"), SECOND)
    await alice.publishes(MARKDOWN, "note.md")
    await alice.publishes("name,size\none,1\ntwo,2\n", "table.csv")
    await alice.publishes('{"one": [1, 2, {"three": null}]}', "tree.json")
    await alice.publishes("2026-11-24 10:00:00 ERROR it failed\n", "app.log")
    await alice.publishes("--- a\n+++ b\n@@ -1 +1 @@\n-one\n+two\n", "two.diff")
    await alice.publishes(CODE * 400, "long.py")
    await alice.publishes("words and words\n" * 6_500, "large.txt")
    await alice.renames(await alice.publishes("renamed", "former"), "latter")


async def hide_from_all(alice: Author) -> None:
    await alice.publishes(_SECRET, "once", terms=Terms(burn_after_read=True))
    await alice.makes(await alice.publishes(_SECRET, "private"), Visibility.PRIVATE)
    await alice.deletes(await alice.publishes(_SECRET, "deleted"))
    expired = await alice.publishes(_SECRET, "expired")
    await alice.house.damage(
        "UPDATE posts.posts SET expires_at = now() - interval '1 minute' WHERE id = :id", id=expired.id
    )


@dataclass(slots=True)
class Line:
    """A connection that is opened again when the viewer, or a request, has closed it."""

    port: int
    ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: Request) -> tuple[bytes, bytes]:
        """Return the head of the response in lower case, and the body."""
        reading, writing = self.ends = self.ends or await asyncio.open_connection("127.0.0.1", self.port)
        writing.write(request.whole)
        head = (await reading.readuntil(b"\r\n\r\n")).lower()
        is_bare = request.method == b"HEAD" or status_of(head) in (204, 304)
        body = b"" if is_bare else await reading.readexactly(_length(head))
        if request.ends or head.startswith(b"http/1.0") or b"\r\nconnection: close" in head:
            await self.hang_up()
        return head, body

    async def hang_up(self) -> None:
        if self.ends:
            self.ends[1].close()
            with suppress(ConnectionError):
                await self.ends[1].wait_closed()
        self.ends = None


def _length(head: bytes) -> int:
    return int(head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0])


def wrong_with(head: bytes, body: bytes, request: Request) -> Iterator[str]:
    status = status_of(head)
    # Whether the house is ready is for `/readyz` to say, and a busy machine may well not be.
    if not (200 <= status < 500 or (status == 503 and b"/readyz" in request.whole)):
        yield "the status"
    for name in (*SECURITY_HEADERS, "Server"):
        if b"\r\n" + name.lower().encode() + b": " not in head:
            yield name
    if b"\r\nx-evil" in head or b"\r\nlocation: //" in head or b"\r\nlocation: http" in head:
        yield "the head"
    text = _unpacked(head, body)
    if _SECRET.encode() in text:
        yield "the secret"
    if status >= 400 and request.method != b"HEAD" and not _is_words(text):
        yield "no words"


def _unpacked(head: bytes, body: bytes) -> bytes:
    if not body:
        return b""
    if b"\r\ncontent-encoding: gzip" in head:
        return gzip.decompress(body)
    return bytes(brotli.decompress(body)) if b"\r\ncontent-encoding: br" in head else body


def _is_words(text: bytes) -> bool:
    return len(text.split()) >= 3 and not any(words in text.lower() for words in _NO_WORDS)


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lengthen timeouts: on a busy machine, a late answer of the storage or of Postgres is a 503."""
    for name in ("_STORAGE_TIMEOUT_SECONDS", "_DATABASE_TIMEOUT_SECONDS"):
        monkeypatch.setattr(f"web_viewer.connections.{name}", _PATIENCE)


async def test_no_request_breaks_the_viewer(alice, reader, port, caplog, begun):
    caplog.set_level(logging.WARNING)
    await publish_for_all(alice)
    await hide_from_all(alice)
    left, wrong, statuses = requests(_COUNT, _SEED), list[str](), dict[int, int]()

    async def asking() -> None:
        line = Line(port)
        for request in left:
            try:
                head, body = await asyncio.wait_for(line.ask(request), _PATIENCE)
            except (OSError, EOFError, TimeoutError) as fault:
                wrong.append(f"{fault!r}: {request.whole[:300]!r}")
                await line.hang_up()
                continue
            statuses[status_of(head)] = statuses.get(status_of(head), 0) + 1
            wrong.extend(
                f"{fault}: {request.whole[:300]!r} {head[:80]!r}" for fault in wrong_with(head, body, request)
            )
        await line.hang_up()

    await asyncio.gather(*(asking() for _ in range(_AT_ONCE)))
    print(statuses)
    assert wrong == [], len(wrong)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert sum(statuses.values()) == _COUNT
    assert {200, 301, 304, 400, 403, 404, 405, 410, 413} <= statuses.keys()
    assert _SECRET in (await reader.presses("/alice/once")).text
