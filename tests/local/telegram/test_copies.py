"""copyMessage, forwardMessage and sendMediaGroup."""

import json

import pytest
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto, ReplyParameters
from aiohttp import FormData

from tests.local.telegram.calls import PRESS, content_of, refused

FILE = BufferedInputFile(b"new", "new.py")


async def test_a_copy_has_the_same_words_and_no_origin(bot, alice, bob):
    await bob.says("/start")
    said = await alice.says_html("some <b>words</b>")
    copied = await bot.copy_message(bob.id, alice.id, said.id, reply_markup=PRESS)
    seen = await bob.hears("some words")
    assert (seen.id, seen.html, seen.forwarded_from) == (copied.message_id, "some <b>words</b>", None)
    assert seen.buttons == ["Go"]


async def test_a_copied_document_may_get_another_caption(bot, alice):
    sent = await alice.sends_file("a.py", b"x", "mine")
    await bot.copy_message(alice.id, alice.id, sent.id)
    assert (await alice.hears("mine")).document == sent.document
    await bot.copy_message(alice.id, alice.id, sent.id, caption="<b>yours</b>", parse_mode="HTML")
    assert (await alice.hears("yours")).html == "<b>yours</b>"


async def test_a_forward_names_the_author(bot, alice, developers):
    said = await alice.sends_file("a.py", b"x", "mine")
    forwarded = await bot.forward_message(developers.id, alice.id, said.id)
    assert forwarded.forward_origin.sender_user.id == alice.id
    seen = await developers.hears("mine")
    assert (seen.forwarded_from, seen.author, seen.document) == ("Alice", "Postebin", said.document)


async def test_protected_and_service_and_unknown_messages_are_not_sent_on(bot, alice, developers):
    protected = await bot.send_message(alice.id, "secret", protect_content=True)
    service = developers.messages[-1]
    for place, message_id in ((alice.id, protected.message_id), (developers.id, service.id)):
        await refused(bot.copy_message(alice.id, place, message_id), "message can't be copied")
        await refused(bot.forward_message(alice.id, place, message_id), "message can't be forwarded")
    await refused(bot.copy_message(alice.id, alice.id, 404), "message to copy not found")
    await refused(bot.forward_message(alice.id, alice.id, 404), "message to forward not found")


async def test_an_album_of_documents_is_sent(bot, alice):
    known = (await alice.sends_file("old.py", b"x")).document
    media = [
        InputMediaDocument(media=FILE, caption="<b>a</b>", parse_mode="HTML"),
        InputMediaDocument(media=known["file_id"]),
    ]
    to = ReplyParameters(message_id=alice.messages[0].id)
    first, second = await bot.send_media_group(alice.id, media, reply_parameters=to)
    assert first.media_group_id == second.media_group_id is not None
    assert (first.html_text, first.reply_to_message.text) == ("<b>a</b>", "/start")
    assert await content_of(bot, first.document) == b"new"
    assert [message.document["file_name"] for message in alice.messages[-2:]] == ["new.py", "old.py"]
    (only,) = await bot.send_media_group(alice.id, media[:1])
    assert only.media_group_id is None


async def test_an_album_travels_in_a_form(http, alice):
    media = [{"type": "document", "media": f"attach://{name}"} for name in ("one", "two")]
    form = FormData({"chat_id": str(alice.id), "media": json.dumps(media)})
    for name in ("one", "two"):
        form.add_field(name, name.encode(), filename=f"{name}.txt")
    answer = await http.call("sendMediaGroup", data=form)
    assert [message["document"]["file_name"] for message in answer["result"]] == ["one.txt", "two.txt"]


@pytest.mark.parametrize(
    ("count", "reason"), [(0, "there are no messages to send"), (11, "too many messages to send as an album")]
)
async def test_an_album_has_a_size(http, alice, count, reason):
    media = [{"type": "document", "media": "x"}] * count
    answer = await http.refusal("sendMediaGroup", json={"chat_id": alice.id, "media": media})
    assert answer == f"Bad Request: {reason}"


async def test_nothing_of_an_album_is_sent_when_a_part_cannot_be(bot, alice):
    good = InputMediaDocument(media=FILE)
    unknown = [good, InputMediaDocument(media="unknown")]
    await refused(bot.send_media_group(alice.id, unknown), "wrong file identifier")
    photo = [good, InputMediaPhoto(media="unknown")]
    await refused(bot.send_media_group(alice.id, photo), "albums of documents", TelegramAPIError)
    assert [message.text for message in alice.messages] == ["/start"]


async def test_people_have_no_profile_photos(bot, alice):
    assert (await bot.get_user_profile_photos(alice.id)).total_count == 0
    await refused(bot.get_user_profile_photos(404), "invalid user_id specified")
