"""Files: names, encodings, sizes, and downloads that fail."""

from bot.context import AppContext
from local.telegram.faults import DOWNLOAD, Fault, Trouble
from posts.limits import MAX_FILE_BYTES
from tests.bot.published import pastes, published, text_behind
from tests.conversation import Person, Telegram

RUSSIAN = "Это обычный русский текст.\r\nОн написан для проверки кодировок: ёлка, съезд, чаща.\r\n" * 3


async def test_the_card_of_a_file_shows_its_encoding(alice: Person, app: AppContext) -> None:
    for encoding, name in (
        ("cp1251", "cp1251|windows-1251"),
        ("koi8-r", "koi8[-_]r"),
        ("utf-16", "utf[-_]16"),
        ("utf-8", "utf-8"),
    ):
        await alice.sends_file("Заметки.txt", RUSSIAN.encode(encoding))
        card = await alice.hears(f"(?is)/alice/zametki.*read as ({name})")
        assert "🔤 Wrong encoding?" in card.buttons
        assert await text_behind(card, app) == RUSSIAN


async def test_a_caption_is_no_title_where_the_file_has_a_name(alice: Person) -> None:
    await alice.sends_file("main.rs", b"fn main() {}\n", caption="look at this")
    card = await alice.hears("/alice/main.rs")
    assert "Rust" in card.text


async def test_a_file_after_new_gets_the_title_also_at_the_second_try(alice: Person, app: AppContext) -> None:
    await alice.says("/new My program")
    await alice.hears("file for “My program”")
    await alice.sends_file("main.rs", b"\0\1\2\3")
    await alice.hears("“main.rs” isn't text")
    await alice.sends_file("main.rs", b"fn main() {}\n")
    card = await alice.hears("/alice/my-program")
    assert "Rust" in card.text
    await alice.sends_file("main.rs", b"fn main() {}\n")
    await alice.hears("/alice/main.rs")


async def test_twenty_megabytes_are_taken_and_more_are_not(alice: Person, app: AppContext) -> None:
    line = b"A line of this log, one of very many.\n"
    await alice.sends_file("all.log", (line * (MAX_FILE_BYTES // len(line) + 1))[:MAX_FILE_BYTES])
    await alice.sends_file("more.log", b"x" * (MAX_FILE_BYTES + 1))
    await alice.hears("(?s)/alice/all.log.*20\\sMB", within=60)
    await alice.hears("too large: I can only receive files up to 20\\sMB", within=60)
    assert len(await published(app, "alice/all.log")) == MAX_FILE_BYTES


async def test_a_file_that_telegram_does_not_hand_out_can_be_sent_again(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    world = telegram.world
    telegram.world.updates.hold()
    await alice.sends_file("lost.txt", b"lost")
    for file in world.state.files.values():
        world.files.path_of(file).unlink()
    telegram.world.updates.release()
    await alice.hears("couldn't get the file “lost.txt”.*send it again")
    await alice.sends_file("found.txt", b"found")
    await alice.hears("/alice/found.txt")
    assert len(await pastes(app)) == 1


async def test_a_download_that_breaks_off_is_tried_again(telegram: Telegram, alice: Person) -> None:
    telegram.world.faults.add(Fault(Trouble.DROP, DOWNLOAD, count=2))
    await alice.sends_file("notes.txt", b"my notes")
    await alice.hears("/alice/notes.txt")


async def test_while_a_file_is_slow_to_come_the_bot_shows_that_it_is_at_work(
    telegram: Telegram, alice: Person
) -> None:
    slow = Fault(Trouble.SLOW, DOWNLOAD, seconds=300)
    telegram.world.faults.add(slow)
    await alice.sends_file("slow.txt", b"slow")
    await alice.sees_it_typing()
    slow.over.set()
    await alice.hears("/alice/slow.txt")
