"""/paste in groups: publishes the message that it replies to, for the person who sends it."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message
from markupsafe import Markup

from bot.cards.buttons import keyboard
from bot.cards.card import Cards
from bot.cards.pending import outcome_card
from bot.conversation.filters import Matches
from bot.errors import error_text
from bot.inbox.files import caption_as_text
from bot.inbox.group_messages import RecentGroupTexts
from bot.inbox.outcomes import Refused, SavedForStranger, SubmitOutcome, Submitted
from bot.inbox.preparing import TitledPaste
from bot.inbox.submit import Submitter
from bot.outbox.group_links import group_body, visible_in_group
from bot.outbox.replies import Reply
from bot.phrases import words_in
from bot.services import HandlerContext
from posts.drafts.models import NotPublished

router = Router()
router.message.filter(Matches(F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP})))


@router.message(Command("paste"))
async def paste(
    message: Message,
    command: CommandObject,
    context: HandlerContext,
    submitter: Submitter,
    group_texts: RecentGroupTexts,
) -> list[Reply]:
    bot, cards, notices, person = context.bot, context.cards, context.notices, context.owner
    replied = _replied_to(message)
    if message.sender_chat:
        notices.show(bot, person, message.reply(_anonymous_sender_text(replied)))
        return []
    if replied is None:
        notices.show(bot, person, message.reply(cards.words("group.reply-to-what")))
        return []
    notices.withdraw(message.chat.id, person)
    if replied.caption and not replied.document:
        replied = caption_as_text(replied)
    messages = await group_texts.parts_of_text(replied, bot) if replied.text else [replied]
    purpose = TitledPaste(command.args) if command.args else None
    _, outcome = (await submitter.outcomes(messages, {messages[0].message_id: purpose}))[0]
    post = visible_in_group(outcome.outcome) if isinstance(outcome, Submitted) else None
    if isinstance(outcome, Submitted) and post:
        if outcome.title_limit:
            cut = cards.words("group.title-cut", count=outcome.title_limit)
            notices.show(bot, person, message.reply(cut))
        return [replied.reply(**group_body(cards, post))]
    text, buttons = await _explanation(outcome, bot, cards)
    notices.show(bot, person, message.reply(text, reply_markup=buttons))
    if not isinstance(outcome, Submitted):
        return []
    return [outcome_card(cards, outcome.outcome, person, None, cards.title_cut(outcome.title_limit))]


def _replied_to(message: Message) -> Message | None:
    """Return the message that /paste replies to; in a forum, every message replies to its topic's first."""
    replied = message.reply_to_message
    return None if replied and replied.forum_topic_created else replied


def _anonymous_sender_text(replied: Message | None) -> Markup:
    """Return the refusal of a sender who writes as a group or channel, and so has no account or language."""
    author = replied.from_user if replied else None
    return words_in(author.language_code if author else None)("group.anonymous")


async def _explanation(
    outcome: SubmitOutcome, bot: Bot, cards: Cards
) -> tuple[Markup, InlineKeyboardMarkup | None]:
    words = cards.words
    match outcome:
        case Submitted(NotPublished()):
            return words("group.draft"), None
        case Submitted():
            return words("group.private"), None
        case SavedForStranger():
            link = f"https://t.me/{(await bot.me()).username}?start=paste"
            return words("group.register"), keyboard(
                [InlineKeyboardButton(text=words.plain("button.register"), url=link)]
            )
        case Refused(error):
            return error_text(error, words), None
        case _:
            return words("group.no-text"), None
