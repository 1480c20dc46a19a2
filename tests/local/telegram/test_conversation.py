"""The language of the chat tests, with a bot that answers every message."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.conversation import Telegram

PRESS = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="Copy", copy_text=CopyTextButton(text="copied"))],
        [InlineKeyboardButton(text="Press", callback_data="pressed")],
    ]
)


async def echo(message: Message) -> None:
    await message.answer(
        f"You said: {message.text or ContentType(message.content_type).value}", reply_markup=PRESS
    )


async def pressed(query: CallbackQuery) -> None:
    await query.answer("You pressed it")
    if isinstance(query.message, Message):
        await query.message.edit_text("Done: <a href='https://example.com/x'>here</a>", parse_mode="HTML")


@pytest.fixture
async def echoing(bot: Bot) -> AsyncIterator[None]:
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    dispatcher.edited_message.register(echo)
    dispatcher.callback_query.register(pressed, F.data == "pressed")
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
    )
    yield
    await dispatcher.stop_polling()
    await polling


@pytest.mark.usefixtures("echoing")
class TestWithABot:
    async def test_a_person_hears_the_answer_to_what_they_said(self, telegram: Telegram) -> None:
        alice = telegram.person("Alice")
        await alice.says("hello")
        heard = await alice.hears("You said: hel+o")
        assert heard.buttons == ["Copy", "Press"]

    async def test_a_press_brings_a_toast_and_an_edited_message(self, telegram: Telegram) -> None:
        alice = telegram.person("Alice")
        await alice.says("hello")
        first = await alice.hears("hello")
        await alice.presses("Pre")
        assert await alice.hears_toast("pressed") == "You pressed it"
        edited = await alice.hears("Done")
        assert (edited.id, edited.link, edited.buttons) == (first.id, "https://example.com/x", [])

    async def test_what_was_heard_is_not_heard_again(self, telegram: Telegram) -> None:
        alice = telegram.person("Alice")
        await alice.says("one")
        await alice.hears("You said")
        with pytest.raises(AssertionError, match=r"bot \| You said: one"):
            await alice.hears("You said", within=0.05)

    async def test_people_hear_only_their_own_chat(self, telegram: Telegram) -> None:
        alice, bob = telegram.person("Alice"), telegram.person("Bob")
        await alice.says("mine")
        await bob.hears_nothing_of(".", until=alice.hears("mine"))

    async def test_an_edited_message_reaches_the_bot(self, telegram: Telegram) -> None:
        alice = telegram.person("Alice")
        sent = await alice.says("frist")
        await alice.hears("frist")
        await alice.edits(sent, "first")
        await alice.hears("You said: first")

    async def test_files_and_stickers_reach_the_bot(self, telegram: Telegram) -> None:
        alice = telegram.person("Alice")
        await alice.sends_file("main.py", b"print()", caption="mine")
        await alice.hears("document")
        for sends, kind in (
            (alice.sends_sticker, "sticker"),
            (alice.sends_photo, "photo"),
            (alice.sends_voice, "voice"),
        ):
            await sends()
            await alice.hears(kind)


async def test_a_deleted_message_is_known_to_be_deleted(telegram: Telegram, bot: Bot) -> None:
    alice = telegram.person("Alice")
    sent = await alice.says("my password")
    assert not sent.deleted
    await bot.delete_message(alice.id, sent.id)
    assert sent.deleted
    assert alice.messages == []


async def test_a_button_that_is_not_there_fails_with_the_chat(telegram: Telegram) -> None:
    alice = telegram.person("Alice")
    await alice.says("hello")
    with pytest.raises(AssertionError, match=r"no button 'Press'[\s\S]*hello"):
        await alice.presses("Press")
