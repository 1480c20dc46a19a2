"""Messages that a bot sends, edits and deletes, through aiogram's own client."""

import pytest
from aiogram.exceptions import TelegramForbiddenError
from aiogram.types import ForceReply, LinkPreviewOptions, MessageEntity, ReactionTypeEmoji, ReplyParameters

from tests.local.telegram.calls import PRESS, refused

ONLY_HTML = "unsupported parse_mode: the local Telegram reads HTML and entities, no Markdown"
SAME = "message is not modified: specified new message content and reply markup are exactly the same as"
NO_END_TAG = "can't parse entities: Can't find end tag corresponding to start tag \"b\""


async def test_html_and_entities_are_sent_and_come_back(bot, alice):
    sent = await bot.send_message(alice.id, "<b>жирный</b> 👍 <code>/x</code>", parse_mode="HTML")
    assert sent.html_text == "<b>жирный</b> 👍 <code>/x</code>"
    assert (await alice.hears("жирный")).html == sent.html_text
    entities = [MessageEntity(type="pre", offset=3, length=1, language="python")]
    sent = await bot.send_message(alice.id, "👍 x", entities=entities)
    assert [entity.model_dump() for entity in sent.entities] == [entities[0].model_dump()]


async def test_options_that_change_nothing_visible_are_accepted(bot, alice):
    options = {"link_preview_options": LinkPreviewOptions(is_disabled=True), "reply_markup": ForceReply()}
    quiet = {"protect_content": True, "disable_notification": True}
    sent = await bot.send_message(alice.id, "a", **options, **quiet)
    assert (sent.has_protected_content, sent.link_preview_options.is_disabled) == (True, True)
    assert sent.reply_markup is None


async def test_a_reply_names_what_it_answers(bot, alice):
    async def reply(**to):
        return await bot.send_message(alice.id, "a", reply_parameters=ReplyParameters(**to))

    assert (await reply(message_id=alice.messages[0].id)).reply_to_message.text == "/start"
    await refused(reply(message_id=404), "Bad Request: message to be replied not found")
    lenient = await reply(message_id=404, allow_sending_without_reply=True)
    assert lenient.reply_to_message is None


@pytest.mark.parametrize(
    ("text", "parse_mode", "reason"),
    [
        (" \n ", None, "text must be non-empty"),
        ("<b> </b>", "HTML", "text must be non-empty"),
        ("a" * 4097, None, "message is too long"),
        ("👍" * 2049, None, "message is too long"),
        ("<b>a", "HTML", NO_END_TAG),
        ("a", "MarkdownV2", ONLY_HTML),
        ("a", "Word", "unsupported parse_mode"),
    ],
)
async def test_an_invalid_text_is_refused(bot, alice, text, parse_mode, reason):
    answer = await refused(bot.send_message(alice.id, text, parse_mode=parse_mode))
    assert answer.value.message == f"Bad Request: {reason}"


async def test_the_limit_is_on_the_text_after_parsing(bot, alice):
    sent = await bot.send_message(alice.id, f"<b>{'👍' * 2048}</b>", parse_mode="HTML")
    assert sent.text == "👍" * 2048


async def test_a_bot_writes_only_to_people_who_have_started_it_and_not_blocked_it(bot, alice, bob):
    await refused(bot.send_message(bob.id, "a"), "Bad Request: chat not found")
    await alice.blocks_the_bot()
    blocked = "Forbidden: bot was blocked by the user"
    await refused(bot.send_message(alice.id, "a"), blocked, TelegramForbiddenError)
    await alice.unblocks_the_bot()
    await bot.send_message(alice.id, "a")


async def test_an_edit_without_a_keyboard_removes_it(bot, alice):
    sent = await bot.send_message(alice.id, "a", reply_markup=PRESS)
    assert (await sent.edit_text("<i>b</i>", parse_mode="HTML")).edit_date is not None
    assert (await alice.hears("b")).html == "<i>b</i>"
    assert alice.messages[-1].buttons == []


async def test_an_edit_that_changes_nothing_is_refused(bot, alice):
    sent = await bot.send_message(alice.id, "a", reply_markup=PRESS)
    await refused(sent.edit_text("a", reply_markup=PRESS), SAME)
    await refused(sent.edit_reply_markup(reply_markup=PRESS), SAME)
    await sent.edit_reply_markup()
    assert alice.messages[-1].buttons == []


async def test_an_impossible_edit_is_refused_with_the_reason(bot, alice):
    async def edit(message_id, text="b"):
        await bot.edit_message_text(text, chat_id=alice.id, message_id=message_id)

    sent = await bot.send_message(alice.id, "a")
    await refused(edit(404), "Bad Request: message to edit not found")
    await refused(edit(alice.messages[0].id), "Bad Request: message can't be edited")
    await refused(edit(sent.message_id, "b" * 4097), "Bad Request: MESSAGE_TOO_LONG")
    await refused(bot.edit_message_text("b", inline_message_id="x"), "Bad Request: MESSAGE_ID_INVALID")


async def test_a_message_is_deleted_once(bot, alice):
    sent = await bot.send_message(alice.id, "a")
    assert await sent.delete()
    await refused(sent.delete(), "Bad Request: message to delete not found")


async def test_several_are_deleted_at_once_and_the_unknown_are_passed_over(bot, alice):
    sent = await bot.send_message(alice.id, "a")
    assert await bot.delete_messages(alice.id, [alice.messages[0].id, sent.message_id, 404])
    assert alice.messages == []
    await refused(bot.delete_messages(alice.id, list(range(101))), "1-100 messages")


async def test_after_48_hours_a_message_stays(bot, alice, telegram):
    first = alice.messages[0]
    telegram.world.clock = lambda: first.view["date"] + 48 * 3600 + 1.0
    too_old = "Bad Request: message can't be deleted for everyone"
    await refused(bot.delete_message(alice.id, first.id), too_old)
    assert not first.deleted


async def test_a_reaction_is_set_and_removed(bot, alice):
    first = alice.messages[0].id

    async def react(emoji, message_id=first):
        reactions = [ReactionTypeEmoji(emoji=one) for one in emoji]
        await bot.set_message_reaction(alice.id, message_id, reactions)
        return alice.messages[0].reaction

    assert [await react("👍"), await react("")] == ["👍", None]
    await refused(react("📄"), "REACTION_INVALID")
    await refused(react("👍👎"), "REACTIONS_TOO_MANY")
    await refused(react("", 404), "message to react not found")


async def test_an_action_must_be_a_known_one(bot, alice):
    assert await bot.send_chat_action(alice.id, "typing")
    wrong = "Bad Request: wrong parameter action in request"
    await refused(bot.send_chat_action(alice.id, "thinking"), wrong)


async def test_a_bot_may_look_at_a_chat(bot, alice):
    chat = await bot.get_chat(alice.id)
    assert (chat.type, chat.first_name, chat.username) == ("private", "Alice", "alice")
