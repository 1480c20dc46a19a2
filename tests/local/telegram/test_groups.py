"""Messages of people and of the bot in groups, and those that privacy mode lets the bot receive."""

import pytest
from aiogram.exceptions import TelegramMigrateToChat
from aiogram.types import ReactionTypeEmoji

from local.telegram.author import Impossible
from tests.conversation import Telegram
from tests.local.telegram.calls import PRESS, heard, last, refused


async def test_a_bot_learns_that_it_was_added(bot, alice, developers):
    *_, added, news = await bot.get_updates()
    added = added.my_chat_member
    assert (added.chat.id, added.from_user.id) == (developers.id, alice.id)
    assert (added.old_chat_member.status, added.new_chat_member.status) == ("left", "member")
    assert [member.username for member in news.message.new_chat_members] == ["postebin_bot"]
    services = [message.view["service"] for message in developers.messages]
    assert services == ["Alice created the group", "Alice added Postebin"]


@pytest.mark.parametrize(("supergroup", "kind"), [(True, "supergroup"), (False, "group")])
async def test_groups_have_a_title_and_a_negative_id(bot, telegram, alice, supergroup, kind):
    group = telegram.group("Developers", [alice], supergroup=supergroup)
    chat = await bot.get_chat(group.id)
    assert (chat.type, chat.title, chat.id) == (kind, "Developers", group.id)
    assert str(group.id).startswith("-100") is supergroup
    assert group.id < 0
    assert chat.permissions.can_send_messages


async def test_people_talk_and_reply_and_the_bot_answers(bot, alice, bob, developers):
    code = await developers.says(bob, "print('hi')")
    await developers[alice].replies(code, "/paste")
    (message,) = await heard(bot)
    assert (message.chat.id, message.from_user.id) == (developers.id, alice.id)
    replied = message.reply_to_message
    assert (replied.text, replied.from_user.first_name) == ("print('hi')", "Bob")
    await message.as_(bot).reply("done")
    for person in (alice, bob):
        answer = await developers[person].hears("done")
        assert answer.view["reply_to_message_id"] == message.message_id
    assert [said.author for said in developers.messages[-3:]] == ["Bob", "Alice", "Postebin"]
    assert alice.messages[-1].text == "/start"


async def test_supergroups_number_their_messages_themselves_and_basic_groups_do_not(
    telegram, alice, developers
):
    basic = telegram.group("Basic", [alice], supergroup=False)
    private = await alice.says("one")
    assert (await developers.says(alice, "two")).id == developers.messages[-2].id + 1
    assert (await basic[alice].says("three")).id == private.id + 1


async def test_a_press_in_a_group_names_who_pressed(bot, alice, bob, developers):
    sent = await bot.send_message(developers.id, "press", reply_markup=PRESS)
    await developers[bob].presses("Go")
    query = (await last(bot)).callback_query
    assert (query.from_user.id, query.message.chat.id) == (bob.id, developers.id)
    assert query.message.message_id == sent.message_id
    await query.as_(bot).answer("Pressed")
    assert await developers[bob].hears_toast("Pressed")
    await developers[alice].presses("Go")
    assert (await last(bot)).callback_query.chat_instance == query.chat_instance


async def test_the_bot_edits_deletes_and_reacts(bot, alice, bob, developers):
    said = await developers.says(bob, "/hello")
    sent = await bot.send_message(developers.id, "frist")
    await sent.edit_text("first")
    assert (await developers[alice].hears("^first$")).id == sent.message_id
    await bot.set_message_reaction(developers.id, said.id, [ReactionTypeEmoji(emoji="👍")])
    assert developers.messages[-2].reaction == "👍"
    await sent.delete()
    assert developers.messages[-1].id == said.id


async def test_others_messages_are_deleted_only_with_the_right_to(bot, bob, developers):
    said = await developers.says(bob, "hello")
    developers.promotes_bot("can_pin_messages")
    await refused(bot.delete_message(developers.id, said.id), r"Bad Request: message can't be deleted$")
    await refused(bot.delete_messages(developers.id, [said.id]), "message can't be deleted")
    developers.promotes_bot("can_delete_messages")
    await bot.delete_message(developers.id, said.id)
    assert said.deleted


async def test_files_albums_edits_and_forwards_work_in_groups(bot, telegram, alice, bob, developers):
    telegram.world.state.privacy_mode = False
    await developers[bob].sends_file("a.py", b"a", "mine")
    await developers[bob].sends_album([("b.py", b"b"), ("c.py", b"c")])
    said = await developers[bob].says("teh")
    await developers[bob].edits(said, "the")
    await alice.forwards(said)
    edited, forwarded = await heard(bot, 2)
    assert (edited.text, edited.chat.id) == ("the", developers.id)
    assert forwarded.chat.id == alice.id
    assert alice.messages[-1].forwarded_from == "Bob"
    await developers[alice].forwards(alice.messages[0])
    assert developers.messages[-1].forwarded_from == "Alice"
    await refused(developers[alice].edits(said, "yours"), "You can only edit your own", Impossible)


async def test_a_basic_group_becomes_a_supergroup_with_another_id(bot, telegram, alice, bob):
    group = telegram.group("Developers", [alice, bob], supergroup=False)
    upgraded = group.upgraded()
    left, joined = await heard(bot, 2)
    assert (left.chat.id, left.migrate_to_chat_id) == (group.id, upgraded.id)
    assert (joined.chat.id, joined.migrate_from_chat_id) == (upgraded.id, group.id)
    refusal = await refused(bot.send_message(group.id, "too late"), error=TelegramMigrateToChat)
    assert refusal.value.migrate_to_chat_id == upgraded.id
    await bot.send_message(upgraded.id, "in time")
    for person in (alice, bob):
        assert [message.text for message in upgraded[person].messages if message.from_bot] == ["in time"]


async def texts(bot, group):
    """Return the texts that the bot received in the group, without service messages."""
    messages = [update.message or update.edited_message for update in await bot.get_updates()]
    return [message.text for message in messages if message and message.chat.id == group.id and message.text]


async def test_in_privacy_mode_the_bot_receives_commands_and_mentions(bot, alice, developers):
    commands = ["/paste", "/paste@postebin_bot", "/paste@Postebin_Bot x", "ask @Postebin_Bot"]
    others = ["hello", "/paste@other_bot", "do not /paste", "ask @other_bot", "ask a@postebin_bot.com"]
    for text in (*others, *commands):
        await developers.says(alice, text)
    said = await developers.says(alice, "edited")
    await developers[alice].edits(said, "past")
    await developers[alice].edits(said, "/edited")
    assert await texts(bot, developers) == [*commands, "/edited"]
    assert (await bot.me()).can_read_all_group_messages is False


async def test_in_privacy_mode_the_bot_receives_replies_to_itself_and_to_commands(
    bot, alice, bob, developers
):
    await bot.send_message(developers.id, "which title?")
    await developers.replies(bob, await developers[bob].hears("which"), "notes")
    await developers.replies(bob, await developers.says(alice, "/new"), "what is this?")
    await developers.replies(bob, await developers.says(alice, "words"), "more words")
    assert await texts(bot, developers) == ["notes", "/new", "what is this?"]


async def test_as_an_administrator_the_bot_receives_everything(bot, alice, developers):
    developers.promotes_bot("can_pin_messages")
    await developers.says(alice, "hello")
    assert await texts(bot, developers) == ["hello"]


async def test_without_privacy_mode_the_bot_receives_everything(connect):
    async with Telegram(privacy_mode=False) as telegram:
        bot, alice = connect(telegram), telegram.person("Alice")
        group = telegram.group("Developers", [alice])
        await group.says(alice, "hello")
        assert await texts(bot, group) == ["hello"]
        assert (await bot.get_me()).can_read_all_group_messages is True
