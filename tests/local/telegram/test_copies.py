"""copyMessage, forwardMessage and sendMediaGroup."""

import json

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    MessageOriginUser,
    ReplyParameters,
)
from aiohttp import FormData

from tests.conversation import Person, Telegram
from tests.local.telegram.raw_calls import Raw

PRESS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data="go")]])


async def test_a_copy_has_the_same_words_and_no_origin(bot: Bot, alice: Person, telegram: Telegram) -> None:
    bob = telegram.person("Bob")
    await bob.says("/start")
    said = await alice.says_html("some <b>words</b>")
    copied = await bot.copy_message(bob.id, alice.id, said.id, reply_markup=PRESS)
    heard = await bob.hears("some words")
    assert (heard.id, heard.html, heard.forwarded_from) == (copied.message_id, "some <b>words</b>", None)
    assert heard.buttons == ["Go"]


async def test_a_copied_document_may_get_another_caption(bot: Bot, alice: Person) -> None:
    sent = await alice.sends_file("a.py", b"x", "mine")
    await bot.copy_message(alice.id, alice.id, sent.id)
    assert (await alice.hears("mine")).document == sent.document
    await bot.copy_message(alice.id, alice.id, sent.id, caption="<b>yours</b>", parse_mode="HTML")
    assert (await alice.hears("yours")).html == "<b>yours</b>"


async def test_a_forward_names_the_author(bot: Bot, alice: Person, telegram: Telegram) -> None:
    group = telegram.group("Developers", [alice])
    said = await alice.sends_file("a.py", b"x", "mine")
    forwarded = await bot.forward_message(group.id, alice.id, said.id)
    assert isinstance(forwarded.forward_origin, MessageOriginUser)
    assert forwarded.forward_origin.sender_user.id == alice.id
    heard = await group.hears("mine")
    assert (heard.forwarded_from, heard.author, heard.document) == ("Alice", "Postebin", said.document)


async def test_what_cannot_be_sent_on(bot: Bot, alice: Person, telegram: Telegram) -> None:
    group = telegram.group("Developers", [alice])
    protected = await bot.send_message(alice.id, "secret", protect_content=True)
    for place, message_id in ((alice.id, protected.message_id), (group.id, group.messages[-1].id)):
        with pytest.raises(TelegramBadRequest, match="message can't be copied"):
            await bot.copy_message(alice.id, place, message_id)
        with pytest.raises(TelegramBadRequest, match="message can't be forwarded"):
            await bot.forward_message(alice.id, place, message_id)
    with pytest.raises(TelegramBadRequest, match="message to copy not found"):
        await bot.copy_message(alice.id, alice.id, 404)
    with pytest.raises(TelegramBadRequest, match="message to forward not found"):
        await bot.forward_message(alice.id, alice.id, 404)


async def test_an_album_of_documents_is_sent(bot: Bot, alice: Person) -> None:
    known = (await alice.sends_file("old.py", b"x")).document
    assert known is not None
    first, second = await bot.send_media_group(
        alice.id,
        [
            InputMediaDocument(
                media=BufferedInputFile(b"new", "new.py"), caption="<b>a</b>", parse_mode="HTML"
            ),
            InputMediaDocument(media=known["file_id"]),
        ],
        reply_parameters=ReplyParameters(message_id=alice.messages[0].id),
    )
    assert first.media_group_id is not None
    assert first.media_group_id == second.media_group_id
    assert first.html_text == "<b>a</b>"
    assert first.reply_to_message is not None
    assert first.document is not None
    content = await bot.download(first.document)
    assert content is not None
    assert content.read() == b"new"
    names = [message.document["file_name"] for message in alice.messages[-2:] if message.document]
    assert names == ["new.py", "old.py"]


async def test_one_document_is_no_album(bot: Bot, alice: Person) -> None:
    (only,) = await bot.send_media_group(
        alice.id, [InputMediaDocument(media=BufferedInputFile(b"x", "a.py"))]
    )
    assert only.media_group_id is None


async def test_an_album_travels_in_a_form(raw: Raw, alice: Person) -> None:
    media = [{"type": "document", "media": f"attach://{name}"} for name in ("one", "two")]
    form = FormData({"chat_id": str(alice.id), "media": json.dumps(media)})
    for name in ("one", "two"):
        form.add_field(name, name.encode(), filename=f"{name}.txt")
    answer = await raw.call("sendMediaGroup", data=form)
    assert [message["document"]["file_name"] for message in answer["result"]] == ["one.txt", "two.txt"]


@pytest.mark.parametrize(
    ("count", "reason"), [(0, "there are no messages to send"), (11, "too many messages to send as an album")]
)
async def test_an_album_has_a_size(raw: Raw, alice: Person, count: int, reason: str) -> None:
    media = [{"type": "document", "media": "x"}] * count
    refused = await raw.refusal("sendMediaGroup", json={"chat_id": alice.id, "media": media})
    assert refused == f"Bad Request: {reason}"


async def test_nothing_of_an_album_is_sent_when_a_part_cannot_be(bot: Bot, alice: Person) -> None:
    good = InputMediaDocument(media=BufferedInputFile(b"x", "a.py"))
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await bot.send_media_group(alice.id, [good, InputMediaDocument(media="unknown")])
    with pytest.raises(TelegramAPIError, match="albums of documents"):
        await bot.send_media_group(alice.id, [good, InputMediaPhoto(media="unknown")])
    assert [message.text for message in alice.messages] == ["/start"]


async def test_people_have_no_profile_photos(bot: Bot, alice: Person) -> None:
    assert (await bot.get_user_profile_photos(alice.id)).total_count == 0
    with pytest.raises(TelegramBadRequest, match="invalid user_id specified"):
        await bot.get_user_profile_photos(404)
