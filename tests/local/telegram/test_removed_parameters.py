"""Parameters that are gone from Telegram's documentation, though aiogram still has them, are refused."""

from aiohttp import ClientSession

from tests.conversation import Telegram


async def test_a_removed_parameter_is_refused_by_name(telegram: Telegram) -> None:
    alice = telegram.person("Alice")
    call = {"chat_id": alice.id, "text": "hello", "disable_web_page_preview": True}
    url = f"{telegram.url}/bot{telegram.token}/sendMessage"
    async with ClientSession() as http, http.post(url, json=call) as answer:
        assert answer.status == 400
        assert (await answer.json())["description"] == (
            "Bad Request: unknown parameter disable_web_page_preview"
        )
