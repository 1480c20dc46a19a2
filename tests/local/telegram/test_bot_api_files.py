"""Files, from people to the bot and back."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile

from local.telegram.methods.documents import DOWNLOAD_LIMIT
from tests.conversation import Person, Telegram
from tests.local.telegram.raw_calls import Raw


async def download(bot: Bot, file_id: str) -> bytes:
    content = await bot.download(file_id)
    assert content is not None
    return content.read()


async def test_a_file_of_a_person_is_downloaded_by_the_bot(bot: Bot, alice: Person) -> None:
    await alice.sends_file("main.py", b"print('hi')", caption="see /help")
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.document is not None
    assert (message.document.file_name, message.document.file_size) == ("main.py", 11)
    assert message.document.mime_type == "text/x-python"
    assert message.caption == "see /help"
    assert message.caption_entities is not None
    assert await download(bot, message.document.file_id) == b"print('hi')"


async def test_a_file_of_20_mb_can_be_downloaded_and_a_larger_one_cannot(bot: Bot, alice: Person) -> None:
    await alice.sends_file("just.txt", b"x" * DOWNLOAD_LIMIT)
    await alice.sends_file("over.txt", b"x" * (DOWNLOAD_LIMIT + 1))
    just, over = [update.message for update in (await bot.get_updates())[-2:]]
    assert just is not None
    assert over is not None
    assert just.document is not None
    assert over.document is not None
    assert len(await download(bot, just.document.file_id)) == DOWNLOAD_LIMIT
    with pytest.raises(TelegramBadRequest, match="Bad Request: file is too big"):
        await bot.get_file(over.document.file_id)


async def test_an_unknown_file_id_is_refused(bot: Bot, alice: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="Bad Request: invalid file_id"):
        await bot.get_file("x")
    with pytest.raises(TelegramBadRequest, match="Bad Request: wrong file identifier/HTTP URL specified"):
        await bot.send_document(alice.id, "x")


@pytest.mark.parametrize("path", ["documents/x", "../state.json", "documents/%2e%2e/%2e%2e/state.json"])
async def test_only_files_are_downloaded(raw: Raw, telegram: Telegram, path: str) -> None:
    async with raw.session.get(f"{telegram.url}/file/bot{telegram.token}/{path}") as response:
        assert response.status == 404
    async with raw.session.get(f"{telegram.url}/file/bot1:x/{path}") as response:
        assert response.status in (401, 404)


async def test_a_bot_sends_a_file_and_sends_it_again_by_its_id(bot: Bot, alice: Person) -> None:
    upload = BufferedInputFile(b"zip", "export.zip")
    sent = await bot.send_document(alice.id, upload, caption="<b>yours</b>", parse_mode="HTML")
    heard = await alice.hears("yours")
    assert heard.html == "<b>yours</b>"
    assert heard.document is not None
    assert heard.document["file_name"] == "export.zip"
    assert sent.document is not None
    again = await bot.send_document(alice.id, sent.document.file_id)
    assert again.document == sent.document
    assert await download(bot, sent.document.file_id) == b"zip"


async def test_a_caption_is_edited_and_a_text_is_not(bot: Bot, alice: Person) -> None:
    sent = await bot.send_document(alice.id, BufferedInputFile(b"x", "a.txt"), caption="a")
    await sent.edit_caption(caption="b")
    assert (await alice.hears("b")).document is not None
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await sent.edit_text("c")
    text = await bot.send_message(alice.id, "a")
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await text.edit_caption(caption="b")


async def test_an_empty_file_and_a_long_caption_are_refused(bot: Bot, alice: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="Bad Request: file must be non-empty"):
        await bot.send_document(alice.id, BufferedInputFile(b"", "a.txt"))
    with pytest.raises(TelegramBadRequest, match="Bad Request: message caption is too long"):
        await bot.send_document(alice.id, BufferedInputFile(b"x", "a.txt"), caption="x" * 1025)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a/b\\\\c.py", "c.py"),
        ("мой файл.TXT", "мой файл.TXT"),
        ("..", ".."),
        ("x" * 300, "x" * 300),
    ],
)
async def test_a_file_keeps_its_name_without_a_path(bot: Bot, alice: Person, path: str, name: str) -> None:
    sent = await alice.sends_file(path, b"x")
    assert sent.document is not None
    assert sent.document["file_name"] == name
    assert await download(bot, sent.document["file_id"]) == b"x"
