"""Gives replies to Telegram: cards in the place of those that are there, files from the storage."""

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest
from aiogram.methods import EditMessageText
from aiogram.types import Message

from bot.cards.reply import CardIn, ShownCards
from bot.outbox.replies import LONGEST, Answer, Upload
from bot.outbox.screens import Screens
from bot.outbox.sendings import Sendings
from kernel.storage import Storage

_log = structlog.get_logger(__name__)


class Sender:
    def __init__(
        self, bot: Bot, storage: Storage, shown: ShownCards, screens: Screens, sendings: Sendings
    ) -> None:
        self._bot = bot
        self._storage = storage
        self._shown = shown
        self._screens = screens
        self._sendings = sendings

    async def send(self, reply: Answer) -> None:
        """Raises TelegramAPIError."""
        try:
            await self._give(reply)
        except ClientDecodeError as unreadable:  # it is sent, but aiogram does not understand the receipt
            _log.error("receipt not understood", exc_info=unreadable)

    async def _give(self, reply: Answer) -> None:
        match reply:
            case CardIn():
                await self._show(reply)
            case Upload():
                await self._upload(reply)
            case EditMessageText(chat_id=int(), message_id=int()):
                await self._change(reply)
            case _:
                await self._bot(reply)

    async def _change(self, edit: EditMessageText) -> None:
        """Raises TelegramBadRequest where the message is gone."""
        chat, message = int(edit.chat_id or 0), edit.message_id or 0
        if await self._screens.shows(chat, message, edit.text, edit.reply_markup):
            return
        try:
            await self._bot(edit)
        except TelegramBadRequest as refusal:
            if "not modified" not in refusal.message:
                raise
        await self._screens.note(chat, message, edit.text, edit.reply_markup)

    async def _show(self, card: CardIn) -> None:
        """In place of the card that is there, else as a new message."""
        place = card.message_id or (card.in_place and await self._shown.message_of(card.chat_id, card.post))
        if place:
            try:
                await self._change(card.edited(place))
            except TelegramBadRequest as refusal:
                _log.info("no card to change", refusal=str(refusal))
                place = None
        if not place:
            sent: Message = await self._bot(card.sent())
            place = sent.message_id
        if card.post is not None:
            await self._shown.remember(card.chat_id, card.post, place)

    async def _upload(self, upload: Upload) -> None:
        try:
            await self._bot(await upload.document(self._storage), request_timeout=LONGEST)
        except (TelegramAPIError, OSError) as fault:
            _log.warning("file not sent", fault=str(fault))
            await self._sendings.end(upload.sending, is_sent=False)
            await self._bot(upload.failed)
        else:
            await self._sendings.end(upload.sending, is_sent=True)
