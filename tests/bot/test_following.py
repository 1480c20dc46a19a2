"""/follow, /unfollow, /following and /followers."""

import pytest

from bot.context import AppContext
from tests.bot.test_ended_pastes import changes, speaks_russian
from tests.conversation import Person, Telegram


async def test_following_and_both_lists(alice: Person, bob: Person) -> None:
    await bob.says("/follow alice")
    await bob.hears("You're following alice")
    await bob.says("/following")
    await bob.hears("You follow 1 person:\nalice")
    await alice.says("/followers")
    await alice.hears("1 person follows you:\nbob")


async def test_unfollowing(alice: Person, bob: Person) -> None:
    await bob.says("/follow @Alice")
    await bob.hears("You're following alice")
    await bob.says("/unfollow alice")
    await bob.hears("You've unfollowed alice")
    await bob.says("/unfollow alice")
    await bob.hears("You don't follow alice. Send me another username")
    await bob.says("/following")
    await bob.hears("You don't follow anyone yet")


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_a_button_unfollows_and_another_follows_again(
    alice: Person, bob: Person, language: str
) -> None:
    if language == "ru":
        await speaks_russian(bob)
    await bob.says("/follow alice")
    notice = await bob.hears("You're following alice|Вы подписаны на alice")
    assert notice.buttons == ["🔕 Unfollow" if language == "en" else "🔕 Отписаться"]
    await bob.presses("Unfollow|Отписаться", on=notice)
    undone = await bob.hears("You've unfollowed alice|Вы отписались от alice")
    assert undone.id == notice.id
    await bob.says("/following")
    await bob.hears("You don't follow anyone yet|ни на кого не подписаны")
    await bob.presses("^🔔 (Follow|Подписаться)$", on=undone)
    again = await bob.hears("You're following alice|Вы подписаны на alice")
    assert (again.id, again.buttons) == (notice.id, notice.buttons)
    await bob.says("/following")
    await bob.hears("(?s):\nalice$")


async def test_unfollowing_by_a_button_after_it_was_done_otherwise_is_no_error(
    alice: Person, bob: Person
) -> None:
    await bob.says("/follow alice")
    notice = await bob.hears("You're following alice")
    await bob.says("/unfollow alice")
    typed = await bob.hears("You've unfollowed alice")
    await bob.presses("Unfollow", on=notice)
    assert (await bob.hears("You've unfollowed alice")).id == notice.id
    await bob.presses("Follow", on=typed)
    await bob.hears("You're following alice")
    await bob.presses("Follow", on=notice)
    assert (await bob.hears("You're following alice")).id == notice.id


async def test_the_button_of_a_deleted_account_does_not_follow_the_next_one_of_that_name(
    alice: Person, bob: Person, app: AppContext
) -> None:
    await bob.says("/follow alice")
    notice = await bob.hears("You're following alice")
    await bob.presses("Unfollow", on=notice)
    undone = await bob.hears("You've unfollowed alice")
    await changes(app, "DELETE FROM auth.users WHERE username = 'alice'")
    await changes(app, "INSERT INTO auth.users (username) VALUES ('alice')")
    await bob.presses("Follow", on=undone)
    await bob.hears_toast("This account no longer exists")
    assert (await bob.hears("You've unfollowed alice")).buttons == []
    await bob.says("/following")
    await bob.hears("You don't follow anyone yet")


async def test_without_a_name_the_bot_asks_for_it(alice: Person, bob: Person) -> None:
    await bob.says("/follow")
    await bob.hears("Who do you want to follow")
    await bob.says("alize")
    await bob.hears("There's no user called “alize”")
    await bob.says("alice")
    await bob.hears("You're following alice")
    await bob.says("/unfollow")
    await bob.hears("Who do you want to unfollow")
    await bob.says("alice")
    await bob.hears("You've unfollowed alice")


async def test_what_cannot_be_followed_says_why(alice: Person, bob: Person) -> None:
    await bob.says("/follow nobody_here")
    await bob.hears("There's no user called “nobody_here”")
    await bob.says("/follow bob")
    await bob.hears("That's you")
    await bob.says("/follow alice")
    await bob.hears("You're following alice")
    await bob.says("/follow alice")
    already = await bob.hears("You already follow alice")
    await bob.presses("Unfollow", on=already)
    await bob.hears("You've unfollowed alice")
    await bob.says("/follow ../../etc <b>")
    await bob.hears("There's no user called “../../etc <b>”")


async def test_blocking_and_unblocking_the_bot_is_noted(telegram: Telegram, alice: Person) -> None:
    await alice.blocks_the_bot()
    await alice.unblocks_the_bot()
    await alice.says("/reset")
    await alice.hears("sending a one-time code")


async def test_a_misspelt_name_can_be_sent_again_and_is_no_paste(alice: Person, bob: Person) -> None:
    await bob.says("/follow alise")
    await bob.hears("There's no user called “alise”")
    await bob.sends_sticker()
    await bob.hears("Please send a username")
    await bob.says("x" * 2000)
    await bob.hears("There's no user called “x{33}”")
    await bob.says("alice")
    await bob.hears("You're following alice")
