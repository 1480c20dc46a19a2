"""Updates by webhook, to a web server."""

import asyncio
from dataclasses import dataclass, field

import pytest
from aiogram import Dispatcher
from aiogram.exceptions import TelegramConflictError
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from aiohttp.test_utils import TestServer

from local.telegram import webhook
from tests.local.telegram.calls import refused
from tests.patience import PATIENCE


@dataclass
class Receiver:
    """A bot's web server with prepared responses to `/start`, else 200 and no body."""

    url: str = ""
    taken: asyncio.Queue[tuple[str, str]] = field(default_factory=asyncio.Queue)
    answers: list[web.Response] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        text = (await request.json()).get("message", {}).get("text")
        await self.taken.put((text, request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")))
        return self.answers.pop(0) if self.answers and text == "/start" else web.Response()

    async def texts(self, count: int) -> list[str]:
        async with asyncio.timeout(PATIENCE):
            return [(await self.taken.get())[0] for _ in range(count)]


@pytest.fixture
async def receiver(monkeypatch):
    monkeypatch.setattr(webhook, "FIRST_RETRY_DELAY_SECONDS", 0.01)
    receiver, app = Receiver(), web.Application()
    app.router.add_post("/hook", receiver.handle)
    async with TestServer(app) as server:
        receiver.url = str(server.make_url("/hook"))
        yield receiver


async def test_updates_come_with_the_secret(bot, alice, receiver):
    assert await bot.set_webhook(receiver.url, secret_token="secret-1")
    await alice.says("one")
    assert [await receiver.taken.get() for _ in "12"] == [("/start", "secret-1"), ("one", "secret-1")]


async def test_an_update_is_delivered_again_until_it_is_accepted(bot, alice, bob, receiver):
    receiver.answers = [web.Response(status=500), web.Response(status=302)]
    await bot.set_webhook(receiver.url)
    await alice.says("after")
    assert await receiver.texts(4) == ["/start", "/start", "/start", "after"]
    info = await bot.get_webhook_info()
    assert info.url == receiver.url
    assert info.last_error_message == "Wrong response from the webhook: 302 Found"
    await bob.says("another chat")
    assert await receiver.texts(1) == ["another chat"]


async def test_one_chat_that_fails_does_not_hold_up_another(bot, alice, bob, telegram, receiver, monkeypatch):
    monkeypatch.setattr(webhook, "FIRST_RETRY_DELAY_SECONDS", 60)
    receiver.answers = [web.Response(status=500)]
    await bot.set_webhook(receiver.url)
    assert await receiver.texts(1) == ["/start"]
    await bob.says("hello")
    assert await receiver.texts(1) == ["hello"]
    group = telegram.group("Developers", [alice])
    await group.says(alice, "/first")
    await group.says(alice, "/second")
    assert [text for text in await receiver.texts(4) if text] == ["/first", "/second"]


async def test_a_webhook_without_a_server_is_reported_as_an_error(bot, alice, receiver):
    await bot.set_webhook("http://127.0.0.1:9/hook", max_connections=3)
    async with asyncio.timeout(PATIENCE):
        while not (info := await bot.get_webhook_info()).last_error_message:
            pass
    assert (info.pending_update_count, info.max_connections) == (1, 3)
    assert "Cannot connect" in info.last_error_message
    await bot.set_webhook(receiver.url)
    assert await receiver.texts(1) == ["/start"]


async def test_a_json_answer_is_carried_out(bot, alice, receiver):
    answer = {"method": "sendMessage", "chat_id": alice.id, "text": "from the answer"}
    receiver.answers = [web.json_response(answer)]
    await bot.set_webhook(receiver.url)
    await alice.hears("from the answer")


@pytest.mark.parametrize("answer", ["{", "[]", '{"method": "sendMessage"}', '{"method": 5}'])
async def test_an_answer_that_makes_no_sense_does_no_harm(bot, alice, receiver, answer):
    receiver.answers = [web.Response(text=answer, content_type="application/json")]
    await bot.set_webhook(receiver.url)
    await alice.says("next")
    assert await receiver.texts(2) == ["/start", "next"]


async def test_aiograms_own_webhook_handler_is_understood(bot, alice):
    dispatcher, app = Dispatcher(), web.Application()

    @dispatcher.message()
    async def answer(message: Message):
        return message.answer(f"<b>{message.text}</b>", parse_mode="HTML")

    SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token="s").register(app, "/hook")
    async with TestServer(app) as server:
        await bot.set_webhook(str(server.make_url("/hook")), secret_token="s")
        assert (await alice.hears("/start")).html == "<b>/start</b>"


async def test_polling_and_a_webhook_exclude_each_other(bot, alice, receiver):
    await bot.set_webhook(receiver.url, drop_pending_updates=True)
    active = "can't use getUpdates method while webhook is active"
    await refused(bot.get_updates(), active, TelegramConflictError)
    assert await bot.delete_webhook()
    await alice.says("polled")
    assert [update.message.text for update in await bot.get_updates() if update.message] == ["polled"]
    assert receiver.taken.empty()


async def test_setting_a_webhook_ends_a_poll(bot, telegram, receiver):
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.wait_for(telegram.world.updates.waiting.wait(), PATIENCE)
    await bot.set_webhook(receiver.url)
    await refused(poll, "Conflict: terminated by setWebhook request", TelegramConflictError)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"url": "ftp://example.com"}, "bad webhook: invalid webhook URL specified"),
        ({"url": "https://example.com", "secret_token": "ä"}, "secret token contains unallowed characters"),
    ],
)
async def test_an_invalid_webhook_is_refused(bot, options, reason):
    await refused(bot.set_webhook(**options), reason)


async def test_a_repeated_update_is_posted_twice(bot, alice, telegram, receiver):
    telegram.world.updates.repeat_next()
    await bot.set_webhook(receiver.url)
    await alice.says("next")
    assert await receiver.texts(3) == ["/start", "/start", "next"]
