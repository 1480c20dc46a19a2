"""Following people, exporting one's data, and the bot's address: the services that other packages use."""

from auth.models import TelegramId, User, UserId, Username
from auth.service import AccountService
from notifier.errors import AlreadyFollowing, CannotFollowYourself, ExportInProgress, NotFollowing
from notifier.exports.repository import Exports
from notifier.models import BotAddress
from notifier.repository import BotAddressRepository, SubscriberRepository

_LONGEST_LIST = 100  # people


class SubscriptionService:
    def __init__(self, subscribers: SubscriberRepository, accounts: AccountService) -> None:
        self._subscribers = subscribers
        self._accounts = accounts

    async def follow(self, follower: User, username: str) -> User:
        """Return the followed user. Raises UserNotFound, CannotFollowYourself or AlreadyFollowing."""
        followed = await self._accounts.find(username)
        if followed.id == follower.id:
            raise CannotFollowYourself
        if not await self._subscribers.add(follower.id, followed.id):
            raise AlreadyFollowing(followed.username)
        return followed

    async def unfollow(self, follower: User, username: str) -> User:
        """Return the user who is no longer followed. Raises UserNotFound or NotFollowing."""
        followed = await self._accounts.find(username)
        if not await self._subscribers.remove(follower.id, followed.id):
            raise NotFollowing(followed.username)
        return followed

    async def following(self, user: User) -> list[Username]:
        """Return the latest 100."""
        return await self._named(await self._subscribers.following(user.id, _LONGEST_LIST))

    async def followers(self, user: User) -> list[Username]:
        """Return the latest 100."""
        return await self._named(await self._subscribers.followers_of(user.id, _LONGEST_LIST))

    async def follower_count(self, user: UserId) -> int:
        return await self._subscribers.count_followers(user)

    async def _named(self, users: list[UserId]) -> list[Username]:
        names = await self._accounts.usernames(users)
        return [names[user] for user in users if user in names]


class BotAddressService:
    """The address of the bot, stored for the viewer, which has no token and so cannot ask Telegram."""

    def __init__(self, bots: BotAddressRepository) -> None:
        self._bots = bots

    async def save(self, address: BotAddress) -> None:
        await self._bots.save(address)

    async def find(self) -> BotAddress | None:
        """Return None before the bot has started for the first time."""
        return await self._bots.find()


class ExportService:
    def __init__(self, exports: Exports) -> None:
        self._exports = exports

    async def request(self, user: User, chat: TelegramId) -> None:
        """Have everything that the user has sent to this chat, as a file. Raises ExportInProgress."""
        if not await self._exports.add(user.id, chat, user.language):
            raise ExportInProgress
