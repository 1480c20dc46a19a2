"""A local S3 bucket that can also fail: by silence, by error statuses, or by refused connections."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from aiohttp import web

_DELETED = "<DeleteResult><Deleted><Key>any</Key></Deleted></DeleteResult>"
_LISTED = "<ListBucketResult><IsTruncated>false</IsTruncated>{}</ListBucketResult>"
_CONTENTS = (
    "<Contents><Key>{}</Key><LastModified>2020-01-01T00:00:00Z</LastModified><Size>1</Size></Contents>"
)


class Bucket:
    """`refusals` holds the statuses of the next responses; 0 stands for a regular one."""

    url = "s3://bucket"

    def __init__(self, is_asked: Callable[[], None]) -> None:
        self._note = is_asked
        self.files: dict[str, bytes] = {}
        self.requests = 0
        self.refusals: list[int] = []
        self.always_refuses = 0
        self.seconds_between_pieces = 0.0
        self._answers = asyncio.Event()
        self._answers.set()
        self._asked = asyncio.Event()

    async def is_asked(self, times: int) -> None:
        """Wait until this many requests have arrived."""
        while self.requests < times:
            self._asked.clear()
            await self._asked.wait()

    def falls_silent(self) -> None:
        """Accept connections, but send no response from now on."""
        self._answers.clear()

    def comes_back(self) -> None:
        self.always_refuses = 0
        self._answers.set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests += 1
        self._asked.set()
        self._note()
        content = await request.read()
        await self._answers.wait()
        refusal = self.refusals.pop(0) if self.refusals else self.always_refuses
        if refusal:
            return web.Response(status=refusal)
        if request.path == "/bucket":
            keys = "".join(map(_CONTENTS.format, self.files))
            return web.Response(text=_DELETED if request.method == "POST" else _LISTED.format(keys))
        return await self._file(request, request.path.removeprefix("/bucket/"), content)

    async def _file(self, request: web.Request, name: str, content: bytes) -> web.StreamResponse:
        if request.method == "PUT":
            self.files[name] = content
            return web.Response(headers={"ETag": '"1"'})
        if name not in self.files:
            return web.Response(status=404, text="<Error><Code>NoSuchKey</Code></Error>")
        wanted = request.http_range
        whole = self.files[name]
        part = whole[wanted.start or 0 : wanted.stop]
        headers = {"ETag": '"1"', "Last-Modified": format_datetime(datetime.now(UTC), usegmt=True)}
        if wanted.stop is not None:
            last = (wanted.start or 0) + len(part) - 1
            headers["Content-Range"] = f"bytes {wanted.start}-{last}/{len(whole)}"
        return await self._send(
            request, web.StreamResponse(status=206 if wanted.stop else 200, headers=headers), part
        )

    async def _send(
        self, request: web.Request, answer: web.StreamResponse, content: bytes, piece: int = 256 * 1024
    ) -> web.StreamResponse:
        answer.content_length = len(content)
        await answer.prepare(request)
        if request.method == "HEAD":
            return answer
        for start in range(0, len(content), piece):
            if start:
                await asyncio.sleep(self.seconds_between_pieces)
            await answer.write(content[start : start + piece])
        return answer


@asynccontextmanager
async def running_bucket(
    environment: pytest.MonkeyPatch, is_asked: Callable[[], None] = lambda: None
) -> AsyncIterator[Bucket]:
    """Start the bucket and yield its storage URL; `is_asked` is called for each request."""
    bucket = Bucket(is_asked)
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_route("*", "/{path:.*}", bucket.handle)
    runner = web.AppRunner(app, shutdown_timeout=0, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    for name, value in _environment(runner.addresses[0][1]).items():
        environment.setenv(name, value)
    yield bucket
    bucket.comes_back()
    await runner.cleanup()


def _environment(port: int) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
    }
