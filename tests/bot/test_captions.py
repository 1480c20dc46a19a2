"""Captions of pictures and the like can be published."""

from aiogram import Bot

from bot.context import AppContext
from tests.bot.conftest import Limits
from tests.bot.published import pastes, text_behind
from tests.conversation import Person, Telegram

RECIPE = "How to make tea\nBoil water, and wait."


async def test_the_caption_of_a_photo_becomes_a_paste_by_one_press(alice: Person, app: AppContext) -> None:
    sent = await alice.sends_photo(RECIPE)
    offer = await alice.hears("I publish text, not pictures.*I can publish the caption")
    assert offer.reply_to == sent.id
    assert not await pastes(app)
    await alice.presses("Publish caption", on=offer)
    card = await alice.hears("/alice/how-to-make-tea")
    assert await text_behind(card, app) == RECIPE
    assert card.reply_to == sent.id
    [there] = [message for message in alice.messages if message.id == offer.id]
    assert not there.buttons


async def test_it_keeps_its_formatting_and_its_edits_are_followed(alice: Person, app: AppContext) -> None:
    sent = await alice.sends_photo("How to make <b>tea</b>")
    await alice.hears("I can publish the caption")
    await alice.presses("Publish caption")
    card = await alice.hears("/alice/how-to-make-tea")
    assert await text_behind(card, app) == "How to make **tea**"
    await alice.edits(sent, "How to make coffee")
    await alice.hears("Your edit updated the paste")
    assert await text_behind(card, app) == "How to make coffee"


async def test_two_quick_presses_publish_it_once(telegram: Telegram, alice: Person, app: AppContext) -> None:
    await alice.sends_photo(RECIPE)
    offer = await alice.hears("I can publish the caption")
    telegram.world.updates.hold()
    for _ in range(2):
        await alice.presses("Publish caption", on=offer)
    telegram.world.updates.release()
    await alice.hears("/alice/how-to-make-tea")
    await alice.says("next")
    await alice.hears("/alice/next")
    assert len(await pastes(app)) == 2


async def test_without_words_it_says_what_can_be_sent(alice: Person) -> None:
    await alice.sends_photo()
    assert not (await alice.hears("I publish text and text files")).buttons
    await alice.sends_photo("/new")
    assert not (await alice.hears("I publish text and text files")).buttons


async def test_where_the_message_is_gone_it_says_so(telegram: Telegram, alice: Person) -> None:
    sent = await alice.sends_photo(RECIPE)
    await alice.hears("I can publish the caption")
    del telegram.world.state.messages[alice.id][sent.id]
    await alice.presses("Publish caption")
    await alice.hears_toast("That message is gone. Send its caption again, as text")


async def test_the_words_under_a_file_that_is_no_text_are_offered_too(alice: Person, app: AppContext) -> None:
    await alice.sends_file("scan.pdf", b"%PDF-1.4\n\0\0\0\0", caption=RECIPE)
    refused = await alice.hears("isn't text, so I can't publish it")
    await alice.presses("Publish caption", on=refused)
    assert await text_behind(await alice.hears("/alice/how-to-make-tea"), app) == RECIPE


async def test_a_title_that_was_asked_for_is_the_captions(alice: Person, app: AppContext) -> None:
    await alice.says("/new My recipe")
    await alice.hears("Now send me the text")
    await alice.sends_photo(RECIPE)
    await alice.hears("I can publish the caption")
    await alice.presses("Publish caption")
    assert await text_behind(await alice.hears("/alice/my-recipe"), app) == RECIPE
    await alice.says("and then another text")
    await alice.hears("/alice/and-then-another-text")


async def test_where_another_answer_is_waited_for_it_is_none(alice: Person) -> None:
    await alice.says("/follow")
    await alice.hears("Who do you want to follow")
    await alice.sends_photo(RECIPE)
    await alice.hears("Please send a username")


async def test_a_strangers_is_kept_until_there_is_a_username(telegram: Telegram, bot: Bot) -> None:
    carol = telegram.person("Carol")
    await carol.sends_photo(RECIPE)
    await carol.hears("I can publish the caption")
    await carol.presses("Publish caption")
    await carol.hears("Saved “How to make tea”")
    await carol.says("carol")
    await carol.hears("/carol/how-to-make-tea")


async def test_over_the_limit_it_is_held(alice: Person, limits: Limits) -> None:
    limits.limit_paste_size = 10
    await alice.sends_photo(RECIPE)
    await alice.hears("I can publish the caption")
    await alice.presses("Publish caption")
    await alice.hears("Saved, not published: “How to make tea”")


async def test_in_a_group_it_is_published_for_who_asks(
    telegram: Telegram, alice: Person, bob: Person
) -> None:
    group = telegram.group("Friends", [alice, bob])
    said = await group[alice].sends_photo(RECIPE)
    await group.replies(bob, said, "/paste")
    await group.hears("/bob/how-to-make-tea")


async def test_in_russian(telegram: Telegram, bot: Bot, app: AppContext) -> None:
    masha = telegram.person("Маша", language="ru")
    await masha.sends_photo("Как заварить чай")
    await masha.hears("Я публикую текст, а не картинки.*могу опубликовать подпись")
    await masha.presses("Опубликовать")
    await masha.hears("Сохранил «Как заварить чай»")
