"""The Bot API without aiogram."""

from typing import Any

from aiohttp import ClientSession

from tests.conversation import Telegram


class Raw:
    """Bot API calls of a program that does not use aiogram."""

    def __init__(self, session: ClientSession, telegram: Telegram) -> None:
        self.session = session
        self.url = telegram.url
        self._bot = f"{telegram.url}/bot{telegram.token}"

    async def call(self, method: str, **body: Any) -> dict[str, Any]:
        """Call a method with `json=`, `data=` or `params=`, as in aiohttp."""
        async with self.session.post(f"{self._bot}/{method}", **body) as response:
            answer: dict[str, Any] = await response.json()
            assert answer.get("error_code", response.status) == response.status
            return answer

    async def refusal(self, method: str, **body: Any) -> str:
        answer = await self.call(method, **body)
        assert not answer["ok"], answer
        return str(answer["description"])
