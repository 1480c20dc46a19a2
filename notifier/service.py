"""Following people, and exporting one's data: the services that the bot and the viewer use."""

from auth.models import TelegramId, User, UserId, Username
from auth.service import AccountService
from notifier.errors import AlreadyFollowing, CannotFollowYourself, ExportInProgress, NotFollowing
from notifier.exports.repository import Exports
from notifier.repository import SubscriberRepository

_MAX_LISTED_PEOPLE = 100


class SubscriptionService:
    """Following other people: their followers get an alert for each public paste."""

    def __init__(self, subscribers: SubscriberRepository, accounts: AccountService) -> None:
        self._subscribers = subscribers
        self._accounts = accounts

    async def follow(self, follower: User, username: str) -> User:
        """Follow the account with this username, and return it.

        Raises UserNotFound, CannotFollowYourself or AlreadyFollowing.
        """
        followed = await self._accounts.find(username)
        if followed.id == follower.id:
            raise CannotFollowYourself
        if not await self._subscribers.add(follower.id, followed.id):
            raise AlreadyFollowing(followed.username, followed.id)
        return followed

    async def unfollow(self, follower: User, username: str) -> User:
        """Stop following this account, and return it. Raises UserNotFound or NotFollowing."""
        followed = await self._accounts.find(username)
        if not await self._subscribers.remove(follower.id, followed.id):
            raise NotFollowing(followed.username)
        return followed

    async def following(self, user: User) -> list[Username]:
        """Return the latest 100 whom the user follows, the latest first."""
        return await self._usernames(await self._subscribers.following(user.id, _MAX_LISTED_PEOPLE))

    async def followers(self, user: User) -> list[Username]:
        """Return the latest 100 followers of the user, the latest first."""
        return await self._usernames(await self._subscribers.followers_of(user.id, _MAX_LISTED_PEOPLE))

    async def follower_count(self, user: UserId) -> int:
        return await self._subscribers.count_followers(user)

    async def _usernames(self, users: list[UserId]) -> list[Username]:
        names = await self._accounts.usernames(users)
        return [names[user] for user in users if user in names]


class ExportService:
    """Requests of exports, which the notifier's workers make and send."""

    def __init__(self, exports: Exports) -> None:
        self._exports = exports

    async def request(self, user: User, chat: TelegramId) -> None:
        """Queue an export of all of the user's data, to be sent to this chat. Raises ExportInProgress."""
        if not await self._exports.add(user.id, chat, user.language):
            raise ExportInProgress
