"""Texts and files become pastes."""

from aiogram import Bot

from bot.context import AppContext
from tests.bot.conftest import published
from tests.conversation import Person, Telegram

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06"


async def test_a_text_gets_a_card_with_a_link(alice: Person, app: AppContext) -> None:
    await alice.says("Shopping list\n- milk\n- bread")
    card = await alice.hears("/alice/shopping-list")
    assert "http://localhost:8080/alice/shopping-list" in card.text
    assert "3 lines" in card.text
    assert await published(app, "alice/shopping-list") == "Shopping list\n- milk\n- bread"


async def test_a_text_file_is_a_paste_of_its_own(alice: Person, app: AppContext) -> None:
    await alice.sends_file("Main.py", "привет = 1\r\n".encode())
    card = await alice.hears("/alice/main.py")
    assert "Python" in card.text
    assert await published(app, "alice/main.py") == "привет = 1\r\n"


async def test_the_same_title_gets_a_number(alice: Person) -> None:
    for _ in range(2):
        await alice.sends_file("main.py", b"x = 1\n")
    await alice.hears("/alice/main.py")
    await alice.hears("/alice/main-2.py")


async def test_new_takes_a_title_and_then_the_text(alice: Person) -> None:
    await alice.says("/new My <b>list</b>")
    await alice.hears("the text or file for “My <b>list</b>”")
    await alice.says("milk")
    await alice.hears("(?s)My <b>list</b>\n.*/alice/my-b-list-b")


async def test_new_takes_the_text_from_the_second_line_on(alice: Person, app: AppContext) -> None:
    await alice.says("/new Notes\n  indented\nlast")
    await alice.hears("/alice/notes")
    assert await published(app, "alice/notes") == "  indented\nlast"


async def test_new_can_be_left(alice: Person) -> None:
    await alice.says("/new Something")
    await alice.hears("Something")
    await alice.says("/cancel")
    await alice.hears("Cancelled. Nothing has changed")
    await alice.says("other words")
    await alice.hears("/alice/other-words")


async def test_a_binary_file_is_refused_and_nothing_published(alice: Person) -> None:
    for content in (PNG, b"\x00\x01\x02\x03" * 99):
        await alice.sends_file("holiday.png", content)
        await alice.hears("“holiday.png” isn't text")
    await alice.says("/my")
    await alice.hears("no pastes yet")


async def test_what_cannot_be_published_says_what_can(alice: Person) -> None:
    for sending in (alice.sends_sticker(), alice.sends_photo(), alice.sends_voice()):
        await sending
        await alice.hears("I publish text and text files")
    await alice.sends_file("empty.txt", b"")
    await alice.hears("There's no text in it")


async def test_marks_appear_as_typed(alice: Person, app: AppContext) -> None:
    for text in ("<b>&amp;</b> *x* _y_ `z`", "a\u202eb <script>alert(1)</script>"):
        await alice.says(text)
        card = await alice.hears("/alice/")
        # But for what would turn the words behind the title.
        assert card.text.startswith(text.replace("\u202e", ""))
        assert await published(app, card.link.partition("8080/")[2]) == text


async def test_a_path_is_no_command(alice: Person) -> None:
    await alice.says("/usr/bin/env python")
    await alice.hears("/alice/usr-bin-env-python")


async def test_the_reply_to_an_unknown_command_says_how_to_publish_it(
    telegram: Telegram, bot: Bot, app: AppContext
) -> None:
    for language, words in (
        ("en", "I don't know the command /frobnicate, so I published nothing"),
        ("ru", "Я не знаю команды /frobnicate, поэтому ничего не опубликовал"),
    ):
        person, name = telegram.person(f"Masha {language}", language=language), f"masha_{language}"
        await person.says("/start")
        await person.says(name)
        await person.hears(name)
        await person.says("/frobnicate now")
        advice = await person.hears(words)
        assert "\n/new\n/frobnicate …" in advice.text
        await person.says("/new\n/frobnicate now")
        await person.hears(f"/{name}/frobnicate-now")
        assert await published(app, f"{name}/frobnicate-now") == "/frobnicate now"


async def test_a_very_long_title_still_fits_its_card(alice: Person) -> None:
    await alice.says("word " * 300)
    card = await alice.hears("/alice/word-word")
    assert len(card.text) < 400


async def test_a_file_whose_caption_is_new_and_a_title_gets_that_title(alice: Person) -> None:
    await alice.sends_file("a.py", b"x = 1\n", caption="/new My program")
    card = await alice.hears("/alice/my-program")
    assert "Python" in card.text


async def test_a_very_long_title_behind_new_is_shortened(alice: Person) -> None:
    await alice.says("/new " + "word " * 800)
    await alice.hears("the text or file for “word word .*…”")
    await alice.says("milk")
    await alice.hears("/alice/word-word")
