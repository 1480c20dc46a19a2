"""What stands under a picture, a voice, a file that is no text: the words alone can be published."""

from aiogram.types import Message

from bot.cards.buttons import Row, button, keyboard
from bot.cards.callbacks import PublishCaption
from bot.cards.shown import Said
from bot.errors import said_of
from bot.taking.new_command import below_command
from bot.taking.texts import text_of
from kernel.errors import AppError
from kernel.phrases import Words
from posts.errors import NotText


def caption_alone(message: Message) -> Message:
    """As if it had been sent as a text."""
    text = {"text": message.caption, "entities": message.caption_entities}
    return message.model_copy(update={**text, "caption": None, "caption_entities": None, "document": None})


def what_to_send(message: Message, words: Words) -> Said:
    """To what is no text: what is; or, of what has words to it, that those can be published."""
    offer = _offer(message, words)
    return {
        "text": words("caption.offer" if offer else "send-text"),
        "reply_markup": keyboard(offer) if offer else None,
    }


def refused(message: Message, fault: AppError, words: Words) -> Said:
    """Of a file, too, the words are not lost."""
    said = said_of(fault, words)
    offer = _offer(message, words) if isinstance(fault, NotText) else []
    return {**said, "reply_markup": keyboard(offer)} if offer else said


def _offer(message: Message, words: Words) -> Row:
    if not message.caption or not text_of(below_command(caption_alone(message))).strip():
        return []
    return [button(words.plain("button.publish-caption"), PublishCaption())]
