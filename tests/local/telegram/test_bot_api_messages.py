"""Messages that a bot sends, edits and deletes, through aiogram's own client."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyParameters,
)

from tests.conversation import Person, Telegram

ONLY_HTML = "the local Telegram reads HTML and entities, no Markdown"
SAME = "message is not modified: specified new message content and reply markup are exactly the same as"
KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="a", callback_data="b")]])


async def test_html_is_sent_and_comes_back_with_its_entities(bot: Bot, alice: Person) -> None:
    sent = await bot.send_message(alice.id, "<b>жирный</b> 👍 <code>/x</code>", parse_mode="HTML")
    assert sent.html_text == "<b>жирный</b> 👍 <code>/x</code>"
    assert (await alice.hears("жирный")).html == sent.html_text


async def test_entities_are_accepted_as_given(bot: Bot, alice: Person) -> None:
    entities = [MessageEntity(type="pre", offset=3, length=1, language="python")]
    sent = await bot.send_message(alice.id, "👍 x", entities=entities)
    assert [entity.model_dump() for entity in sent.entities or ()] == [entities[0].model_dump()]


async def test_options_that_change_nothing_visible_are_accepted(bot: Bot, alice: Person) -> None:
    sent = await bot.send_message(
        alice.id,
        "a",
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        protect_content=True,
        disable_notification=True,
        reply_markup=ForceReply(),
    )
    assert sent.has_protected_content
    assert sent.link_preview_options is not None
    assert sent.link_preview_options.is_disabled is True
    assert sent.reply_markup is None


async def test_a_reply_names_what_it_answers(bot: Bot, alice: Person) -> None:
    asked = alice.messages[0]
    sent = await bot.send_message(alice.id, "a", reply_parameters=ReplyParameters(message_id=asked.id))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/start"
    with pytest.raises(TelegramBadRequest, match="Bad Request: message to be replied not found"):
        await bot.send_message(alice.id, "a", reply_parameters=ReplyParameters(message_id=404))
    lenient = ReplyParameters(message_id=404, allow_sending_without_reply=True)
    assert (await bot.send_message(alice.id, "a", reply_parameters=lenient)).reply_to_message is None


@pytest.mark.parametrize(
    ("text", "parse_mode", "reason"),
    [
        (" \n ", None, "text must be non-empty"),
        ("<b> </b>", "HTML", "text must be non-empty"),
        ("a" * 4097, None, "message is too long"),
        ("👍" * 2049, None, "message is too long"),
        ("<b>a", "HTML", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        (
            "a",
            "MarkdownV2",
            f"unsupported parse_mode: {ONLY_HTML}",
        ),
        ("a", "Word", "unsupported parse_mode"),
    ],
)
async def test_a_text_that_telegram_would_not_send(
    bot: Bot, alice: Person, text: str, parse_mode: str | None, reason: str
) -> None:
    with pytest.raises(TelegramBadRequest) as refused:
        await bot.send_message(alice.id, text, parse_mode=parse_mode)
    assert refused.value.message == f"Bad Request: {reason}"


async def test_the_limit_is_on_the_text_after_parsing(bot: Bot, alice: Person) -> None:
    sent = await bot.send_message(alice.id, f"<b>{'👍' * 2048}</b>", parse_mode="HTML")
    assert sent.text == "👍" * 2048


async def test_the_bot_cannot_write_first(bot: Bot, telegram: Telegram) -> None:
    silent = telegram.person("Silent")
    with pytest.raises(TelegramBadRequest, match="Bad Request: chat not found"):
        await bot.send_message(silent.id, "a")


async def test_who_blocked_the_bot_is_not_reached_until_they_unblock_it(bot: Bot, alice: Person) -> None:
    await alice.blocks_the_bot()
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(alice.id, "a")
    await alice.unblocks_the_bot()
    await bot.send_message(alice.id, "a")


async def test_an_edit_without_a_keyboard_removes_it(bot: Bot, alice: Person) -> None:
    sent = await bot.send_message(alice.id, "a", reply_markup=KEYBOARD)
    edited = await sent.edit_text("<i>b</i>", parse_mode="HTML")
    assert not isinstance(edited, bool)
    assert edited.edit_date is not None
    assert (await alice.hears("b")).html == "<i>b</i>"
    assert alice.messages[-1].buttons == []


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, alice: Person) -> None:
    sent = await bot.send_message(alice.id, "a", reply_markup=KEYBOARD)
    with pytest.raises(TelegramBadRequest, match=SAME):
        await sent.edit_text("a", reply_markup=KEYBOARD)
    with pytest.raises(TelegramBadRequest, match=SAME):
        await sent.edit_reply_markup(reply_markup=KEYBOARD)
    await sent.edit_reply_markup()
    assert alice.messages[-1].buttons == []


async def test_what_cannot_be_edited(bot: Bot, alice: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="Bad Request: message to edit not found"):
        await bot.edit_message_text("b", chat_id=alice.id, message_id=404)
    with pytest.raises(TelegramBadRequest, match="Bad Request: message can't be edited"):
        await bot.edit_message_text("b", chat_id=alice.id, message_id=alice.messages[0].id)
    with pytest.raises(TelegramBadRequest, match="Bad Request: MESSAGE_ID_INVALID"):
        await bot.edit_message_text("b", inline_message_id="x")
    sent = await bot.send_message(alice.id, "a")
    with pytest.raises(TelegramBadRequest, match="Bad Request: MESSAGE_TOO_LONG"):
        await bot.edit_message_text("b" * 4097, chat_id=alice.id, message_id=sent.message_id)


async def test_a_message_is_deleted_once(bot: Bot, alice: Person) -> None:
    sent = await bot.send_message(alice.id, "a")
    assert await sent.delete()
    with pytest.raises(TelegramBadRequest, match="Bad Request: message to delete not found"):
        await sent.delete()


async def test_several_are_deleted_at_once_and_the_unknown_are_passed_over(bot: Bot, alice: Person) -> None:
    sent = await bot.send_message(alice.id, "a")
    assert await bot.delete_messages(alice.id, [alice.messages[0].id, sent.message_id, 404])
    assert alice.messages == []
    with pytest.raises(TelegramBadRequest, match="1-100 messages"):
        await bot.delete_messages(alice.id, list(range(101)))


async def test_after_48_hours_a_message_stays(bot: Bot, alice: Person, telegram: Telegram) -> None:
    first = alice.messages[0]
    telegram.world.clock = lambda: first.view["date"] + 48 * 3600 + 1.0
    with pytest.raises(TelegramBadRequest, match="Bad Request: message can't be deleted for everyone"):
        await bot.delete_message(alice.id, first.id)
    assert not first.deleted


async def test_a_reaction_is_set_and_removed(bot: Bot, alice: Person) -> None:
    message_id = alice.messages[0].id
    await bot.set_message_reaction(alice.id, message_id, [ReactionTypeEmoji(emoji="👍")])
    assert alice.messages[0].reaction == "👍"
    await bot.set_message_reaction(alice.id, message_id, [])
    assert alice.messages[0].reaction is None
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await bot.set_message_reaction(alice.id, message_id, [ReactionTypeEmoji(emoji="📄")])
    with pytest.raises(TelegramBadRequest, match="REACTIONS_TOO_MANY"):
        await bot.set_message_reaction(alice.id, message_id, [ReactionTypeEmoji(emoji=e) for e in "👍👎"])
    with pytest.raises(TelegramBadRequest, match="message to react not found"):
        await bot.set_message_reaction(alice.id, 404, [])


async def test_an_action_must_be_a_known_one(bot: Bot, alice: Person) -> None:
    assert await bot.send_chat_action(alice.id, "typing")
    with pytest.raises(TelegramBadRequest, match="Bad Request: wrong parameter action in request"):
        await bot.send_chat_action(alice.id, "thinking")


async def test_a_bot_may_look_at_a_chat(bot: Bot, alice: Person) -> None:
    chat = await bot.get_chat(alice.id)
    assert (chat.type, chat.first_name, chat.username) == ("private", "Alice", "alice")
