"""Following, unfollowing, and the lists of subscriptions."""

import asyncio

import pytest

from auth.errors import UserNotFound
from auth.models import TelegramId, User
from notifier.errors import AlreadyFollowing, CannotFollowYourself, NotFollowing
from tests.doors import Door
from tests.notifier.village import Village


@pytest.fixture
def subscriptions(village: Village) -> Door:
    return village.subscriptions


@pytest.fixture
async def bob(village: Village) -> User:
    user: User = await village.accounts.register(TelegramId(2), "bob")
    return user


async def test_a_subscription_is_on_both_lists(subscriptions: Door, alice: User, bob: User) -> None:
    assert await subscriptions.follow(bob, "@Alice") == alice
    assert await subscriptions.following(bob) == ["alice"]
    assert await subscriptions.followers(alice) == ["bob"]
    assert await subscriptions.following(alice) == await subscriptions.followers(bob) == []


async def test_nobody_follows_twice(subscriptions: Door, alice: User, bob: User) -> None:
    await subscriptions.follow(bob, "alice")
    with pytest.raises(AlreadyFollowing) as refusal:
        await subscriptions.follow(bob, "ALICE")
    assert refusal.value.data == {"username": "alice"}


async def test_of_two_simultaneous_follows_one_succeeds(subscriptions: Door, alice: User, bob: User) -> None:
    at_once = (subscriptions.follow(bob, "alice") for _ in range(4))
    outcomes = await asyncio.gather(*at_once, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyFollowing"] * 3 + ["User"]


async def test_nobody_follows_themselves(subscriptions: Door, alice: User) -> None:
    with pytest.raises(CannotFollowYourself):
        await subscriptions.follow(alice, "@ALICE")


@pytest.mark.parametrize("name", ["nobody", "", "<b>", "x" * 5000])
async def test_an_unknown_username_cannot_be_followed(subscriptions: Door, alice: User, name: str) -> None:
    for use_case in (subscriptions.follow, subscriptions.unfollow):
        with pytest.raises(UserNotFound) as unknown:
            await use_case(alice, name)
        assert unknown.value.data == {"username": name[:33]}


async def test_a_removed_subscription_is_on_no_list_and_can_be_added_again(
    subscriptions: Door, alice: User, bob: User
) -> None:
    await subscriptions.follow(bob, "alice")
    assert await subscriptions.unfollow(bob, "alice") == alice
    assert await subscriptions.following(bob) == await subscriptions.followers(alice) == []
    with pytest.raises(NotFollowing) as refusal:
        await subscriptions.unfollow(bob, "alice")
    assert refusal.value.data == {"username": "alice"}
    await subscriptions.follow(bob, "alice")


async def test_the_latest_are_listed_first(village: Village, subscriptions: Door, alice: User) -> None:
    names = ["bob", "carol", "dave"]
    users = [await village.accounts.register(TelegramId(number), name) for number, name in enumerate(names)]
    for user in users:
        await subscriptions.follow(user, "alice")
        await subscriptions.follow(alice, user.username)
    assert await subscriptions.followers(alice) == ["dave", "carol", "bob"]
    assert await subscriptions.following(alice) == ["dave", "carol", "bob"]
