"""The services of one transaction, and who it is about."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from auth.models import TelegramId, User
from auth.service import AccountService
from auth.wiring import account_service
from bot.cards.card import Cards
from bot.context import House
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
from posts.drafts.late_parts import LateParts
from posts.drafts.publishing import Publishing
from posts.drafts.releasing import Releasing
from posts.pastes.editing import Editing
from posts.pastes.service import PostService
from posts.personal_data import PersonalData
from posts.wiring import allowance_by, authoring_services, post_services


@dataclass(frozen=True, slots=True)
class Services:
    """By the names that handlers know them by."""

    accounts: AccountService
    posts: PostService
    publishing: Publishing
    editing: Editing
    disposal: Deleting
    joining: LateParts
    releasing: Releasing
    holdings: PersonalData
    subscriptions: SubscriptionService
    exports: ExportService
    registration: Registration
    analyst: Analyst
    jobs: Jobs
    inbox: Inbox
    outbox: Outbox
    conversations: Conversations
    release_connection: Callable[[], Awaitable[None]]


@asynccontextmanager
async def open_services(house: House, bot_id: int) -> AsyncIterator[Services]:
    """Committed at the end; then the jobs leave."""
    jobs = Jobs()
    async with (
        house.sessions() as session,
        transaction_with_contents(session, jobs, house.storage) as contents,
    ):
        accounts = account_service(session, house.redis, house.secrets, house.limits.limit_failed_tries)
        stores = (session, house.redis, contents, jobs, allowance_by(house.limits))
        posts = post_services(*stores)
        authoring = authoring_services(*stores, house.analyst, posts.reading)
        subscriptions = subscription_service(session, accounts)
        yield Services(
            accounts,
            posts.reading,
            authoring.publishing,
            authoring.editing,
            posts.disposal,
            authoring.joining,
            authoring.releasing,
            posts.holdings,
            subscriptions,
            export_service(session),
            Registration(accounts, authoring.publishing, subscriptions),
            house.analyst,
            jobs,
            Inbox(session, bot_id),
            Outbox(session, bot_id),
            Conversations(session),
            contents.release_connection,
        )


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """`user` is None for a stranger."""

    user: User | None
    words: Words
    cards: Cards


async def meet(
    services: Services,
    house: House,
    telegram_id: TelegramId,
    language_code: str | None,
    *,
    is_writing: bool = False,
) -> Acquaintance:
    """Who this is, and in which language to talk: the chosen one, else Telegram's.

    `is_writing`: in the chat with the bot, which can be reached then.
    """
    find = services.accounts.hear_from if is_writing else services.accounts.linked_to
    user = await find(telegram_id)
    words = words_in((user and user.language) or language_code)
    return Acquaintance(user, words, Cards(words, house.address))
