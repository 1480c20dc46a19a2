"""The Bot API methods that the local Telegram has: `HANDLERS`, by name in lower case.

A handler gets the parsed call and returns the result as JSON. Handlers raise BotApiError.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import methods as api

from local.telegram.methods import (
    chats,
    copies,
    documents,
    edits,
    messages,
    profile,
    queries,
    updates,
)
from local.telegram.world import World

Handler = Callable[[World, Any], Awaitable[Any]]
Method = type[api.TelegramMethod[Any]]

_HANDLERS: dict[Method, Handler] = {
    api.AnswerCallbackQuery: queries.answer_callback_query,
    api.AnswerInlineQuery: queries.answer_inline_query,
    api.CopyMessage: copies.copy_message,
    api.DeleteMessage: messages.delete_message,
    api.DeleteMessages: messages.delete_messages,
    api.DeleteMyCommands: profile.delete_my_commands,
    api.DeleteWebhook: updates.delete_webhook,
    api.EditMessageCaption: edits.edit_message_caption,
    api.EditMessageReplyMarkup: edits.edit_message_reply_markup,
    api.EditMessageText: edits.edit_message_text,
    api.ForwardMessage: copies.forward_message,
    api.GetChat: chats.get_chat,
    api.GetChatAdministrators: chats.get_chat_administrators,
    api.GetChatMember: chats.get_chat_member,
    api.GetChatMemberCount: chats.get_chat_member_count,
    api.GetFile: documents.get_file,
    api.GetMe: profile.get_me,
    api.GetMyCommands: profile.get_my_commands,
    api.GetMyDescription: profile.get_my_description,
    api.GetMyShortDescription: profile.get_my_short_description,
    api.GetUpdates: updates.get_updates,
    api.GetUserProfilePhotos: chats.get_user_profile_photos,
    api.GetWebhookInfo: updates.get_webhook_info,
    api.LeaveChat: chats.leave_chat,
    api.SendChatAction: messages.send_chat_action,
    api.SendDocument: documents.send_document,
    api.SendMediaGroup: copies.send_media_group,
    api.SendMessage: messages.send_message,
    api.SetMessageReaction: edits.set_message_reaction,
    api.SetMyCommands: profile.set_my_commands,
    api.SetMyDescription: profile.set_my_description,
    api.SetMyShortDescription: profile.set_my_short_description,
    api.SetWebhook: updates.set_webhook,
}
# Telegram ignores the case of method names.
HANDLERS: dict[str, tuple[Method, Handler]] = {
    method.__api_method__.lower(): (method, handler) for method, handler in _HANDLERS.items()
}
