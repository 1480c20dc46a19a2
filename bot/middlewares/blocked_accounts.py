"""Accounts that the operator has blocked: each of their updates is refused, with the reason."""

from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update

from auth.errors import AccountBlocked
from auth.models import User
from bot.cards.callbacks import CancelDeletion
from bot.conversation.states import DeletingAccount
from bot.inbox.messages import command_of
from bot.middlewares.handler_data import Handler, UpdateAttempt

# What belongs to them, they may take along or delete.
_PASSING_COMMANDS: Final = frozenset({"export", "deleteaccount", "help", "cancel"})


class BlockedAccountMiddleware(BaseMiddleware):
    """Raises AccountBlocked, but not for commands about the account itself."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        user: User | None = data["user"]
        if user is None or user.block_reason is None or not isinstance(event, Update):
            return await handler(event, data)
        if _may_pass(event, data["attempt"], data["raw_state"]):
            return await handler(event, data)
        raise AccountBlocked(user.block_reason)


def _may_pass(update: Update, attempt: UpdateAttempt, state: str | None) -> bool:
    if update.my_chat_member or update.inline_query:  # neither publishes anything
        return True
    if update.callback_query:
        return (update.callback_query.data or "").startswith(CancelDeletion.__prefix__)
    message = update.message
    # What was forwarded, or sent in one go, is to be published, whatever its first message is.
    if message is None or message.text is None or message.forward_origin or attempt.group:
        return False
    command = command_of(message)
    return command in _PASSING_COMMANDS or (command is None and state == DeletingAccount.username.state)
