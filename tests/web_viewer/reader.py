"""A reader: an HTTP client with expectations of pages."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp import ClientSession, DummyCookieJar
from multidict import CIMultiDictProxy
from yarl import URL


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: CIMultiDictProxy[str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def listing(self) -> str:
        """Return the text of a paste as a browser copies it."""
        code = re.search(r"<code[^>]*>(.*)</code></pre>", self.text, re.DOTALL)
        assert code, self.text
        return html.unescape(re.sub(r"<[^>]+>", "", code[1]))

    @property
    def words(self) -> str:
        """Return the text of a page without markup."""
        seen = re.sub(r"<[^>]+>", " ", self.text.partition("<body")[2].partition(">")[2])
        return html.unescape(re.sub(r"\s+", " ", seen))


class Reader:
    """A client that follows no redirect and stores no cookie."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._session = ClientSession(auto_decompress=False, cookie_jar=DummyCookieJar())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def get(self, path: str, **headers: str) -> Answer:
        """Send a request. In headers, `_` stands for `-`; the response is not compressed unless asked for."""
        return await self.asks(
            "GET", path, {name.replace("_", "-"): value for name, value in headers.items()}
        )

    async def presses(self, path: str, **headers: str) -> Answer:
        """Submit the empty form of a page."""
        return await self.asks(
            "POST", path, {name.replace("_", "-"): value for name, value in headers.items()}
        )

    async def asks(self, method: str, path: str, headers: Mapping[str, str] = {}) -> Answer:
        url = URL(self.base + path, encoded=True)
        sent = {"Accept-Encoding": "identity", **headers}
        async with self._session.request(method, url, headers=sent, allow_redirects=False) as answer:
            return Answer(answer.status, answer.headers, await answer.read())
