"""A paste comes back as a file."""

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession

from local.telegram.faults import Fault, Trouble
from posts.limits import MAX_FILE_BYTES
from tests.bot.conftest import Limits, pasted
from tests.chat_message import ChatMessage
from tests.conversation import Person, Telegram


async def sent_back(telegram: Telegram, alice: Person) -> tuple[str, bytes]:
    """Return name and content of the document that the bot sends."""
    await alice.until(lambda: bool(alice.messages[-1].from_bot and alice.messages[-1].document))
    [*_, message] = telegram.world.state.messages[alice.id].values()
    file = telegram.world.state.files[message.file_id or ""]
    return file.name, telegram.world.files.path_of(file).read_bytes()


async def test_its_name_and_bytes_are_those_of_the_paste(telegram: Telegram, alice: Person) -> None:
    await alice.sends_file("Main.py", "привет = 1\r\n".encode())
    await alice.hears("/alice/main.py")
    await alice.presses("As a file")
    assert await sent_back(telegram, alice) == ("main.py", "привет = 1\r\n".encode())


async def test_a_text_gets_an_extension(telegram: Telegram, alice: Person) -> None:
    await pasted(alice, "Моя заметка\nс 🎉")
    await alice.presses("As a file")
    assert await sent_back(telegram, alice) == ("moia-zametka.txt", "Моя заметка\nс 🎉".encode())


def documents(person: Person) -> list[ChatMessage]:
    return [message for message in person.messages if message.from_bot and message.document]


async def test_who_presses_twice_gets_it_once(telegram: Telegram, alice: Person) -> None:
    card = await pasted(alice, "a note")
    telegram.world.faults.add(Fault(Trouble.SLOW, "sendDocument", seconds=1))
    for _ in range(3):
        await alice.presses("As a file", on=card)
    for _ in range(2):
        await alice.hears_toast("The file is on its way")
    assert await sent_back(telegram, alice) == ("a-note.txt", b"a note")
    # Also where it has just come; but what says something else by now is another.
    await alice.presses("As a file", on=card)
    await alice.hears_toast("The file is on its way")
    await alice.replies(card, "a better note")
    await alice.hears("version 2")
    await alice.presses("As a file", on=card)
    await alice.until(lambda: len(documents(alice)) == 2)
    assert await sent_back(telegram, alice) == ("a-note.txt", b"a better note")


async def test_so_does_who_wants_back_what_is_held(alice: Person, limits: Limits) -> None:
    limits.limit_paste_size = 10
    await alice.says("a text that is too long")
    held = await alice.hears("Saved, not published")
    for _ in range(2):
        await alice.presses("As a file", on=held)
    await alice.hears_toast("The file is on its way")
    await alice.until(lambda: bool(documents(alice)))
    await pasted(alice, "short")
    assert len(documents(alice)) == 1


async def test_in_russian(telegram: Telegram, bot: Bot) -> None:
    masha = telegram.person("Маша", language="ru")
    await masha.says("/start")
    await masha.hears("выберите ник")
    await masha.presses("Взять masha")
    await masha.hears("Добро пожаловать")
    card = await pasted(masha, "заметка")
    for _ in range(2):
        await masha.presses("Файлом", on=card)
    await masha.hears_toast("Файл уже отправляется")


async def test_the_largest_may_take_longer_than_an_answer(
    telegram: Telegram, bot: Bot, alice: Person
) -> None:
    content = b"a line of the log\n" * (MAX_FILE_BYTES // 18)
    await alice.sends_file("app.log", content)
    await alice.hears("/alice/app.log", within=60)
    telegram.world.faults.add(Fault(Trouble.SLOW, "sendDocument", count=5, seconds=2.5))
    assert isinstance(bot.session, AiohttpSession)
    bot.session.timeout = 2.0
    await alice.presses("As a file")
    await alice.until(lambda: bool(alice.messages[-1].from_bot and alice.messages[-1].document), within=60)
    assert await sent_back(telegram, alice) == ("app.log", content)


async def test_who_waits_for_a_file_in_vain_is_told(telegram: Telegram, alice: Person) -> None:
    card = await pasted(alice, "a note")
    # Longer than anybody waits for an answer: the bot gives up at once.
    telegram.world.faults.add(Fault(Trouble.TOO_MANY_REQUESTS, "sendDocument", seconds=100))
    await alice.presses("As a file")
    told = await alice.hears("I couldn't send the file of “a note”")
    assert told.view["reply_to_message_id"] == card.id
    await alice.presses("As a file", on=card)
    assert await sent_back(telegram, alice) == ("a-note.txt", b"a note")
