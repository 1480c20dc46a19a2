"""Members and administrators of groups."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import ChatMemberAdministrator, MessageOriginChat, Update

from local.telegram.author import Impossible
from tests.conversation import Person, Telegram
from tests.group import Group


@pytest.fixture
def bob(telegram: Telegram) -> Person:
    return telegram.person("Bob")


@pytest.fixture
def developers(telegram: Telegram, alice: Person, bob: Person) -> Group:
    return telegram.group("Developers", [alice, bob])


async def last(bot: Bot) -> Update:
    return (await bot.get_updates())[-1]


async def test_a_removed_bot_is_informed_and_receives_no_more(
    bot: Bot, alice: Person, bob: Person, developers: Group
) -> None:
    developers.removes_bot()
    removed = (await last(bot)).my_chat_member
    assert removed is not None
    assert (removed.old_chat_member.status, removed.new_chat_member.status) == ("member", "kicked")
    await developers.says(bob, "/hello")
    assert (await last(bot)).my_chat_member == removed
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was kicked from the supergroup chat"):
        await bot.send_message(developers.id, "a")
    developers.adds_bot(by=bob)
    await bot.send_message(developers.id, "a")


async def test_a_bot_leaves(bot: Bot, alice: Person, developers: Group) -> None:
    assert await bot.leave_chat(developers.id)
    assert developers.messages[-1].view["service"] == "Postebin left the group"
    left = (await last(bot)).my_chat_member
    assert left is not None
    assert (left.from_user.is_bot, left.new_chat_member.status) == (True, "left")
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot is not a member of the supergroup chat"):
        await bot.send_message(developers.id, "a")
    with pytest.raises(TelegramBadRequest, match="chat member status can't be changed in private chats"):
        await bot.leave_chat(alice.id)


async def test_a_group_that_the_bot_was_never_in_is_not_found(
    bot: Bot, telegram: Telegram, alice: Person
) -> None:
    group = telegram.group("Private", [alice], with_bot=False)
    await group[alice].says("/hello")
    assert len(await bot.get_updates()) == 1
    with pytest.raises(TelegramBadRequest, match="Bad Request: chat not found"):
        await bot.send_message(group.id, "a")


async def test_members_and_administrators_are_known(
    bot: Bot, telegram: Telegram, alice: Person, bob: Person, developers: Group
) -> None:
    developers.promotes_bot("can_delete_messages")
    carol = telegram.person("Carol")
    statuses = [
        (await bot.get_chat_member(developers.id, user_id)).status
        for user_id in (alice.id, bob.id, carol.id, bot.id)
    ]
    assert statuses == ["creator", "member", "left", "administrator"]
    creator, itself = await bot.get_chat_administrators(developers.id)
    assert creator.user.id == alice.id
    assert isinstance(itself, ChatMemberAdministrator)
    assert (itself.can_delete_messages, itself.can_pin_messages) == (True, False)
    assert await bot.get_chat_member_count(developers.id) == 3
    assert (await bot.get_chat_member(alice.id, alice.id)).status == "member"


async def test_what_is_no_member_and_no_group(bot: Bot, alice: Person, developers: Group) -> None:
    with pytest.raises(TelegramBadRequest, match="Bad Request: member not found"):
        await bot.get_chat_member(developers.id, 404)
    with pytest.raises(TelegramBadRequest, match="Bad Request: invalid user_id specified"):
        await bot.get_chat_member(developers.id, -1)
    with pytest.raises(TelegramBadRequest, match="there are no administrators in the private chat"):
        await bot.get_chat_administrators(alice.id)


async def test_members_are_reported_to_an_administrator_bot_that_asks_for_them(
    bot: Bot, telegram: Telegram, alice: Person, developers: Group
) -> None:
    developers.promotes_bot()
    await bot.get_updates(allowed_updates=["chat_member"])
    carol = telegram.person("Carol")
    developers.adds(carol, by=alice)
    developers.removes(carol, by=carol)
    joined, left = (update.chat_member for update in (await bot.get_updates())[-2:])
    assert joined is not None
    assert left is not None
    assert (joined.new_chat_member.user.id, joined.new_chat_member.status) == (carol.id, "member")
    assert (left.from_user.id, left.new_chat_member.status) == (carol.id, "left")
    with pytest.raises(Impossible, match="not in this group"):
        await developers[carol].says("hello?")


async def test_an_anonymous_administrator_speaks_as_the_group(
    bot: Bot, alice: Person, bob: Person, developers: Group
) -> None:
    developers.promotes_bot()
    developers.promotes(bob, anonymous=True)
    member = await bot.get_chat_member(developers.id, bob.id)
    assert isinstance(member, ChatMemberAdministrator)
    assert member.is_anonymous
    said = await developers.says(bob, "rules")
    assert (said.author, said.from_bot) == ("Developers", False)
    await developers.replies(alice, said, "why?")
    await alice.forwards(said)
    hidden, reply, forwarded = (update.message for update in (await bot.get_updates())[-3:])
    assert hidden is not None
    assert hidden.sender_chat is not None
    assert hidden.from_user is not None
    assert (hidden.sender_chat.id, hidden.from_user.id) == (developers.id, 1087968824)
    assert reply is not None
    assert (reply.sender_chat, reply.reply_to_message) == (None, hidden)
    assert forwarded is not None
    assert isinstance(forwarded.forward_origin, MessageOriginChat)
    assert forwarded.forward_origin.sender_chat.id == developers.id
    developers.promotes(bob)
    assert (await developers.says(bob, "as myself")).author == "Bob"


async def test_what_people_may_not_do_with_groups(
    telegram: Telegram, alice: Person, bob: Person, developers: Group
) -> None:
    with pytest.raises(Impossible, match="A title has"):
        telegram.group(" ", [alice])
    with pytest.raises(Impossible, match="already"):
        developers.adds(bob, by=alice)
    with pytest.raises(Impossible, match="Only administrators"):
        developers.removes(alice, by=bob)
    with pytest.raises(Impossible, match="They're not in the group"):
        developers.removes(telegram.person("Carol"), by=alice)
    with pytest.raises(Impossible, match="Only other members"):
        developers.promotes(alice)
    with pytest.raises(Impossible, match="Only administrators of supergroups"):
        telegram.group("Friends", [alice, bob], supergroup=False).promotes(bob, anonymous=True)
