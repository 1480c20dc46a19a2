"""Dispatcher: the middlewares around every update, and the handlers in the order in which they are tried."""

from aiogram import Dispatcher, F, Router
from aiogram.enums import ChatType

from bot.chat_memory import ChatMemory
from bot.context import AppContext
from bot.conversation.filters import Matches, MayBeCommandOrAnswer
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
from bot.inbox.group_messages import RecentGroupTexts
from bot.middlewares.blocked_accounts import BlockedAccountMiddleware
from bot.middlewares.group_filter import GroupFilterMiddleware
from bot.middlewares.handler_data import ConversationMiddleware, PersonMiddleware, ServicesMiddleware
from bot.middlewares.questions import CommandMiddleware, QuestionMiddleware
from bot.middlewares.secret_messages import SecretMessageMiddleware
from bot.middlewares.typing_indicator import TypingIndicatorMiddleware
from bot.outbox.unstored import GroupNotices


def build_dispatcher(app: AppContext) -> Dispatcher:
    dispatcher = Dispatcher(disable_fsm=True)
    _provide(dispatcher, app)
    dispatcher.update.outer_middleware(GroupFilterMiddleware())
    dispatcher.update.outer_middleware(TypingIndicatorMiddleware())
    dispatcher.update.outer_middleware(ServicesMiddleware())
    dispatcher.update.outer_middleware(ConversationMiddleware())
    dispatcher.update.outer_middleware(PersonMiddleware(app))
    dispatcher.update.outer_middleware(BlockedAccountMiddleware())
    dispatcher.update.outer_middleware(QuestionMiddleware())
    dispatcher.message.outer_middleware(CommandMiddleware())
    dispatcher.message.middleware(SecretMessageMiddleware())
    dispatcher.edited_message.middleware(SecretMessageMiddleware())
    dispatcher.include_routers(
        membership.router,
        inline.router,
        password.repeated,
        revising.edited,
        groups.router,
        _private_chats(),
    )
    return dispatcher


def _provide(dispatcher: Dispatcher, app: AppContext) -> None:
    """Provide arguments of handlers by their names, and finish notices at a stop."""
    notices = GroupNotices()
    dispatcher.workflow_data.update(
        notices=notices,
        memory=ChatMemory(app.redis, app.secrets.secret_key.get_secret_value().encode()),
        group_texts=RecentGroupTexts(app.redis),
        secrets=app.secrets,
    )
    dispatcher.shutdown.register(notices.finish)


def _private_chats() -> Router:
    """Return the handlers of private chats: groups of messages, files, commands and answers, other texts."""
    router = Router()
    router.message.filter(Matches(F.chat.type == ChatType.PRIVATE))
    router.include_routers(
        paste.grouped, revising.files, paste.files, _commands_and_answers(), paste.router, help_.router
    )
    return router


def _commands_and_answers() -> Router:
    """Return the handlers of commands, answers and presses; a text that is neither skips all in one step."""
    router = Router()
    router.message.filter(MayBeCommandOrAnswer())
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
