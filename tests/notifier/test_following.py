"""Following, unfollowing, the lists of subscriptions, and the address of the bot."""

import asyncio

import pytest

from auth.errors import UserNotFound
from auth.models import TelegramId
from notifier.errors import AlreadyFollowing, CannotFollowYourself, NotFollowing
from notifier.models import BotAddress
from tests.doors import bot_address_door

PASTES = BotAddress("pastes_bot", "https://t.me/pastes_bot")


@pytest.fixture
def subscriptions(village):
    return village.subscriptions


@pytest.fixture
async def bob(village):
    return await village.accounts.register(TelegramId(2), "bob")


async def test_a_subscription_is_on_both_lists_until_it_is_removed(subscriptions, alice, bob):
    for _ in range(2):
        assert await subscriptions.follow(bob, "@Alice") == alice
        assert await subscriptions.following(bob) == ["alice"]
        assert await subscriptions.followers(alice) == ["bob"]
        assert await subscriptions.following(alice) == await subscriptions.followers(bob) == []
        with pytest.raises(AlreadyFollowing) as refusal:
            await subscriptions.follow(bob, "ALICE")
        assert refusal.value.data == {"username": "alice", "user": alice.id}
        assert await subscriptions.unfollow(bob, "alice") == alice
        assert await subscriptions.following(bob) == await subscriptions.followers(alice) == []
        with pytest.raises(NotFollowing) as absence:
            await subscriptions.unfollow(bob, "alice")
        assert absence.value.data == {"username": "alice"}


async def test_of_simultaneous_follows_one_succeeds(subscriptions, alice, bob):
    at_once = (subscriptions.follow(bob, "alice") for _ in range(4))
    outcomes = await asyncio.gather(*at_once, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyFollowing"] * 3 + ["User"]


async def test_nobody_follows_themselves(subscriptions, alice):
    with pytest.raises(CannotFollowYourself):
        await subscriptions.follow(alice, "@ALICE")


@pytest.mark.parametrize("name", ["nobody", "", "<b>", "x" * 5000])
async def test_an_unknown_username_cannot_be_followed(subscriptions, alice, name):
    for use_case in (subscriptions.follow, subscriptions.unfollow):
        with pytest.raises(UserNotFound) as unknown:
            await use_case(alice, name)
        assert unknown.value.data == {"username": name[:33]}


async def test_the_latest_are_listed_first(village, subscriptions, alice):
    for number, name in enumerate(("bob", "carol", "dave")):
        user = await village.accounts.register(TelegramId(number), name)
        await subscriptions.follow(user, "alice")
        await subscriptions.follow(alice, name)
    assert await subscriptions.followers(alice) == ["dave", "carol", "bob"]
    assert await subscriptions.following(alice) == ["dave", "carol", "bob"]


async def test_the_address_of_the_bot_is_that_of_the_one_that_started_last(sessions):
    bots = bot_address_door(sessions)
    assert await bots.find() is None
    for address in (BotAddress("another_bot", "https://t.me/another_bot"), PASTES, PASTES):
        await bots.save(address)
    assert await bots.find() == PASTES
    assert PASTES.starting("follow_alice") == "https://t.me/pastes_bot?start=follow_alice"
