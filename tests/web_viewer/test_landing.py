"""The home page."""

import re

from kernel.database import connect_database, session_maker
from notifier.models import BotAddress
from tests.doors import bot_address_door
from web_viewer.bot_address import BotAddressCache


async def test_the_home_page_explains_the_service(house, reader):
    for language, title in (("en", "Send text."), ("ru", "Отправьте текст")):
        page = await reader.get("/", Accept_Language=language)
        assert page.status == 200
        assert title in page.words
        for command in ("/my", "/follow", "/password", "/login", "/reset"):
            assert command in page.words
        assert "into-telegram" not in page.text
    assert '<link rel="canonical" href="https://paste.example/">' in page.text
    for name in ("type", "title", "description", "url", "site_name"):
        assert f'<meta property="og:{name}"' in page.text


async def test_a_button_and_a_qr_code_open_the_chat(house, reader):
    await bot_address_door(house.sessions).save(BotAddress("a_bot", "https://t.me/a_bot"))
    page = await reader.get("/")
    assert '<a class="into-telegram" href="https://t.me/a_bot">' in page.text
    assert re.search(r'<svg aria-hidden="true"[^>]*viewBox="0 0 33 33" class="qr">', page.text)


async def test_a_chat_on_this_machine_has_no_qr_code(house, reader):
    await bot_address_door(house.sessions).save(BotAddress("a_bot", "http://localhost:8081"))
    page = await reader.get("/")
    assert '<a class="into-telegram" href="http://localhost:8081">' in page.text
    assert "qr" not in page.text


async def test_the_bots_address_is_remembered_without_the_database(house):
    await bot_address_door(house.sessions).save(BotAddress("a_bot", "https://t.me/a_bot"))
    nowhere = connect_database("postgresql://nobody@127.0.0.1:1/nothing")
    assert await BotAddressCache().address(session_maker(nowhere)) is None
    cache = BotAddressCache()
    known = await cache.address(house.sessions)
    assert known == await cache.address(session_maker(nowhere)) == BotAddress("a_bot", "https://t.me/a_bot")
    await nowhere.dispose()


async def test_search_engines_are_welcome(reader):
    robots = await reader.get("/robots.txt")
    assert (robots.status, robots.text) == (200, "User-agent: *\nAllow: /\n")
    assert robots.headers["Content-Type"] == "text/plain; charset=utf-8"
