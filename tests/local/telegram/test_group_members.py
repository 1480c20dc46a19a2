"""Members and administrators of groups."""

import pytest
from aiogram.exceptions import TelegramForbiddenError

from local.telegram.author import Impossible
from tests.local.telegram.calls import heard, last, refused


async def test_a_removed_bot_is_informed_and_receives_no_more(bot, bob, developers):
    developers.removes_bot()
    removed = (await last(bot)).my_chat_member
    assert (removed.old_chat_member.status, removed.new_chat_member.status) == ("member", "kicked")
    await developers.says(bob, "/hello")
    assert (await last(bot)).my_chat_member == removed
    kicked = "Forbidden: bot was kicked from the supergroup chat"
    await refused(bot.send_message(developers.id, "a"), kicked, TelegramForbiddenError)
    developers.adds_bot(by=bob)
    await bot.send_message(developers.id, "a")


async def test_a_bot_leaves(bot, alice, developers):
    assert await bot.leave_chat(developers.id)
    assert developers.messages[-1].view["service"] == "Postebin left the group"
    left = (await last(bot)).my_chat_member
    assert (left.from_user.is_bot, left.new_chat_member.status) == (True, "left")
    no_member = "Forbidden: bot is not a member of the supergroup chat"
    await refused(bot.send_message(developers.id, "a"), no_member, TelegramForbiddenError)
    await refused(bot.leave_chat(alice.id), "chat member status can't be changed in private chats")


async def test_a_group_that_the_bot_was_never_in_is_not_found(bot, telegram, alice):
    group = telegram.group("Private", [alice], with_bot=False)
    await group[alice].says("/hello")
    assert len(await bot.get_updates()) == 1
    await refused(bot.send_message(group.id, "a"), "Bad Request: chat not found")


async def test_members_and_administrators_are_known(bot, telegram, alice, bob, developers):
    developers.promotes_bot("can_delete_messages")
    who = (alice.id, bob.id, telegram.person("Carol").id, bot.id)
    statuses = [(await bot.get_chat_member(developers.id, user_id)).status for user_id in who]
    assert statuses == ["creator", "member", "left", "administrator"]
    creator, itself = await bot.get_chat_administrators(developers.id)
    assert creator.user.id == alice.id
    assert (itself.can_delete_messages, itself.can_pin_messages) == (True, False)
    assert await bot.get_chat_member_count(developers.id) == 3
    assert (await bot.get_chat_member(alice.id, alice.id)).status == "member"
    await refused(bot.get_chat_member(developers.id, 404), "Bad Request: member not found")
    await refused(bot.get_chat_member(developers.id, -1), "Bad Request: invalid user_id specified")
    none = "there are no administrators in the private chat"
    await refused(bot.get_chat_administrators(alice.id), none)


async def test_members_are_reported_to_an_administrator_bot_that_asks_for_them(
    bot, telegram, alice, developers
):
    developers.promotes_bot()
    await bot.get_updates(allowed_updates=["chat_member"])
    carol = telegram.person("Carol")
    developers.adds(carol, by=alice)
    developers.removes(carol, by=carol)
    joined, left = (update.chat_member for update in (await bot.get_updates())[-2:])
    assert (joined.new_chat_member.user.id, joined.new_chat_member.status) == (carol.id, "member")
    assert (left.from_user.id, left.new_chat_member.status) == (carol.id, "left")
    await refused(developers[carol].says("hello?"), "not in this group", Impossible)


async def test_an_anonymous_administrator_speaks_as_the_group(bot, alice, bob, developers):
    developers.promotes_bot()
    developers.promotes(bob, anonymous=True)
    assert (await bot.get_chat_member(developers.id, bob.id)).is_anonymous
    said = await developers.says(bob, "rules")
    assert (said.author, said.from_bot) == ("Developers", False)
    await developers.replies(alice, said, "why?")
    await alice.forwards(said)
    hidden, reply, forwarded = await heard(bot, 3)
    assert (hidden.sender_chat.id, hidden.from_user.id) == (developers.id, 1087968824)
    assert (reply.sender_chat, reply.reply_to_message) == (None, hidden)
    assert forwarded.forward_origin.sender_chat.id == developers.id
    developers.promotes(bob)
    assert (await developers.says(bob, "as myself")).author == "Bob"


async def test_what_people_may_not_do_with_groups_is_explained(telegram, alice, bob, developers):
    basic, groups = telegram.group("Friends", [alice, bob], supergroup=False), telegram.server.groups
    refusals = {
        "A title has": lambda: telegram.group(" ", [alice]),
        "already": lambda: developers.adds(bob, by=alice),
        "Only administrators": lambda: developers.removes(alice, by=bob),
        "They're not in the group": lambda: developers.removes(telegram.person("Carol"), by=alice),
        "Only other members": lambda: developers.promotes(alice),
        "Only administrators of supergroups": lambda: basic.promotes(bob, anonymous=True),
        "Only the owner": lambda: groups.upgrade(basic.place, bob.account),
        "basic": lambda: groups.upgrade(developers.place, alice.account),
    }
    for reason, act in refusals.items():
        with pytest.raises(Impossible, match=reason):
            act()
    basic.upgraded()
    with pytest.raises(Impossible, match="basic"):
        groups.upgrade(basic.place, alice.account)
