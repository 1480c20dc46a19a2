"""getMe, commands and descriptions of the bot."""

import pytest
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
    BotCommandScopeDefault,
)

from local.telegram.command_menus import for_person
from tests.local.telegram.calls import refused


def named(*names):
    return [BotCommand(command=name, description=name.title()) for name in names]


def menu(telegram, person, group=None):
    commands = for_person(telegram.world.state, person.account, group.place if group else None)
    return " ".join(command["command"] for command in commands)


async def test_the_nearest_menu_is_shown(bot, alice, telegram):
    ivan = telegram.person("Ivan", language="ru-RU")
    await bot.set_my_commands(named("start"))
    await bot.set_my_commands(named("nachat"), language_code="ru")
    assert (menu(telegram, alice), menu(telegram, ivan)) == ("start", "nachat")
    await bot.set_my_commands(named("help"), scope=BotCommandScopeAllPrivateChats())
    assert (menu(telegram, alice), menu(telegram, ivan)) == ("help", "help")
    await bot.set_my_commands(named("stats"), scope=BotCommandScopeChat(chat_id=alice.id))
    assert (menu(telegram, alice), menu(telegram, ivan)) == ("stats", "help")


async def test_groups_have_menus_of_their_own(bot, alice, bob, developers, telegram):
    others, here = telegram.group("Others", [alice, bob]), developers.id
    menus = [
        ("default", BotCommandScopeDefault(), "default", "default"),
        ("private", BotCommandScopeAllPrivateChats(), "default", "default"),
        ("groups", BotCommandScopeAllGroupChats(), "groups", "groups"),
        ("admins", BotCommandScopeAllChatAdministrators(), "admins", "groups"),
        ("here", BotCommandScopeChat(chat_id=here), "here", "here"),
        ("admins_here", BotCommandScopeChatAdministrators(chat_id=here), "admins_here", "here"),
        ("bob", BotCommandScopeChatMember(chat_id=here, user_id=bob.id), "admins_here", "bob"),
    ]
    for name, scope, for_alice, for_bob in menus:
        await bot.set_my_commands(named(name), scope=scope)
        assert [menu(telegram, person, developers) for person in (alice, bob)] == [for_alice, for_bob]
    assert (menu(telegram, bob, others), menu(telegram, bob)) == ("groups", "private")


async def test_commands_are_returned_and_deleted_by_scope_and_language(bot):
    await bot.set_my_commands(named("start"))
    await bot.set_my_commands(named("help"), language_code="ru")
    assert [command.command for command in await bot.get_my_commands()] == ["start"]
    assert [command.command for command in await bot.get_my_commands(language_code="ru")] == ["help"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == []
    assert len(await bot.get_my_commands(language_code="ru")) == 1


@pytest.mark.parametrize(
    ("commands", "options", "reason"),
    [
        (named("Start"), {}, "BOT_COMMAND_INVALID"),
        (named("x" * 33), {}, "BOT_COMMAND_INVALID"),
        (named("не"), {}, "BOT_COMMAND_INVALID"),
        ([BotCommand(command="a", description="")], {}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([BotCommand(command="a", description="x" * 257)], {}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        (named(*(f"c{n}" for n in range(101))), {}, "BOT_COMMANDS_TOO_MUCH"),
        (named("a"), {"language_code": "russian"}, "invalid language code specified"),
        (named("a"), {"scope": BotCommandScopeChat(chat_id=404)}, "chat not found"),
    ],
)
async def test_invalid_commands_are_refused(bot, commands, options, reason):
    await refused(bot.set_my_commands(commands, **options), reason)


async def test_descriptions_are_returned_by_language(bot):
    await bot.set_my_description("A pastebin")
    await bot.set_my_short_description("Пастбин", language_code="ru")
    assert (await bot.get_my_description(language_code="ru")).description == "A pastebin"
    assert (await bot.get_my_short_description(language_code="ru")).short_description == "Пастбин"
    assert (await bot.get_my_short_description()).short_description == ""
    await refused(bot.set_my_description("x" * 513), "description is too long")
