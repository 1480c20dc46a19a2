"""Passwords that are sent again soon after they were set are deleted and not published."""

from redis.asyncio import Redis

from bot.context import AppContext
from tests.bot.conftest import pasted
from tests.bot.long_texts import long_text
from tests.bot.published import pastes, published
from tests.bot.redis_contents import everything_in
from tests.bot.test_recovery import with_password
from tests.conversation import Person, Telegram

PASSWORD = "correct horse battery"
REFUSED = "That's your password, so I'm deleting it from the chat and not publishing it"


async def test_a_password_sent_twice_is_deleted_and_not_published(alice: Person, app: AppContext) -> None:
    await alice.says(f"/password {PASSWORD}")
    await alice.hears("is set")
    for sending in (
        alice.says(PASSWORD),
        alice.says(f"  {PASSWORD} \n"),
        alice.says_html(f"<code>{PASSWORD}</code>"),
        alice.says(f"/new Notes\n{PASSWORD}"),
        alice.says(f"/new {PASSWORD}\nmy notes"),
        alice.says(f"{PASSWORD}\u200b"),
        alice.sends_file("n.txt", b"my notes", f"/new {PASSWORD}"),
        alice.sends_file("n.txt", b"my notes", f"/new N\n{PASSWORD}"),
        alice.sends_photo(PASSWORD),
        alice.sends_file("notes.txt", b"my notes", caption=PASSWORD),
    ):
        again = await sending
        await alice.hears(REFUSED)
        assert again.deleted
    await pasted(alice, "a text of hers")
    assert [post.title for post in await pastes(app)] == ["a text of hers"]


async def test_an_album_is_published_without_the_part_that_holds_it(alice: Person, app: AppContext) -> None:
    await with_password(alice, PASSWORD)
    files = [("one.txt", b"one"), ("two.txt", b"two")]
    _, captioned = await alice.sends_album(files, caption=PASSWORD, captioned=1)
    await alice.hears(REFUSED)
    await alice.hears("/alice/one.txt")
    assert captioned.deleted
    assert [post.title for post in await pastes(app)] == ["one.txt"]


async def test_right_behind_a_long_text_it_is_no_part_of_it(alice: Person, app: AppContext) -> None:
    await with_password(alice, PASSWORD)
    text = long_text(5_000)
    await alice.says(text)
    again = await alice.says(PASSWORD)
    await alice.hears(REFUSED)
    assert again.deleted
    await alice.hears("/alice/a-long-text")
    assert await published(app, "alice/a-long-text") == text


async def test_a_message_that_is_edited_into_it_is_deleted_and_its_paste_stays_as_it_was(
    alice: Person, app: AppContext
) -> None:
    said = await alice.says("a text")
    await alice.hears("/alice/a-text")
    await with_password(alice, PASSWORD)
    await alice.edits(said, f"{PASSWORD}\n")
    await alice.hears(REFUSED)
    assert said.deleted
    assert await published(app, "alice/a-text") == "a text"


async def test_while_something_else_is_asked_for_it_is_no_answer(alice: Person, app: AppContext) -> None:
    card = await pasted(alice, "a text")
    await with_password(alice, PASSWORD)
    await alice.presses("Rename", on=card)
    await alice.hears("new title")
    again = await alice.says(PASSWORD)
    await alice.hears(REFUSED)
    assert again.deleted
    await alice.says("Another title")
    await alice.hears("/alice/another-title")
    assert [post.title for post in await pastes(app)] == ["Another title"]


async def test_where_a_password_is_asked_for_it_is_one(telegram: Telegram, alice: Person) -> None:
    for _ in range(2):
        await with_password(alice, PASSWORD)
    await alice.says("/logout")
    await alice.hears("no longer linked to alice")
    await alice.says("/login alice")
    await alice.hears("Now the password for alice")
    typed = await alice.says(PASSWORD)
    await alice.hears("linked to alice now")
    assert typed.deleted


async def test_it_is_a_text_like_any_other_for_somebody_else(
    alice: Person, bob: Person, app: AppContext
) -> None:
    await with_password(alice, PASSWORD)
    said = await bob.says(PASSWORD)
    await bob.hears("/bob/correct-horse-battery")
    assert not said.deleted


async def test_after_ten_minutes_it_is_forgotten_and_redis_never_holds_it(
    alice: Person, app: AppContext, redis: Redis
) -> None:
    await with_password(alice, PASSWORD)
    (key,) = [key async for key in redis.scan_iter("bot:password:*")]
    assert 570 < await redis.ttl(key) <= 600
    assert PASSWORD not in str(await everything_in(redis))
    await redis.delete(key)
    await pasted(alice, PASSWORD)


async def test_what_telegram_does_not_delete_the_person_is_asked_to_delete(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    said = await alice.says("a text")
    await alice.hears("/alice/a-text")
    await with_password(alice, PASSWORD)
    telegram.world.clock = lambda: said.view["date"] + 48 * 3600 + 1.0
    await alice.edits(said, PASSWORD)
    await alice.hears("That's your password")
    told = await alice.hears("Please delete it yourself")
    assert told.reply_to == said.id
    assert await published(app, "alice/a-text") == "a text"


async def test_it_is_told_in_russian(alice: Person) -> None:
    await alice.says("/language")
    await alice.hears("Which language")
    await alice.presses("Русский")
    await alice.hears("говорю с вами по-русски")
    await alice.says(f"/password {PASSWORD}")
    await alice.hears("Пароль для alice задан")
    await alice.says(PASSWORD)
    await alice.hears("Это ваш пароль, поэтому я удаляю его из чата и не публикую")
