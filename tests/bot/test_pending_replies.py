"""Replies as JSON in the outbox."""

import pytest
from aiogram.enums import ChatAction, ParseMode
from aiogram.methods import (
    AnswerCallbackQuery,
    AnswerInlineQuery,
    DeleteMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    SendChatAction,
    SendMessage,
    SetMessageReaction,
)
from aiogram.types import (
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReactionTypeEmoji,
    ReplyParameters,
)
from markupsafe import Markup

from bot.cards.reply import CardKey, CardReply, MessageBody
from bot.outbox.replies import FileReply, Reply, outbox_rows, parse_reply, unstored
from kernel.storage import ContentKey
from posts.models import DraftId, PostId

BUTTONS = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="📋", copy_text=CopyTextButton(text="http://x/y")),
            InlineKeyboardButton(text="Открыть", url="http://x/y"),
        ],
        [InlineKeyboardButton(text="Rename", callback_data="rename:3")],
    ]
)
REPLY = ReplyParameters(message_id=5, allow_sending_without_reply=True)
SAID: MessageBody = {"text": Markup("<b>Заметка 😀</b>\n\x00"), "reply_markup": BUTTONS}
WITHOUT_BUTTONS: MessageBody = {"text": Markup("<i>Gone</i>"), "reply_markup": None}
FAILED = SendMessage(chat_id=7, text="not sent", reply_markup=BUTTONS, reply_parameters=REPLY)
PREVIEW = LinkPreviewOptions(is_disabled=True)

REPLIES: dict[str, Reply] = {
    "message": SendMessage(chat_id=7, text="<i>kept</i>"),
    "message with a NUL": SendMessage(chat_id=7, text="\x00 and \udc4d and 😀"),
    "message with all": FAILED.model_copy(update={"link_preview_options": PREVIEW, "protect_content": False}),
    "message as plain text": SendMessage(chat_id=7, text="a < b", parse_mode=ParseMode.HTML),
    "question": SendMessage(chat_id=7, text="Name?", reply_markup=ForceReply(force_reply=True)),
    "new card": CardReply(7, SAID, CardKey.post(PostId(3)), reply_to=5),
    "card in place": CardReply(7, SAID, CardKey.post(PostId(3)), in_place=True),
    "card in a message": CardReply(7, WITHOUT_BUTTONS, CardKey.post(PostId(3)), message_id=9),
    "card of nothing": CardReply(-7, SAID, reply_to=5),
    "card of a question": CardReply(7, SAID, CardKey.question()),
    "card of a draft": CardReply(7, SAID, CardKey.draft(DraftId(4))),
    "edit": EditMessageText(chat_id=7, message_id=9, text="<b>changed</b>", reply_markup=BUTTONS),
    "edit that takes buttons away": EditMessageText(chat_id=7, message_id=9, text="changed"),
    "buttons": EditMessageReplyMarkup(chat_id=7, message_id=9, reply_markup=BUTTONS),
    "no buttons": EditMessageReplyMarkup(chat_id=7, message_id=9),
    "reaction": SetMessageReaction(chat_id=7, message_id=9, reaction=[ReactionTypeEmoji(emoji="👍")]),
    "no reaction": SetMessageReaction(chat_id=7, message_id=9, reaction=[]),
    "deletion": DeleteMessage(chat_id=7, message_id=9),
    "upload": FileReply(7, ContentKey("ab/cd"), "Заметка.txt", 5, FAILED, "bot:sending:7:3"),
}
NOT_STORED = (
    AnswerCallbackQuery(callback_query_id="1", text="Done"),
    AnswerInlineQuery(inline_query_id="1", results=[]),
    SendChatAction(chat_id=7, action=ChatAction.TYPING),
)


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_a_reply_comes_out_as_it_went_in(reply: Reply) -> None:
    [(chat, payload)] = outbox_rows([reply])
    assert chat in (7, -7)
    assert payload.isascii()
    assert "\x00" not in payload
    assert type(parse_reply(payload, chat)) is type(reply)
    assert parse_reply(payload, chat) == reply


def test_the_text_of_a_card_is_markup_still() -> None:
    [(_, payload)] = outbox_rows([REPLIES["new card"]])
    card = parse_reply(payload, 7)
    assert isinstance(card, CardReply)
    assert str(card.body["text"] + "<") == str(SAID["text"]) + "&lt;"


def test_what_was_left_to_the_bots_defaults_is_left_to_them_still() -> None:
    plain = SendMessage(chat_id=7, text="a", link_preview_options=LinkPreviewOptions(is_disabled=True))
    [(_, payload)] = outbox_rows([plain])
    assert "default" not in payload.lower()
    found = parse_reply(payload, 7)
    assert isinstance(found, SendMessage)
    assert found.parse_mode == SendMessage(chat_id=7, text="a").parse_mode


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_in_a_chat_that_has_another_id_by_now_it_is_the_same(reply: Reply) -> None:
    [(_, payload)] = outbox_rows([reply])
    moved = parse_reply(payload, -100)
    assert getattr(moved, "chat_id", None) == -100
    if isinstance(moved, FileReply):
        assert moved.failed.chat_id == -100
    [(chat, again)] = outbox_rows([moved])
    assert chat == -100
    assert parse_reply(again, 7) == parse_reply(payload, 7)


def test_answers_to_presses_are_sent_at_once_and_not_stored() -> None:
    press, query, typing = NOT_STORED
    answers: list[Reply] = [press, REPLIES["message"], query, REPLIES["new card"], typing]
    assert unstored(answers) == [press, query, typing]
    assert [parse_reply(payload, chat) for chat, payload in outbox_rows(answers)] == [
        REPLIES["message"],
        REPLIES["new card"],
    ]


def test_replies_keep_their_order_and_chats() -> None:
    answers: list[Reply] = [SendMessage(chat_id=7 + number % 2, text=str(number)) for number in range(6)]
    assert [chat for chat, _ in outbox_rows(answers)] == [7, 8, 7, 8, 7, 8]
    assert [parse_reply(payload, chat) for chat, payload in outbox_rows(answers)] == answers
