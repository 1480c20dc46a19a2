"""The chat page's requests, without a browser."""

from typing import Any

from tests.local.telegram.raw_calls import Raw


class Page:
    def __init__(self, raw: Raw) -> None:
        self._raw = raw

    async def ask(self, method: str, path: str, expected: int, **body: Any) -> Any:
        async with self._raw.session.request(method, f"{self._raw.url}{path}", **body) as response:
            assert response.status == expected, await response.text()
            return await response.json()
