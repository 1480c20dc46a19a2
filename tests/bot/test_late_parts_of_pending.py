"""Late parts of pending drafts, and their messages delivered twice."""

from redis.asyncio import Redis

from bot.context import AppContext
from tests.bot.conftest import Limits
from tests.bot.published import pastes, published, text_behind
from tests.bot.redelivery import redelivered
from tests.conversation import Person, Telegram

PROGRAM = "import math\n\n\ndef many():\n    return [\n" + "        math.pi,\n" * 300 + "    ]\n"


async def test_what_is_held_and_delivered_once_more_makes_no_paste_of_its_own(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    held = await alice.says('token = "ghp_9fK2mQx7Lw3RtZ8vNb4YcD6sHj1PqU5aEoGi"')
    await alice.hears("seems to contain a secret")
    redelivered(telegram, alice, held)
    await alice.says("other")
    await alice.hears_nothing_of("secret", until=alice.hears("/alice/other"))
    assert len(await pastes(app)) == 1


async def test_a_late_part_of_what_is_held_waits_with_it(
    telegram: Telegram, alice: Person, limits: Limits, redis: Redis, app: AppContext
) -> None:
    limits.limit_pastes_a_minute = 1
    await alice.says("all that is allowed")
    await alice.hears("/alice/all-that")
    parts = ["word " * 800, "the end"]
    await alice.says_in_parts(parts[:1])
    telegram.world.updates.hold()
    await alice.says_in_parts(parts[1:])
    held = await alice.hears("The limit is 1 paste a minute")
    telegram.world.updates.release()
    await redis.flushall()
    await alice.says("other")
    await alice.hears("/alice/other")
    await redis.flushall()
    await alice.presses("Publish now", on=held)
    card = await alice.hears("/alice/word-word")
    assert await text_behind(card, app) == "".join(parts)
    assert len(await pastes(app)) == 3


async def test_a_late_part_of_what_was_warned_of_is_warned_of_with_it(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    parts = ['token = "ghp_9fK2mQx7Lw3RtZ8vNb4YcD6sHj1PqU5aEoGi"\n' + "word " * 700, "the end"]
    await alice.says_in_parts(parts[:1])
    telegram.world.updates.hold()
    await alice.says_in_parts(parts[1:])
    first = await alice.hears("seems to contain a secret")
    telegram.world.updates.release()
    second = await alice.hears("seems to contain a secret")
    assert second.id != first.id
    await alice.presses("Publish anyway", on=second)
    await alice.hears("/alice/")
    (post,) = await pastes(app)
    assert await published(app, post.url) == "".join(parts)


async def test_another_text_that_comes_with_a_late_part_takes_nothing_of_it(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    begin = 'token = "ghp_9fK2mQx7Lw3RtZ8vNb4YcD6sHj1PqU5aEoGi"\n' + "word " * 700
    late, other = ["middle " * 500, "the end"], "other " * 500
    await alice.says_in_parts([begin])
    telegram.world.updates.hold()
    await alice.says_in_parts([*late, other])
    await alice.hears("seems to contain a secret")
    telegram.world.updates.release()
    held = await alice.hears("seems to contain a secret")
    card = await alice.hears("/alice/other")
    assert await text_behind(card, app) == other
    await alice.presses("Publish anyway", on=held)
    whole = await alice.hears("/alice/2")
    assert await text_behind(whole, app) == "".join([begin, *late])
