"""A paste comes back as a file."""

from tests.bot.conftest import pasted
from tests.conversation import Person, Telegram


async def sent_back(telegram: Telegram, alice: Person) -> tuple[str, bytes]:
    """The name and the content of the document that the bot sends."""
    await alice.until(lambda: bool(alice.messages[-1].from_bot and alice.messages[-1].document))
    [*_, message] = telegram.world.state.messages[alice.id].values()
    file = telegram.world.state.files[message.file_id or ""]
    return file.name, telegram.world.files.place(file).read_bytes()


async def test_its_name_and_bytes_are_those_of_the_paste(telegram: Telegram, alice: Person) -> None:
    await alice.sends_file("Main.py", "привет = 1\r\n".encode())
    await alice.hears("/alice/main.py")
    await alice.presses("As a file")
    assert await sent_back(telegram, alice) == ("main.py", "привет = 1\r\n".encode())


async def test_a_text_gets_an_extension(telegram: Telegram, alice: Person) -> None:
    await pasted(alice, "Моя заметка\nс 🎉")
    await alice.presses("As a file")
    assert await sent_back(telegram, alice) == ("moia-zametka.txt", "Моя заметка\nс 🎉".encode())
