"""Messages of people and of the bot in groups."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramMigrateToChat
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReactionTypeEmoji,
    Update,
)

from local.telegram.author import Impossible
from tests.conversation import Person, Telegram
from tests.group import Group

PRESS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data="go")]])


@pytest.fixture
def bob(telegram: Telegram) -> Person:
    return telegram.person("Bob")


@pytest.fixture
def developers(telegram: Telegram, alice: Person, bob: Person) -> Group:
    return telegram.group("Developers", [alice, bob])


async def last(bot: Bot) -> Update:
    return (await bot.get_updates())[-1]


async def test_a_bot_learns_that_it_was_added(bot: Bot, alice: Person, developers: Group) -> None:
    *_, added, told = await bot.get_updates()
    assert added.my_chat_member is not None
    assert (added.my_chat_member.chat.id, added.my_chat_member.from_user.id) == (developers.id, alice.id)
    assert added.my_chat_member.old_chat_member.status == "left"
    assert added.my_chat_member.new_chat_member.status == "member"
    assert told.message is not None
    assert [member.username for member in told.message.new_chat_members or ()] == ["postebin_bot"]
    assert [message.view["service"] for message in developers.messages] == [
        "Alice created the group",
        "Alice added Postebin",
    ]


@pytest.mark.parametrize(("supergroup", "kind"), [(True, "supergroup"), (False, "group")])
async def test_groups_have_a_title_and_a_negative_id(
    bot: Bot, telegram: Telegram, alice: Person, supergroup: bool, kind: str
) -> None:
    group = telegram.group("Developers", [alice], supergroup=supergroup)
    chat = await bot.get_chat(group.id)
    assert (chat.type, chat.title, chat.id) == (kind, "Developers", group.id)
    assert str(group.id).startswith("-100") is supergroup
    assert group.id < 0
    assert chat.permissions is not None
    assert chat.permissions.can_send_messages


async def test_people_talk_and_reply_and_the_bot_answers(
    bot: Bot, alice: Person, bob: Person, developers: Group
) -> None:
    code = await developers.says(bob, "print('hi')")
    await developers[alice].replies(code, "/paste")
    message = (await last(bot)).message
    assert message is not None
    assert (message.chat.id, message.from_user and message.from_user.id) == (developers.id, alice.id)
    assert message.reply_to_message is not None
    assert message.reply_to_message.text == "print('hi')"
    assert message.reply_to_message.from_user is not None
    assert message.reply_to_message.from_user.first_name == "Bob"
    await message.as_(bot).reply("done")
    for person in (alice, bob):
        answer = await developers[person].hears("done")
        assert answer.view["reply_to_message_id"] == message.message_id
    assert [said.author for said in developers.messages[-3:]] == ["Bob", "Alice", "Postebin"]
    assert alice.messages[-1].text == "/start"


async def test_supergroups_number_their_messages_themselves_and_basic_groups_do_not(
    telegram: Telegram, alice: Person, developers: Group
) -> None:
    basic = telegram.group("Basic", [alice], supergroup=False)
    private = await alice.says("one")
    assert (await developers.says(alice, "two")).id == developers.messages[-2].id + 1
    assert (await basic[alice].says("three")).id == private.id + 1


async def test_a_press_in_a_group_tells_who_pressed(
    bot: Bot, alice: Person, bob: Person, developers: Group
) -> None:
    sent = await bot.send_message(developers.id, "press", reply_markup=PRESS)
    await developers[bob].presses("Go")
    query = (await last(bot)).callback_query
    assert query is not None
    assert query.message is not None
    assert (query.from_user.id, query.message.chat.id) == (bob.id, developers.id)
    assert query.message.message_id == sent.message_id
    await query.as_(bot).answer("Pressed")
    assert await developers[bob].hears_toast("Pressed")
    await developers[alice].presses("Go")
    again = (await last(bot)).callback_query
    assert again is not None
    assert again.chat_instance == query.chat_instance


async def test_the_bot_edits_deletes_and_reacts(
    bot: Bot, alice: Person, bob: Person, developers: Group
) -> None:
    said = await developers.says(bob, "/hello")
    sent = await bot.send_message(developers.id, "frist")
    await sent.edit_text("first")
    assert (await developers[alice].hears("^first$")).id == sent.message_id
    await bot.set_message_reaction(developers.id, said.id, [ReactionTypeEmoji(emoji="👍")])
    assert developers.messages[-2].reaction == "👍"
    await sent.delete()
    assert developers.messages[-1].id == said.id


async def test_others_messages_are_deleted_only_with_the_right_to(
    bot: Bot, bob: Person, developers: Group
) -> None:
    said = await developers.says(bob, "hello")
    developers.promotes_bot("can_pin_messages")
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: message can't be deleted$"):
        await bot.delete_message(developers.id, said.id)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await bot.delete_messages(developers.id, [said.id])
    developers.promotes_bot("can_delete_messages")
    await bot.delete_message(developers.id, said.id)
    assert said.deleted


async def test_files_albums_edits_and_forwards_work_in_groups(
    bot: Bot, telegram: Telegram, alice: Person, bob: Person, developers: Group
) -> None:
    telegram.world.state.privacy_mode = False
    await developers[bob].sends_file("a.py", b"a", "mine")
    await developers[bob].sends_album([("b.py", b"b"), ("c.py", b"c")])
    said = await developers[bob].says("teh")
    await developers[bob].edits(said, "the")
    await alice.forwards(said)
    edited, forwarded = (await bot.get_updates())[-2:]
    assert edited.edited_message is not None
    assert (edited.edited_message.text, edited.edited_message.chat.id) == ("the", developers.id)
    assert forwarded.message is not None
    assert forwarded.message.chat.id == alice.id
    assert alice.messages[-1].forwarded_from == "Bob"
    await developers[alice].forwards(alice.messages[0])
    assert developers.messages[-1].forwarded_from == "Alice"


async def test_messages_of_others_cannot_be_edited(alice: Person, bob: Person, developers: Group) -> None:
    said = await developers.says(bob, "mine")
    with pytest.raises(Impossible, match="You can only edit your own"):
        await developers[alice].edits(said, "yours")


async def test_a_basic_group_becomes_a_supergroup_with_another_id(
    bot: Bot, telegram: Telegram, alice: Person, bob: Person
) -> None:
    group = telegram.group("Developers", [alice, bob], supergroup=False)
    upgraded = group.upgraded()
    *_, left, joined = await bot.get_updates()
    assert left.message is not None
    assert (left.message.chat.id, left.message.migrate_to_chat_id) == (group.id, upgraded.id)
    assert joined.message is not None
    assert (joined.message.chat.id, joined.message.migrate_from_chat_id) == (upgraded.id, group.id)
    with pytest.raises(TelegramMigrateToChat) as refused:
        await bot.send_message(group.id, "too late")
    assert refused.value.migrate_to_chat_id == upgraded.id
    await bot.send_message(upgraded.id, "in time")
    for person in (alice, bob):
        assert [message.text for message in upgraded[person].messages if message.from_bot] == ["in time"]


async def test_only_who_runs_a_basic_group_can_upgrade_it(
    telegram: Telegram, alice: Person, bob: Person
) -> None:
    group = telegram.group("Developers", [alice, bob], supergroup=False)
    with pytest.raises(Impossible, match="Only the owner"):
        telegram.server.groups.upgrade(group.place, bob.account)
    upgraded = group.upgraded()
    for place in (group.place, upgraded.place):
        with pytest.raises(Impossible, match="basic"):
            telegram.server.groups.upgrade(place, alice.account)
