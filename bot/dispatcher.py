"""Puts the bot together: what happens around every update, and which feature answers first."""

from datetime import timedelta

from aiogram import Dispatcher, F, Router
from aiogram.enums import ChatType
from aiogram.fsm.storage.redis import RedisStorage

from bot.answering import Outgoing
from bot.filters import When
from bot.handlers import errors, follow, language, login, membership, mine, password, paste, reset, start
from bot.handlers import help as help_
from bot.house import House
from bot.middlewares.commands import CommandMiddleware
from bot.middlewares.person import PersonMiddleware
from bot.middlewares.secrecy import SecrecyMiddleware
from bot.middlewares.transaction import TransactionMiddleware

# Who comes back to a half-done conversation after a day has forgotten it too.
_REMEMBERED = timedelta(days=1)
# Seconds that one update of a person may keep their next one waiting: more than all patience together.
_LOCK = {"timeout": 300}


class ConversationStorage(RedisStorage):
    async def close(self) -> None:
        """Redis is the house's to close, when no update is under way any more."""


def build_dispatcher(house: House) -> Dispatcher:
    storage = ConversationStorage(house.redis, state_ttl=_REMEMBERED, data_ttl=_REMEMBERED)
    # One update of a person after the other: conversations would race without it.
    dispatcher = Dispatcher(storage=storage, events_isolation=storage.create_isolation(lock_kwargs=_LOCK))
    outgoing = Outgoing()
    dispatcher["outgoing"] = outgoing
    dispatcher.shutdown.register(outgoing.finish)
    dispatcher.update.outer_middleware(TransactionMiddleware(house))
    dispatcher.update.outer_middleware(PersonMiddleware(house.address))
    dispatcher.message.outer_middleware(CommandMiddleware())
    dispatcher.message.middleware(SecrecyMiddleware())
    dispatcher.include_routers(errors.router, membership.router, _private_chats())
    return dispatcher


def _private_chats() -> Router:
    """Files and commands first, then whatever the bot was waiting for, then texts and files to publish."""
    router = Router()
    router.message.filter(When(F.chat.type == ChatType.PRIVATE))
    router.include_routers(
        paste.files,
        start.router,
        follow.router,
        password.router,
        login.router,
        reset.router,
        mine.router,
        language.router,
        paste.commands,
        help_.commands,
        paste.router,
        help_.router,
    )
    return router
