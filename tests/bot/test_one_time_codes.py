"""One-time codes that are requested too often, or have expired."""

from redis.asyncio import Redis

from bot.context import AppContext
from tests.bot.conftest import pasted
from tests.bot.published import pastes
from tests.conversation import Person, Telegram


async def with_a_dead_code(person: Person, redis: Redis) -> None:
    """Begin a reset whose code has expired: no notifier runs to make one."""
    await person.says("/reset alice")
    await person.hears("sending a one-time code|Отправляю одноразовый код")
    assert not await redis.keys("auth:code:*")
    await person.says("123456")
    await person.hears("no longer works|больше не действует")


async def test_guesses_at_a_dead_code_are_no_pastes(alice: Person, redis: Redis, app: AppContext) -> None:
    await with_a_dead_code(alice, redis)
    for guess in ("123457", "123 458"):
        await alice.says(guess)
        await alice.hears("one-time code no longer works. /reset sends a new one.*/cancel")
    await alice.says("/help")
    await alice.hears("Send me any text or file")
    await alice.says("123459")
    await alice.hears("one-time code no longer works")
    assert not await pastes(app)


async def test_all_else_is_taken_as_ever_and_ends_it(alice: Person, redis: Redis) -> None:
    await with_a_dead_code(alice, redis)
    await pasted(alice, "a text")
    await pasted(alice, "123457")


async def test_files_and_commands_end_it_too(alice: Person, redis: Redis) -> None:
    await with_a_dead_code(alice, redis)
    await alice.sends_file("notes.txt", b"my notes")
    await alice.hears("/alice/notes.txt")
    await with_a_dead_code(alice, redis)
    await alice.says("/cancel")
    await alice.hears("Nothing has changed")
    await pasted(alice, "123457")


async def test_it_is_told_in_russian(telegram: Telegram, alice: Person, redis: Redis) -> None:
    petya = telegram.person("Петя", language="ru")
    await with_a_dead_code(petya, redis)
    await petya.says("123457")
    await petya.hears("Одноразовый код больше не действует. /reset пришлёт новый")


async def test_codes_are_not_sent_without_end_either(telegram: Telegram, alice: Person) -> None:
    petya = telegram.person("Петя", language="ru")
    for _ in range(5):
        await petya.says("/reset alice")
        await petya.hears("Отправляю одноразовый код")
    await petya.says("/reset alice")
    await petya.hears("Слишком много попыток: можно не больше 5 за 15 минут. Попробуйте через 15 минут")
