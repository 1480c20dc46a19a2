"""The language of the chat tests, with a bot that answers every message."""

import asyncio

import pytest
from aiogram import Dispatcher
from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Message

BUTTONS = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="Copy", copy_text=CopyTextButton(text="copied"))],
        [InlineKeyboardButton(text="Press", callback_data="pressed")],
    ]
)


async def echo(message: Message) -> None:
    said = message.text or ContentType(message.content_type).value
    await message.answer(f"You said: {said}", reply_markup=BUTTONS)


async def pressed(query: CallbackQuery) -> None:
    await query.answer("You pressed it")
    if isinstance(query.message, Message):
        await query.message.edit_text("Done: <a href='https://example.com/x'>here</a>", parse_mode="HTML")


@pytest.fixture
async def echoing(bot):
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    dispatcher.edited_message.register(echo)
    dispatcher.callback_query.register(pressed)
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
    )
    yield
    await dispatcher.stop_polling()
    await polling


@pytest.mark.usefixtures("echoing")
async def test_people_talk_with_a_bot(alice, bob):
    await alice.hears("/start")
    said = await alice.says("frist")
    first = await alice.hears("You said: fr[is]+t")
    assert first.buttons == ["Copy", "Press"]
    await alice.edits(said, "first")
    await alice.hears("You said: first")
    await alice.presses("Pre", on=first)
    assert await alice.hears_toast("pressed") == "You pressed it"
    edited = await alice.hears("Done")
    assert (edited.id, edited.link, edited.buttons) == (first.id, "https://example.com/x", [])
    await alice.sends_file("main.py", b"print()", caption="mine")
    await bob.hears_nothing_of(".", until=alice.hears("document"))
    for sends in (alice.sends_sticker, alice.sends_photo, alice.sends_voice):
        await sends()
    for kind in ("sticker", "photo", "voice"):
        await alice.hears(kind)
    with pytest.raises(AssertionError, match=r"bot \| You said: voice"):
        await alice.hears("You said", within=0.05)


async def test_a_deleted_message_is_known_to_be_deleted(alice, bot):
    (sent,) = alice.messages
    assert not sent.deleted
    await bot.delete_message(alice.id, sent.id)
    assert sent.deleted
    assert alice.messages == []


async def test_a_button_that_is_not_there_fails_with_the_chat(alice):
    with pytest.raises(AssertionError, match=r"no button 'Press'[\s\S]*/start"):
        await alice.presses("Press")
