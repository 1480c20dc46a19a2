"""Reachability of private chats: people block the bot, and unblock it."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import IS_MEMBER, IS_NOT_MEMBER, ChatMemberUpdatedFilter
from aiogram.types import ChatMemberUpdated

from auth.models import TelegramId
from auth.service import AccountService
from bot.conversation.filters import Matches

router = Router()
router.my_chat_member.filter(Matches(F.chat.type == ChatType.PRIVATE))


@router.my_chat_member(ChatMemberUpdatedFilter(IS_NOT_MEMBER >> IS_MEMBER))
async def mark_unblocked(event: ChatMemberUpdated, accounts: AccountService) -> None:
    await accounts.set_reachable(TelegramId(event.chat.id), True)


@router.my_chat_member(ChatMemberUpdatedFilter(IS_MEMBER >> IS_NOT_MEMBER))
async def mark_blocked(event: ChatMemberUpdated, accounts: AccountService) -> None:
    await accounts.set_reachable(TelegramId(event.chat.id), False)
