"""Inline: one's own pastes in any chat."""

from redis.asyncio import Redis

from bot.context import AppContext
from bot.handlers.inline import PAGE_SIZE
from posts.texts.drafts import draft_of_text
from tests.bot.conftest import registered
from tests.conversation import Telegram
from tests.doors import accounts_door, posts_door
from tests.person import Person


async def test_the_latest_come_first_and_words_find(alice: Person) -> None:
    for text in ("Shopping list\nmilk and bread", "Main ideas\nrunning fast", "Заметка\nсообщения друзьям"):
        await alice.says(text)
        await alice.hears("/alice/")
    assert (await alice.asks_inline("")).titles == ["Заметка", "Main ideas", "Shopping list"]
    assert (await alice.asks_inline("milk")).titles == ["Shopping list"]
    assert (await alice.asks_inline("run")).titles == ["Main ideas"]
    assert (await alice.asks_inline("сообщение")).titles == ["Заметка"]


async def test_picking_one_sends_title_and_link(telegram: Telegram, alice: Person, bob: Person) -> None:
    await alice.says("Shopping <list>")
    await alice.hears("/alice/shopping-list")
    group = telegram.group("Friends", [bob, alice], with_bot=False)
    results = await group[alice].asks_inline("shop")
    said = await group[alice].picks(results[0])
    assert said.text == "Shopping <list>\nhttp://localhost:8080/alice/shopping-list"
    assert "Text · 15 bytes" in results[0].description


async def test_what_is_picked_in_the_bots_own_chat_is_no_new_paste(alice: Person) -> None:
    await alice.says("only once")
    await alice.hears("/alice/only-once")
    await alice.picks((await alice.asks_inline("once"))[0])
    await alice.says("/my")
    listed = await alice.hears("Your pastes")
    assert listed.text.count("only-once") == 1


async def test_nobody_sees_what_is_somebody_elses(alice: Person, bob: Person) -> None:
    await alice.says("mine alone")
    await alice.hears("/alice/mine-alone")
    assert (await bob.asks_inline("mine")).titles == []


async def test_nothing_found_offers_a_new_paste(alice: Person) -> None:
    results = await alice.asks_inline("no such words")
    assert results.titles == []
    assert results.button == "✍️ Nothing found. New paste"
    await alice.presses_inline_button(results)
    await alice.hears("Now send me the text or file")
    await alice.says("here it is")
    await alice.hears("/alice/here-it-is")


async def test_a_stranger_is_led_to_the_bot(telegram: Telegram, alice: Person) -> None:
    carol = telegram.person("Carol", language="ru")
    results = await carol.asks_inline("")
    assert results.button == "👋 Начать в Postebin"
    await carol.presses_inline_button(results)
    await carol.hears("Сначала выберите ник")


async def test_many_come_in_pages(telegram: Telegram, alice: Person, app: AppContext, redis: Redis) -> None:
    author = await accounts_door(app.sessions, redis, app.secrets).find("alice")
    posts = posts_door(app.sessions, redis, app.storage)
    for number in range(PAGE_SIZE + 3):
        await posts.publish(author, draft_of_text(f"thing {number}"))
    first = await alice.asks_inline("thing")
    assert first.titles[0] == f"thing {PAGE_SIZE + 2}"
    assert len(first) == PAGE_SIZE
    rest = await alice.asks_inline("thing", offset=first.next_offset)
    assert rest.titles == ["thing 2", "thing 1", "thing 0"]
    assert rest.next_offset == ""


async def test_a_private_one_is_marked(alice: Person) -> None:
    await alice.says("diary")
    await alice.hears("/alice/diary")
    await alice.presses("Visibility")
    await alice.hears("Who can see")
    await alice.presses("Private")
    await alice.hears("🔒 Private")
    assert (await alice.asks_inline("diary"))[0].description.startswith("🔒")


async def test_an_odd_offset_begins_anew(telegram: Telegram, alice: Person) -> None:
    await registered(telegram.person("Dave"), "dave")
    await alice.says("one")
    await alice.hears("/alice/one")
    assert (await alice.asks_inline("", offset="nonsense")).titles == ["one"]
