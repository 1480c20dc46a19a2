"""Services of one transaction, the sender of an update, and the context of its handler."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiogram import Bot
from aiogram.fsm.context import FSMContext
from aiogram.types import User as TelegramUser

from auth.errors import NotRegistered
from auth.models import TelegramId, User
from auth.service import AccountService
from auth.wiring import account_service
from bot.cards.card import Cards
from bot.chat_memory import ChatMemory
from bot.context import AppContext
from bot.outbox.unstored import GroupNotices
from bot.phrases import words_in
from bot.registration import Registration
from kernel.chats.conversations import Conversations
from kernel.chats.inbox import Inbox
from kernel.chats.outbox import Outbox
from kernel.contents import transaction_with_contents
from kernel.phrases import Words
from kernel.transaction import Jobs
from notifier.service import ExportService, SubscriptionService
from notifier.wiring import export_service, subscription_service
from posts.analysis.analyst import Analyst
from posts.deleting import Deleting
from posts.drafts.batches import BatchRelease
from posts.drafts.late_parts import LateParts
from posts.drafts.publishing import Publishing
from posts.drafts.service import DraftService
from posts.pastes.editing import Editing
from posts.pastes.service import PostService
from posts.personal_data import PersonalData
from posts.wiring import allowance_by, authoring_services, post_services


@dataclass(frozen=True, slots=True)
class Services:
    """Services of one transaction; handlers get each as an argument of its name.

    `release_connection` returns the connection to the pool before slow work (see `kernel.transaction`).
    """

    accounts: AccountService
    posts: PostService
    publishing: Publishing
    editing: Editing
    deleting: Deleting
    late_parts: LateParts
    batch_release: BatchRelease
    drafts: DraftService
    personal_data: PersonalData
    subscriptions: SubscriptionService
    exports: ExportService
    registration: Registration
    analyst: Analyst
    inbox: Inbox
    outbox: Outbox
    conversations: Conversations
    release_connection: Callable[[], Awaitable[None]]


@asynccontextmanager
async def open_services(app: AppContext, bot_id: int) -> AsyncIterator[Services]:
    """Open services in a transaction, which is committed at the end; then send their jobs."""
    jobs = Jobs()
    async with (
        app.sessions() as session,
        transaction_with_contents(session, jobs, app.storage) as contents,
    ):
        accounts = account_service(session, app.redis, app.secrets, app.limits.limit_failed_tries)
        stores = (session, app.redis, contents, jobs, allowance_by(app.limits))
        posts = post_services(*stores)
        authoring = authoring_services(*stores, app.analyst, posts.reading)
        subscriptions = subscription_service(session, accounts)
        yield Services(
            accounts,
            posts.reading,
            authoring.publishing,
            authoring.editing,
            posts.deleting,
            authoring.late_parts,
            authoring.batch_release,
            authoring.drafts,
            posts.personal_data,
            subscriptions,
            export_service(session),
            Registration(accounts, authoring.publishing, subscriptions),
            app.analyst,
            Inbox(session, bot_id),
            Outbox(session, bot_id),
            Conversations(session),
            contents.release_connection,
        )


@dataclass(frozen=True, slots=True)
class Person:
    """Sender of an update, with phrases in their language; `user` is None for a stranger."""

    user: User | None
    words: Words
    cards: Cards


@dataclass(frozen=True, slots=True)
class HandlerContext:
    """Arguments that many handlers need, in one; `user` is None for a stranger."""

    services: Services
    bot: Bot
    state: FSMContext
    telegram_user: TelegramUser
    user: User | None
    cards: Cards
    memory: ChatMemory
    notices: GroupNotices

    @property
    def owner(self) -> TelegramId:
        """The person's Telegram id, which is also the id of their private chat."""
        return TelegramId(self.telegram_user.id)

    @property
    def author(self) -> User:
        """The person's account. Raises NotRegistered."""
        if self.user is None:
            raise NotRegistered
        return self.user


async def find_person(
    services: Services,
    app: AppContext,
    telegram_id: TelegramId,
    language_code: str | None,
    *,
    is_writing: bool = False,
) -> Person:
    """Return the person, with phrases in the language of their settings, else of their Telegram.

    With `is_writing`, the private chat is marked as one that the bot can reach.
    """
    find = services.accounts.mark_reachable if is_writing else services.accounts.linked_to
    user = await find(telegram_id)
    words = words_in((user and user.language) or language_code)
    return Person(user, words, Cards(words, app.address))
