"""The words under a picture become a paste, when their author wants it."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.cards.callbacks import PublishCaption
from bot.conversation.filters import OnCard
from bot.conversation.states import Pasting
from bot.inbox.files import caption_alone
from bot.inbox.submit import Submission
from bot.outbox.answers import Answer
from kernel.phrases import Words

router = Router()


@router.callback_query(PublishCaption.filter(), OnCard())
async def publish(
    call: CallbackQuery, card: Message, submission: Submission, state: FSMContext, words: Words
) -> list[Answer]:
    """They are in the message that was answered: the bot has kept nothing of it."""
    original = card.reply_to_message
    if original is None or not original.caption:
        return [call.answer(words.plain("caption.gone"), show_alert=True)]
    purpose = {}
    if await state.get_state() == Pasting.text.state:
        purpose = {"title": (await state.get_data()).get("title")}
        await state.clear()
    answers = await submission.take([caption_alone(original)], {original.message_id: purpose})
    return [call.answer(), card.delete_reply_markup(), *answers]
