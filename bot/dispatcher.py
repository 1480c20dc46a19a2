"""Puts the bot together: what happens around every update, and which feature answers first."""

from aiogram import Dispatcher, F, Router
from aiogram.enums import ChatType

from bot.cards.reply import ShownCards
from bot.cards.searches import Searches
from bot.context import House
from bot.conversation.filters import Expected, When
from bot.conversation.recent_passwords import RecentPasswords
from bot.conversation.told import Told
from bot.handlers import (
    account,
    card,
    deleting,
    encoding,
    expiry,
    follow,
    groups,
    inline,
    login,
    membership,
    mine,
    password,
    paste,
    paste_language,
    pending,
    renaming,
    reset,
    revising,
    settings,
    start,
    visibility,
)
from bot.handlers import help as help_
from bot.inbox.group_messages import Overheard
from bot.introduction import Introduction
from bot.middlewares.group_filter import QuietMiddleware
from bot.middlewares.handler_data import ConversationMiddleware, HandlingMiddleware, PersonMiddleware
from bot.middlewares.questions import CommandMiddleware, QuestionMiddleware
from bot.middlewares.secret_messages import SecrecyMiddleware
from bot.middlewares.typing_indicator import WorkingMiddleware
from bot.outbox.screens import Screens
from bot.outbox.sendings import Sendings
from bot.outbox.unstored import Notices


def build_dispatcher(house: House) -> Dispatcher:
    dispatcher = Dispatcher(disable_fsm=True)
    _furnish(dispatcher, house)
    dispatcher.update.outer_middleware(QuietMiddleware())
    dispatcher.update.outer_middleware(WorkingMiddleware())
    dispatcher.update.outer_middleware(HandlingMiddleware())
    dispatcher.update.outer_middleware(ConversationMiddleware())
    dispatcher.update.outer_middleware(PersonMiddleware(house))
    dispatcher.update.outer_middleware(QuestionMiddleware())
    dispatcher.message.outer_middleware(CommandMiddleware())
    dispatcher.message.middleware(SecrecyMiddleware())
    dispatcher.edited_message.middleware(SecrecyMiddleware())
    dispatcher.include_routers(
        membership.router,
        inline.router,
        password.repeated,
        revising.edited,
        groups.router,
        _private_chats(),
    )
    return dispatcher


def _furnish(dispatcher: Dispatcher, house: House) -> None:
    """What handlers find by its name, and what is to be finished at a stop."""
    notices = Notices()
    dispatcher.workflow_data.update(
        notices=notices,
        shown=ShownCards(house.redis),
        screens=Screens(house.redis),
        overheard=Overheard(house.redis),
        searches=Searches(house.redis),
        sendings=Sendings(house.redis),
        told=Told(house.redis),
        recent_passwords=RecentPasswords(house.redis, house.secrets.secret_key.get_secret_value().encode()),
        secrets=house.secrets,
    )
    dispatcher.startup.register(Introduction(house).give)
    dispatcher.shutdown.register(notices.finish)


def _private_chats() -> Router:
    """What has more to it, files and commands first, then whatever the bot was waiting for, then texts and
    files to publish."""
    router = Router()
    router.message.filter(When(F.chat.type == ChatType.PRIVATE))
    router.include_routers(
        paste.gathered, revising.files, paste.files, _commands_and_answers(), paste.router, help_.router
    )
    return router


def _commands_and_answers() -> Router:
    """Also the cards, whose buttons are pressed. A text that is just a text passes all of it in one step."""
    router = Router()
    router.message.filter(Expected())
    router.include_routers(
        help_.commands,
        start.router,
        follow.router,
        password.router,
        login.router,
        reset.router,
        mine.router,
        settings.router,
        account.router,
        paste.commands,
        *_cards(),
        help_.unknown,
    )
    return router


def _cards() -> list[Router]:
    return [
        card.router,
        renaming.router,
        visibility.router,
        expiry.router,
        revising.router,
        encoding.router,
        paste_language.router,
        deleting.router,
        pending.router,
        paste.captions,
    ]
