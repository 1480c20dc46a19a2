"""/start and registration."""

from aiogram import Bot

from bot.context import AppContext
from posts.limits import MAX_FILE_BYTES
from tests.bot.published import pastes
from tests.conversation import Person, Telegram


async def test_a_stranger_has_a_link_after_two_messages(telegram: Telegram, bot: Bot) -> None:
    alice = telegram.person("Alice")
    await alice.says("print('hi')")
    await alice.hears("Saved “print")
    await alice.says("alice")
    await alice.hears("Welcome, alice")
    card = await alice.hears("/alice/print-hi")
    assert "Python" in card.text


async def test_a_username_is_offered_in_one_tap(telegram: Telegram, bot: Bot) -> None:
    alice = telegram.person("Alice", username="Alice_Smith")
    await alice.says("/start")
    await alice.hears("choose your username")
    await alice.presses("Use “alice_smith”")
    await alice.hears("Welcome, alice_smith")


async def test_all_that_a_stranger_sent_is_published_in_order(telegram: Telegram, bot: Bot) -> None:
    alice = telegram.person("Alice")
    await alice.says("first thing")
    await alice.hears("Saved “first thing”")
    await alice.sends_file("second.py", b"import os\n")
    await alice.hears("Saved “first thing” and 1 more")
    await alice.says("a longer text that\nhas several lines, so it is no name")
    await alice.hears("Saved “first thing” and 2 more")
    await alice.says("alice")
    await alice.hears("/alice/first-thing")
    await alice.hears("/alice/second.py")
    await alice.hears("/alice/a-longer-text-that")


async def test_a_taken_username_comes_with_a_free_one(telegram: Telegram, alice: Person) -> None:
    other = telegram.person("Other")
    await other.says("/start")
    await other.hears("choose your username")
    await other.says("@ALICE")
    await other.hears("“alice” is taken. “alice2” is free")
    await other.presses("Use “alice2”")
    await other.hears("Welcome, alice2")


async def test_a_reserved_or_malformed_username_says_why(telegram: Telegram, bot: Bot) -> None:
    alice = telegram.person("Alice")
    await alice.says("/start")
    await alice.says("admin")
    await alice.hears("“admin” is reserved. “admin2” is free")
    await alice.says("Алиса-1")
    await alice.hears("“Алиса-1” can't be a username: use 3 to 32.*“alisa_1” would work")
    await alice.presses("Use “alisa_1”")
    await alice.hears("Welcome, alisa_1")


async def test_a_text_sent_where_a_username_is_asked_for_is_kept(telegram: Telegram, bot: Bot) -> None:
    alice = telegram.person("Alice")
    await alice.says("/start")
    await alice.hears("choose your username")
    await alice.says("print('hi')")
    await alice.hears("Saved “print")
    await alice.says("alice")
    await alice.hears("/alice/print-hi")


async def test_what_cannot_be_meant_as_a_username_is_kept_too(
    telegram: Telegram, bot: Bot, app: AppContext
) -> None:
    texts = ["buy some milk", "TODO list for today", "one\ntwo", "a" * 33, "Привет, мир", "call mum"]
    alice = telegram.person("Alice")
    await alice.says(texts[0])
    kept = await alice.hears("Saved “buy some milk”")
    for number, text in enumerate(texts[1:], 1):
        await alice.says(text)
        kept = await alice.hears(f"(?s)and {number} more. Pick a username.*Type one.*or tap the suggestion")
    await alice.presses("Use “alice”", on=kept)
    await alice.hears("Welcome, alice")
    for _ in texts:
        await alice.hears("http://localhost:8080/alice/")
    assert [post.title for post in await pastes(app)] == [text.split("\n")[0] for text in texts]


async def test_one_word_that_is_no_username_is_taken_for_a_try(telegram: Telegram, bot: Bot) -> None:
    alice = telegram.person("Alice")
    await alice.says("/start")
    await alice.says("7-dwarfs")
    await alice.hears("“7-dwarfs” can't be a username.*“user_7_dwarfs” would work")
    await alice.presses("Use “user_7_dwarfs”")
    await alice.hears("Welcome, user_7_dwarfs")


async def test_an_invitation_ends_in_following(telegram: Telegram, alice: Person) -> None:
    bob = telegram.person("Bob")
    await bob.says("/start follow_alice")
    await bob.hears("choose your username")
    await bob.says("bob")
    await bob.hears("You're following alice")


async def test_who_comes_back_is_greeted_by_name(alice: Person) -> None:
    await alice.says("/start")
    await alice.hears("Good to see you, alice")


async def test_a_stranger_reads_how_to_become_one_of_us(telegram: Telegram, bot: Bot) -> None:
    stranger = telegram.person("Stranger")
    await stranger.says("/my")
    await stranger.hears("You don't have an account yet. /start to create one")


async def test_a_russian_phone_is_spoken_to_in_russian(telegram: Telegram, bot: Bot) -> None:
    masha = telegram.person("Маша", language="ru")
    await masha.says("/start")
    await masha.hears("выберите ник")
    await masha.presses("Взять masha")
    await masha.hears("Добро пожаловать, masha")
    await masha.says("Моя заметка")
    card = await masha.hears("/masha/moia-zametka")
    assert "1 строка" in card.text


async def test_a_chosen_language_stays(telegram: Telegram, alice: Person) -> None:
    await alice.says("/language")
    await alice.hears("Which language")
    await alice.presses("Русский")
    await alice.hears("говорю с вами по-русски")
    await alice.says("/help")
    await alice.hears("Пришлите любой текст")


async def test_a_file_over_the_limit_reads_the_limit_and_what_to_do(
    telegram: Telegram, alice: Person
) -> None:
    await alice.sends_file("big.log", b"x" * (MAX_FILE_BYTES + 1))
    await alice.hears(r"too large: I can only receive files up to 20\sMB. Split the file")


async def test_reading_the_help_in_between_does_not_make_the_name_a_paste(
    telegram: Telegram, bot: Bot
) -> None:
    zed = telegram.person("Zed")
    await zed.says("/start")
    await zed.hears("choose your username")
    await zed.says("/help")
    await zed.hears("Send me any text or file")
    await zed.says("zed")
    await zed.hears("Welcome, zed")
    await zed.says("/my")
    await zed.hears("no pastes yet")
