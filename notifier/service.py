"""What can be done about following."""

from auth.models import User, UserId, Username
from auth.service import AccountService
from notifier.errors import AlreadyFollowing, CannotFollowYourself, NotFollowing
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

    async def _named(self, users: list[UserId]) -> list[Username]:
        names = await self._accounts.names(users)
        return [names[user] for user in users if user in names]
