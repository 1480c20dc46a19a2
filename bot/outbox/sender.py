"""Sending one reply to Telegram: a card by editing its message or as a new one, a file from the storage."""

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest
from aiogram.methods import EditMessageText
from aiogram.types import Message

from bot.cards.reply import CardReply
from bot.chat_memory import ChatMemory
from bot.outbox.replies import UPLOAD_TIMEOUT_SECONDS, FileReply, Reply
from kernel.storage import Storage

_log = structlog.get_logger(__name__)


class Sender:
    """Sends replies, and remembers which messages show which cards."""

    def __init__(self, bot: Bot, storage: Storage, memory: ChatMemory) -> None:
        self._bot = bot
        self._storage = storage
        self._memory = memory

    async def send(self, reply: Reply) -> None:
        """Send the reply, or the message of a failure instead of a file. Raises TelegramAPIError."""
        try:
            await self._dispatch(reply)
        except ClientDecodeError as unreadable:  # Telegram has sent it, but aiogram cannot read the response
            _log.error("telegram_response_unreadable", exc_info=unreadable)

    async def _dispatch(self, reply: Reply) -> None:
        match reply:
            case CardReply():
                await self._show(reply)
            case FileReply():
                await self._upload(reply)
            case EditMessageText(chat_id=int(), message_id=int()):
                await self._edit(reply)
            case _:
                await self._bot(reply)

    async def _edit(self, edit: EditMessageText) -> None:
        """Edit the message unless it shows this already. Raises TelegramBadRequest if it cannot be edited."""
        chat, message = int(edit.chat_id or 0), edit.message_id or 0
        if await self._memory.states.shows(chat, message, edit.text, edit.reply_markup):
            return
        try:
            await self._bot(edit)
        except TelegramBadRequest as refusal:
            if "not modified" not in refusal.message:
                raise
        await self._memory.states.remember(chat, message, edit.text, edit.reply_markup)

    async def _show(self, card: CardReply) -> None:
        """Edit the message that shows the card; send a new one if there is none or it cannot be edited."""
        cards = self._memory.cards
        place = card.message_id or (card.in_place and await cards.message_of(card.chat_id, card.key))
        if place:
            try:
                await self._edit(card.as_edit(place))
            except TelegramBadRequest as refusal:
                _log.info("card_not_editable", refusal=str(refusal))
                place = None
        if not place:
            sent: Message = await self._bot(card.as_message())
            place = sent.message_id
        if card.key is not None:
            await cards.remember(card.chat_id, card.key, place)

    async def _upload(self, file: FileReply) -> None:
        try:
            await self._bot(await file.document(self._storage), request_timeout=UPLOAD_TIMEOUT_SECONDS)
        except (TelegramAPIError, OSError) as fault:
            _log.warning("file_not_sent", fault=str(fault))
            await self._memory.sending.end(file.sending, is_sent=False)
            await self._bot(file.failed)
        else:
            await self._memory.sending.end(file.sending, is_sent=True)
