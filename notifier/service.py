"""What can be done about following, and about taking along what one has."""

from auth.models import TelegramId, User, UserId, Username
from auth.service import AccountService
from notifier.bots import BotRepository
from notifier.errors import AlreadyFollowing, CannotFollowYourself, ExportUnderWay, NotFollowing
from notifier.exports.repository import Exports
from notifier.models import BotAddress
from notifier.repository import SubscriberRepository

_LISTED = 100


class SubscriptionService:
    def __init__(self, subscribers: SubscriberRepository, accounts: AccountService) -> None:
        self._subscribers = subscribers
        self._accounts = accounts

    async def follow(self, follower: User, username: str) -> User:
        """Raises UserNotFound, CannotFollowYourself or AlreadyFollowing."""
        followed = await self._accounts.find(username)
        if followed.id == follower.id:
            raise CannotFollowYourself
        if not await self._subscribers.add(follower.id, followed.id):
            raise AlreadyFollowing(followed.username)
        return followed

    async def unfollow(self, follower: User, username: str) -> User:
        """Raises UserNotFound or NotFollowing."""
        followed = await self._accounts.find(username)
        if not await self._subscribers.remove(follower.id, followed.id):
            raise NotFollowing(followed.username)
        return followed

    async def following(self, user: User) -> list[Username]:
        """The latest 100."""
        return await self._named(await self._subscribers.followed_by(user.id, _LISTED))

    async def followers(self, user: User) -> list[Username]:
        """The latest 100."""
        return await self._named(await self._subscribers.followers_of(user.id, _LISTED))

    async def follower_count(self, user: UserId) -> int:
        return await self._subscribers.count_of(user)

    async def _named(self, users: list[UserId]) -> list[Username]:
        names = await self._accounts.names(users)
        return [names[user] for user in users if user in names]


class BotAddressService:
    """How the viewer, which has no token, knows where the bot is."""

    def __init__(self, bots: BotRepository) -> None:
        self._bots = bots

    async def note(self, address: BotAddress) -> None:
        await self._bots.keep(address)

    async def known(self) -> BotAddress | None:
        """None before the bot has started for the first time."""
        return await self._bots.find()


class ExportService:
    def __init__(self, exports: Exports) -> None:
        self._exports = exports

    async def ask(self, user: User, chat: TelegramId) -> None:
        """Everything of theirs is to come to this chat, as a file. Raises ExportUnderWay."""
        if not await self._exports.add(user.id, chat, user.language):
            raise ExportUnderWay
