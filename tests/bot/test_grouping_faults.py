"""Long texts are published in full when something fails while their parts come in."""

from bot.context import AppContext
from local.postgres import EmbeddedPostgres
from local.redis import EmbeddedRedis
from tests.bot.long_texts import cut_through_a_sign, long_text
from tests.bot.published import pastes, text_behind, without_storage
from tests.bot.test_grouping_processes import becomes_one_paste
from tests.conversation import Person, Telegram
from tests.outage import stopped


async def test_postgres_may_restart_before_and_after_a_text_is_gathered(
    usual_silence: None, alice: Person, app: AppContext, postgres: EmbeddedPostgres
) -> None:
    text = long_text(9_000)
    await alice.says("/new My book")
    await alice.hears("file for “My book”")
    async with stopped(postgres):
        await alice.says(text)
    await alice.sees_it_typing()
    async with stopped(postgres):
        pass
    card = await alice.hears("/alice/my-book")
    assert await text_behind(card, app) == text


async def test_redis_may_go_and_come_while_the_parts_come_in(
    usual_silence: None, alice: Person, app: AppContext, redis_server: EmbeddedRedis
) -> None:
    text = long_text(40_000)
    parts = cut_through_a_sign(text)
    await alice.says_in_parts(parts[:3])
    await alice.sees_it_typing()
    async with stopped(redis_server):
        await alice.says_in_parts(parts[3:6])
    await alice.says_in_parts(parts[6:])
    await becomes_one_paste(text, alice, app, "/alice/a-long-text")
    assert len(await pastes(app)) == 1


async def test_redis_may_go_once_a_text_is_gathered(
    usual_silence: None, telegram: Telegram, alice: Person, app: AppContext, redis_server: EmbeddedRedis
) -> None:
    text, carol = long_text(9_000), telegram.person("Carol")
    for person in (carol, alice):
        await person.says(text)
        await person.says("/help")  # answered when all before it is gathered
        await person.hears("Send me any text")
    async with stopped(redis_server):
        card = await alice.hears("/alice/a-long-text")
    assert await text_behind(card, app) == text
    await carol.hears("Saved “A long text”")
    await carol.says("carol")
    await carol.hears("/carol/a-long-text")


async def test_while_the_storage_is_away_what_was_sent_waits_and_others_notice_nothing(
    telegram: Telegram, alice: Person, bob: Person, app: AppContext
) -> None:
    masha = telegram.person("Маша", language="ru")
    with without_storage(app):
        for person in (alice, masha):
            await person.says("word " * 800)
        await alice.hears("Something isn't working on my side. Nothing is lost")
        await masha.hears("У меня временные неполадки. Ничего не потеряно")
        await alice.says("short")
        await bob.says("/help")
        await bob.hears("Send me any text")
    assert await text_behind(await alice.hears("/alice/word-word"), app) == ("word " * 800).strip()
    await alice.hears("/alice/short")
    await masha.hears("Сохранил «word")
    assert len([message for message in alice.messages if message.matches("isn't working on my side")]) == 1
