"""Files that were decoded wrongly are decoded again."""

from aiogram import Bot

from bot.context import AppContext
from tests.bot.conftest import published
from tests.conversation import Person, Telegram

TEXT = "Съешь же ещё этих мягких французских булок, да выпей чаю.\n" * 3


async def test_its_bytes_are_read_in_the_encoding_that_is_chosen(alice: Person, app: AppContext) -> None:
    content = TEXT.encode("cp1251")
    await alice.sends_file("notes.txt", content)
    card = await alice.hears("(?s)/alice/notes.txt.*read as windows-1251")
    await alice.presses("Wrong encoding")
    asking = await alice.hears("I read the file as windows-1251")
    assert "koi8-r" in asking.buttons
    assert content.decode("koi8_r")[:10] in asking.text, "a sample shows which is right"
    await alice.presses("^koi8-r$")
    wrong = await alice.hears("(?s)Now read as koi8-r.*version 2.*read as koi8-r")
    assert wrong.id == card.id
    assert await published(app, "alice/notes.txt") == content.decode("koi8_r")
    await alice.presses("Wrong encoding")
    await alice.hears("I read the file as koi8-r")
    await alice.presses("^windows-1251$")
    await alice.hears("Now read as windows-1251")
    assert await published(app, "alice/notes.txt") == TEXT


async def test_an_old_reading_that_is_back_can_be_read_otherwise(alice: Person, app: AppContext) -> None:
    await alice.sends_file("notes.txt", TEXT.encode("cp1251"))
    await alice.hears("read as windows-1251")
    await alice.presses("Wrong encoding")
    await alice.hears("I read the file as")
    await alice.presses("^koi8-r$")
    await alice.hears("Now read as koi8-r")
    await alice.presses("Edit")
    await alice.hears("new text of")
    await alice.presses("History")
    await alice.hears("has 2 versions")
    await alice.presses("Restore 1")
    await alice.hears("(?s)Version 1 is back.*read as windows-1251")
    await alice.presses("Wrong encoding")
    await alice.hears("I read the file as windows-1251")
    await alice.presses("^koi8-r$")
    await alice.hears("Now read as koi8-r")
    assert await published(app, "alice/notes.txt") == TEXT.encode("cp1251").decode("koi8-r")


async def test_a_byte_order_mark_is_told_of(alice: Person) -> None:
    await alice.sends_file("notes.txt", TEXT.encode("utf-8-sig"))
    await alice.hears("(?s)/alice/notes.txt.*read as utf-8-bom")
    await alice.presses("Wrong encoding")
    asking = await alice.hears("I read the file as utf-8-bom")
    assert "utf-8" not in asking.buttons


async def test_ascii_says_the_same_in_nearly_every_encoding(alice: Person, app: AppContext) -> None:
    await alice.sends_file("notes.txt", b"plain text\n")
    await alice.hears("(?s)/alice/notes.txt.*read as utf-8")
    await alice.presses("Wrong encoding")
    asking = await alice.hears("I read the file as utf-8. No other encoding I know gives a different text")
    assert asking.buttons == ["🔤 All encodings…", "◀ Back"]
    await alice.presses("All encodings")
    await alice.hears("I read the file as utf-8. Which encoding is it in")
    await alice.presses("^koi8-r$")
    await alice.hears("(?s)In koi8-r the text is the same.*read as koi8-r")
    assert await published(app, "alice/notes.txt") == "plain text\n"


WELL_KNOWN = {"windows-1251", "koi8-r", "cp866", "shift_jis", "gb18030", "utf-16-le", "utf-16-be"}


async def test_latin_1_is_called_so_and_what_people_know_is_offered(alice: Person, app: AppContext) -> None:
    await alice.sends_file("notes.txt", "El niño comió piñas".encode("latin-1"))
    await alice.hears(r"(?s)/alice/notes.txt.*read as latin-1 \(windows-1252\)")
    await alice.presses("Wrong encoding")
    asking = await alice.hears(r"I read the file as latin-1 \(windows-1252\)")
    assert {*asking.buttons} >= WELL_KNOWN | {"utf-8"}
    assert "koi8-r: El niЯo" in asking.text
    await alice.presses("^koi8-r$")
    await alice.hears("Now read as koi8-r")
    await alice.presses("Wrong encoding")
    await alice.hears("I read the file as koi8-r")
    await alice.presses("^latin-1")
    await alice.hears(r"Now read as latin-1 \(windows-1252\)")
    assert await published(app, "alice/notes.txt") == "El niño comió piñas"


async def test_russian_in_utf_8_may_be_read_as_anything_that_people_know(
    alice: Person, app: AppContext
) -> None:
    await alice.sends_file("notes.txt", TEXT.encode())
    await alice.hears("(?s)/alice/notes.txt.*read as utf-8")
    await alice.presses("Wrong encoding")
    asking = await alice.hears("I read the file as utf-8")
    assert {*asking.buttons} >= WELL_KNOWN
    assert any("latin-1" in button for button in asking.buttons)
    await alice.presses("All encodings")
    asking = await alice.hears("Which encoding is it in")
    assert {*asking.buttons} > WELL_KNOWN | {"utf-32-le", "utf-32-be", "big5", "macintosh", "◀ Back"}
    await alice.presses("Back")
    await alice.hears("(?s)^notes.txt\n.*read as utf-8")
    for encoding, before in (("cp866", "utf-8"), ("utf-8", "cp866")):
        await alice.presses("Wrong encoding")
        await alice.hears(f"I read the file as {before}")
        await alice.presses(f"^{encoding}$")
        await alice.hears(f"Now read as {encoding}")
        assert await published(app, "alice/notes.txt") == TEXT.encode().decode(encoding)


async def test_what_the_bytes_cannot_be_is_told_and_changes_nothing(alice: Person, app: AppContext) -> None:
    await alice.sends_file("notes.txt", TEXT.encode("cp1251"))
    await alice.hears("read as windows-1251")
    await alice.presses("Wrong encoding")
    asking = await alice.hears("I read the file as windows-1251")
    said = len(alice.messages)
    await alice.presses("^utf-8$", on=asking)
    await alice.hears_toast("The file isn't in utf-8, so nothing has changed")
    assert await published(app, "alice/notes.txt") == TEXT
    # Nothing is said in the chat, and the card still asks.
    assert len(alice.messages) == said
    await alice.presses("^koi8-r$", on=asking)
    assert (await alice.hears("Now read as koi8-r")).id == asking.id


async def test_who_chooses_twice_is_told_that_it_is_so_already(telegram: Telegram, alice: Person) -> None:
    await alice.sends_file("notes.txt", TEXT.encode("cp1251"))
    await alice.hears("read as windows-1251")
    await alice.presses("Wrong encoding")
    asking = await alice.hears("I read the file as windows-1251")
    telegram.world.updates.hold()
    for _ in range(2):
        await alice.presses("^koi8-r$", on=asking)
    telegram.world.updates.release()
    await alice.hears("(?s)Now read as koi8-r.*version 2")
    await alice.hears_toast("It's already read as koi8-r")
    [card] = [message for message in alice.messages if message.id == asking.id]
    assert card.matches("Now read as koi8-r")


async def test_in_russian(telegram: Telegram, bot: Bot) -> None:
    masha = telegram.person("Маша", language="ru")
    await masha.sends_file("notes.txt", b"caf\xe9 \x80")
    await masha.says("masha")
    await masha.hears("кодировка windows-1252")
    await masha.presses("Не та кодировка")
    await masha.hears("Я прочитал файл как windows-1252")
    await masha.presses("Все кодировки")
    await masha.hears("Я прочитал файл как windows-1252. В какой он кодировке на самом деле")
    await masha.presses("^utf-32-le$")
    await masha.hears_toast("Это не utf-32-le, поэтому ничего не изменилось")


async def test_a_text_that_was_typed_has_no_such_question(alice: Person) -> None:
    await alice.says(TEXT)
    card = await alice.hears("/alice/")
    assert "read as" not in card.text
    assert not any("encoding" in text for text in card.buttons)
