"""Files, from people to the bot and back."""

import pytest
from aiogram.types import BufferedInputFile

from local.telegram.methods.documents import DOWNLOAD_LIMIT
from tests.local.telegram.calls import content_of, heard, refused


async def test_a_file_of_a_person_is_downloaded_by_the_bot(bot, alice):
    await alice.sends_file("main.py", b"print('hi')", caption="see /help")
    (message,) = await heard(bot)
    file = message.document
    assert (file.file_name, file.file_size, file.mime_type) == ("main.py", 11, "text/x-python")
    assert (message.caption, message.caption_entities[0].type) == ("see /help", "bot_command")
    assert await content_of(bot, file) == b"print('hi')"


async def test_a_file_of_20_mb_can_be_downloaded_and_a_larger_one_cannot(bot, alice):
    await alice.sends_file("just.txt", b"x" * DOWNLOAD_LIMIT)
    await alice.sends_file("over.txt", b"x" * (DOWNLOAD_LIMIT + 1))
    just, over = await heard(bot, 2)
    assert len(await content_of(bot, just.document)) == DOWNLOAD_LIMIT
    await refused(bot.get_file(over.document.file_id), "Bad Request: file is too big")


async def test_an_unknown_file_id_is_refused(bot, alice):
    await refused(bot.get_file("x"), "Bad Request: invalid file_id")
    wrong = "Bad Request: wrong file identifier/HTTP URL specified"
    await refused(bot.send_document(alice.id, "x"), wrong)


@pytest.mark.parametrize("path", ["documents/x", "../state.json", "documents/%2e%2e/%2e%2e/state.json"])
async def test_only_files_are_downloaded(http, telegram, path):
    async with http.session.get(f"{http.url}/file/bot{telegram.token}/{path}") as response:
        assert response.status == 404
    async with http.session.get(f"{http.url}/file/bot1:x/{path}") as response:
        assert response.status in (401, 404)


async def test_a_bot_sends_a_file_and_sends_it_again_by_its_id(bot, alice):
    upload = BufferedInputFile(b"zip", "export.zip")
    sent = await bot.send_document(alice.id, upload, caption="<b>yours</b>", parse_mode="HTML")
    seen = await alice.hears("yours")
    assert (seen.html, seen.document["file_name"]) == ("<b>yours</b>", "export.zip")
    again = await bot.send_document(alice.id, sent.document.file_id)
    assert again.document == sent.document
    assert await content_of(bot, sent.document) == b"zip"


async def test_a_caption_is_edited_and_a_text_is_not(bot, alice):
    sent = await bot.send_document(alice.id, BufferedInputFile(b"x", "a.txt"), caption="a")
    await sent.edit_caption(caption="b")
    assert (await alice.hears("b")).document is not None
    await refused(sent.edit_text("c"), "there is no text in the message to edit")
    text = await bot.send_message(alice.id, "a")
    await refused(text.edit_caption(caption="b"), "there is no caption in the message to edit")


async def test_an_empty_file_and_a_long_caption_are_refused(bot, alice):
    empty, file = BufferedInputFile(b"", "a.txt"), BufferedInputFile(b"x", "a.txt")
    await refused(bot.send_document(alice.id, empty), "Bad Request: file must be non-empty")
    too_long = bot.send_document(alice.id, file, caption="x" * 1025)
    await refused(too_long, "Bad Request: message caption is too long")


@pytest.mark.parametrize(
    ("path", "name"),
    [("a/b\\\\c.py", "c.py"), ("мой файл.TXT", "мой файл.TXT"), ("..", ".."), ("x" * 300, "x" * 300)],
)
async def test_a_file_keeps_its_name_without_a_path(bot, alice, path, name):
    sent = await alice.sends_file(path, b"x")
    assert sent.document["file_name"] == name
    assert await content_of(bot, sent.document["file_id"]) == b"x"
