"""Puts the bot together: what happens around every update, and which feature answers first."""

from aiogram import Dispatcher, F, Router
from aiogram.enums import ChatType

from bot.answering.collector import Collector
from bot.answering.debts import Debts
from bot.answering.lookout import Lookout
from bot.answering.notices import Notices
from bot.answering.outgoing import Outgoing
from bot.answering.screens import Screens
from bot.answering.sendings import Sendings
from bot.cards.searches import Searches
from bot.cards.shown import ShownCards
from bot.conversation.conversations import ConversationStorage
from bot.conversation.filters import When
from bot.conversation.recent_passwords import RecentPasswords
from bot.conversation.told import Told
from bot.gathering.gatherer import Gatherer
from bot.handlers import (
    account,
    captions,
    card,
    deleting,
    edited,
    encoding,
    errors,
    expiry,
    follow,
    groups,
    history,
    inline,
    language,
    login,
    membership,
    mine,
    password,
    paste,
    paste_language,
    releasing,
    releasing_several,
    renaming,
    reset,
    revising,
    settings,
    start,
    visibility,
    waiting,
)
from bot.handlers import help as help_
from bot.house import House
from bot.introduction import Introduction
from bot.middlewares.commands import CommandMiddleware
from bot.middlewares.once import OnceMiddleware
from bot.middlewares.person import PersonMiddleware
from bot.middlewares.questions import QuestionMiddleware
from bot.middlewares.quiet import QuietMiddleware
from bot.middlewares.secrecy import SecrecyMiddleware
from bot.middlewares.transaction import TransactionMiddleware
from bot.middlewares.working import WorkingMiddleware
from bot.receiving.outages import Outages
from bot.receiving.turns import Turns
from bot.taking.overheard import Overheard


def build_dispatcher(house: House) -> Dispatcher:
    dispatcher = Dispatcher(storage=ConversationStorage(house.redis), events_isolation=Turns(house.redis))
    _furnish(dispatcher, house)
    dispatcher.update.outer_middleware(QuietMiddleware())
    dispatcher.update.outer_middleware(OnceMiddleware(house.redis))
    dispatcher.update.outer_middleware(WorkingMiddleware())
    dispatcher.update.outer_middleware(TransactionMiddleware(house))
    dispatcher.update.outer_middleware(PersonMiddleware(house))
    dispatcher.update.outer_middleware(QuestionMiddleware())
    dispatcher.message.outer_middleware(CommandMiddleware())
    dispatcher.message.middleware(SecrecyMiddleware())
    dispatcher.edited_message.middleware(SecrecyMiddleware())
    dispatcher.include_routers(
        errors.router,
        membership.router,
        inline.router,
        password.repeated,
        edited.router,
        groups.router,
        _private_chats(),
    )
    return dispatcher


def _furnish(dispatcher: Dispatcher, house: House) -> None:
    """What handlers find by its name, and what is to be finished at a stop."""
    shown = ShownCards(house.redis)
    debts, notices = Debts(house, shown), Notices()
    outgoing = Outgoing(shown, Screens(house.redis), debts)
    collecting = Lookout(Collector(debts, outgoing).collect)
    gatherer = Gatherer(house, outgoing, shown, dispatcher)
    dispatcher.workflow_data.update(
        outgoing=outgoing,
        gatherer=gatherer,
        notices=notices,
        outages=Outages(house),
        shown=shown,
        overheard=Overheard(house.redis),
        searches=Searches(house.redis),
        sendings=Sendings(house.redis),
        told=Told(house.redis),
        recent_passwords=RecentPasswords(house.redis, house.secrets.secret_key.get_secret_value().encode()),
        secrets=house.secrets,
    )
    dispatcher.startup.register(Introduction(house).give)
    dispatcher.startup.register(gatherer.look_around)
    dispatcher.startup.register(collecting.begin)
    for finish in (gatherer.finish, collecting.end, notices.finish, outgoing.finish):
        dispatcher.shutdown.register(finish)


def _private_chats() -> Router:
    """What has more to it, files and commands first, then whatever the bot was waiting for, then texts and
    files to publish."""
    router = Router()
    router.message.filter(When(F.chat.type == ChatType.PRIVATE))
    router.include_routers(
        paste.gathered,
        revising.files,
        paste.files,
        start.router,
        follow.router,
        password.router,
        login.router,
        reset.router,
        mine.router,
        settings.router,
        language.router,
        account.router,
        paste.commands,
        help_.commands,
        *_cards(),
        help_.unknown,
        paste.router,
        help_.router,
    )
    return router


def _cards() -> list[Router]:
    return [
        card.router,
        renaming.router,
        visibility.router,
        expiry.router,
        revising.router,
        history.router,
        encoding.router,
        paste_language.router,
        deleting.router,
        releasing.router,
        releasing_several.router,
        waiting.router,
        captions.router,
    ]
