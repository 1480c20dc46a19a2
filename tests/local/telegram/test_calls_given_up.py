"""Parameters that Telegram's documentation has given up are refused, though aiogram still knows them."""

from aiohttp import ClientSession

from tests.conversation import Telegram


async def test_a_parameter_that_is_given_up_is_refused_by_name(telegram: Telegram) -> None:
    alice = telegram.person("Alice")
    call = {"chat_id": alice.id, "text": "hello", "disable_web_page_preview": True}
    url = f"{telegram.url}/bot{telegram.token}/sendMessage"
    async with ClientSession() as http, http.post(url, json=call) as answer:
        assert answer.status == 400
        assert (await answer.json())["description"] == (
            "Bad Request: unknown parameter disable_web_page_preview"
        )
