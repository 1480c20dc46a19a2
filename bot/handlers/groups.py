"""In groups: `/paste` as a reply publishes the message for whoever asks. Else the bot is quiet."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.types import User as TelegramUser
from markupsafe import Markup

from bot.answers import Answer
from bot.buttons import keyboard
from bot.cards import Cards
from bot.errors import words_for
from bot.filters import When
from bot.held import card_of
from bot.notices import Notices
from bot.overheard import Overheard
from bot.submission import Submission
from bot.taken import Kept, Refused, Submitted, Taken
from bot.words import words_in
from posts.models import Post, Visibility
from posts.publishing import Held

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
    messages = await overheard.whole(replied, bot) if replied.text else [replied]
    purpose = {"title": command.args} if command.args else {}
    _, taken = (await submission.results(messages, {messages[0].message_id: purpose}))[0]
    is_private = isinstance(taken, Submitted) and _is_private(taken)
    if isinstance(taken, Submitted) and isinstance(taken.outcome, Post) and not is_private:
        if taken.title_limit:
            cut = cards.words("group.title-cut", count=taken.title_limit)
            notices.show(bot, person, message.reply(cut))
        return [_published(replied, taken.outcome, cards)]
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


def _published(replied: Message, post: Post, cards: Cards) -> TelegramMethod[Message]:
    """Nothing to change it by: in a group everybody could press."""
    text = cards.words("group.published", title=post.title, link=cards.link(post))
    buttons = keyboard([*cards.copy_button(cards.address.of(post.url)), *cards.open_button(post)])
    return replied.reply(text, reply_markup=buttons)


async def _explained(taken: Taken, bot: Bot, cards: Cards) -> tuple[Markup, InlineKeyboardMarkup | None]:
    words = cards.words
    match taken:
        case Submitted(Held()):
            return words("group.held"), None
        case Submitted():
            return words("group.private"), None
        case Kept():
            link = f"https://t.me/{(await bot.me()).username}?start=paste"
            return words("group.register"), keyboard(
                [InlineKeyboardButton(text=words.plain("button.register"), url=link)]
            )
        case Refused(error):
            return words_for(error, words), None
        case _:
            return words("group.no-text"), None


def _is_private(taken: Submitted) -> bool:
    """Its title and link are for nobody else's eyes."""
    return isinstance(taken.outcome, Post) and taken.outcome.visibility is Visibility.PRIVATE
