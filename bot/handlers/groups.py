"""In groups: `/paste` as a reply publishes the message for whoever asks. Else the bot is quiet."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.types import User as TelegramUser
from markupsafe import Markup

from bot.cards.buttons import keyboard
from bot.cards.card import Cards
from bot.cards.pending import card_of
from bot.conversation.filters import When
from bot.errors import words_for
from bot.inbox.files import caption_alone
from bot.inbox.group_messages import Overheard
from bot.inbox.outcomes import Refused, SavedForStranger, Submitted, Taken
from bot.inbox.submit import Submission
from bot.outbox.group_links import for_a_group, said_in_group
from bot.outbox.replies import Answer
from bot.outbox.unstored import Notices
from bot.phrases import words_in
from posts.drafts.publishing import NotPublished

router = Router()
router.message.filter(When(F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP})))


@router.message(Command("paste"))
async def paste(
    message: Message,
    command: CommandObject,
    bot: Bot,
    submission: Submission,
    overheard: Overheard,
    notices: Notices,
    cards: Cards,
    event_from_user: TelegramUser,
) -> list[Answer]:
    replied, person = _replied_to(message), event_from_user.id
    if message.sender_chat:
        notices.show(bot, person, message.reply(_for_nobody(replied)))
        return []
    if replied is None:
        notices.show(bot, person, message.reply(cards.words("group.reply-to-what")))
        return []
    notices.tidy_up(message.chat.id, person)
    if replied.caption and not replied.document:
        replied = caption_alone(replied)
    messages = await overheard.whole(replied, bot) if replied.text else [replied]
    purpose = {"title": command.args} if command.args else {}
    _, taken = (await submission.results(messages, {messages[0].message_id: purpose}))[0]
    post = for_a_group(taken.outcome) if isinstance(taken, Submitted) else None
    if isinstance(taken, Submitted) and post:
        if taken.title_limit:
            cut = cards.words("group.title-cut", count=taken.title_limit)
            notices.show(bot, person, message.reply(cut))
        return [replied.reply(**said_in_group(cards, post))]
    text, buttons = await _explained(taken, bot, cards)
    notices.show(bot, person, message.reply(text, reply_markup=buttons))
    if not isinstance(taken, Submitted):
        return []
    return [card_of(cards, taken.outcome, person, None, cards.title_cut(taken.title_limit))]


def _replied_to(message: Message) -> Message | None:
    """In a topic of a forum, Telegram calls what replies to nothing a reply to the topic's beginning."""
    replied = message.reply_to_message
    return None if replied and replied.forum_topic_created else replied


def _for_nobody(replied: Message | None) -> Markup:
    """Who speaks as the group or as a channel cannot be told from the others who do, nor what they speak."""
    author = replied.from_user if replied else None
    return words_in(author.language_code if author else None)("group.anonymous")


async def _explained(taken: Taken, bot: Bot, cards: Cards) -> tuple[Markup, InlineKeyboardMarkup | None]:
    words = cards.words
    match taken:
        case Submitted(NotPublished()):
            return words("group.held"), None
        case Submitted():
            return words("group.private"), None
        case SavedForStranger():
            link = f"https://t.me/{(await bot.me()).username}?start=paste"
            return words("group.register"), keyboard(
                [InlineKeyboardButton(text=words.plain("button.register"), url=link)]
            )
        case Refused(error):
            return words_for(error, words), None
        case _:
            return words("group.no-text"), None
