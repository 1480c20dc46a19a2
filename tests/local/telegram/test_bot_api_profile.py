"""getMe, commands and descriptions of the bot."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
    BotCommandScopeDefault,
    BotCommandScopeUnion,
)

from local.telegram.command_menus import for_person
from tests.conversation import Person, Telegram
from tests.group import Group


def named(*names: str) -> list[BotCommand]:
    return [BotCommand(command=name, description=name.title()) for name in names]


def menu(telegram: Telegram, person: Person, group: Group | None = None) -> list[str]:
    commands = for_person(telegram.world.state, person.account, group.place if group else None)
    return [command["command"] for command in commands]


async def test_the_nearest_menu_is_shown(bot: Bot, alice: Person, telegram: Telegram) -> None:
    ivan = telegram.person("Ivan", language="ru-RU")
    await bot.set_my_commands(named("start"))
    await bot.set_my_commands(named("nachat"), language_code="ru")
    assert (menu(telegram, alice), menu(telegram, ivan)) == (["start"], ["nachat"])
    await bot.set_my_commands(named("help"), scope=BotCommandScopeAllPrivateChats())
    assert (menu(telegram, alice), menu(telegram, ivan)) == (["help"], ["help"])
    await bot.set_my_commands(named("stats"), scope=BotCommandScopeChat(chat_id=alice.id))
    assert (menu(telegram, alice), menu(telegram, ivan)) == (["stats"], ["help"])


async def test_groups_have_menus_of_their_own(bot: Bot, alice: Person, telegram: Telegram) -> None:
    bob = telegram.person("Bob")
    developers, others = (telegram.group(title, [alice, bob]) for title in ("Developers", "Others"))
    here = developers.id
    menus: list[tuple[BotCommandScopeUnion, str, str]] = [
        (BotCommandScopeDefault(), "default", "default"),
        (BotCommandScopeAllPrivateChats(), "default", "default"),
        (BotCommandScopeAllGroupChats(), "groups", "groups"),
        (BotCommandScopeAllChatAdministrators(), "admins", "groups"),
        (BotCommandScopeChat(chat_id=here), "here", "here"),
        (BotCommandScopeChatAdministrators(chat_id=here), "admins_here", "here"),
        (BotCommandScopeChatMember(chat_id=here, user_id=bob.id), "admins_here", "bob"),
    ]
    names = iter("default private groups admins here admins_here bob".split())
    for scope, for_alice, for_bob in menus:
        await bot.set_my_commands(named(next(names)), scope=scope)
        shown = [menu(telegram, person, developers) for person in (alice, bob)]
        assert shown == [[for_alice], [for_bob]]
    assert (menu(telegram, bob, others), menu(telegram, bob)) == (["groups"], ["private"])


async def test_commands_are_returned_and_deleted_by_scope_and_language(bot: Bot) -> None:
    await bot.set_my_commands(named("start"))
    await bot.set_my_commands(named("help"), language_code="ru")
    assert [command.command for command in await bot.get_my_commands()] == ["start"]
    assert [command.command for command in await bot.get_my_commands(language_code="ru")] == ["help"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == []
    assert len(await bot.get_my_commands(language_code="ru")) == 1


@pytest.mark.parametrize(
    ("commands", "language", "reason"),
    [
        (named("Start"), None, "BOT_COMMAND_INVALID"),
        (named("x" * 33), None, "BOT_COMMAND_INVALID"),
        (named("не"), None, "BOT_COMMAND_INVALID"),
        ([BotCommand(command="a", description="")], None, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([BotCommand(command="a", description="x" * 257)], None, "BOT_COMMAND_DESCRIPTION_INVALID"),
        (named(*(f"c{n}" for n in range(101))), None, "BOT_COMMANDS_TOO_MUCH"),
        (named("a"), "russian", "invalid language code specified"),
    ],
)
async def test_commands_that_cannot_be(
    bot: Bot, commands: list[BotCommand], language: str | None, reason: str
) -> None:
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.set_my_commands(commands, language_code=language)


async def test_a_menu_for_a_chat_needs_the_chat(bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.set_my_commands(named("a"), scope=BotCommandScopeChat(chat_id=404))


async def test_descriptions_are_returned_by_language(bot: Bot) -> None:
    await bot.set_my_description("A pastebin")
    await bot.set_my_short_description("Пастбин", language_code="ru")
    assert (await bot.get_my_description(language_code="ru")).description == "A pastebin"
    assert (await bot.get_my_short_description(language_code="ru")).short_description == "Пастбин"
    assert (await bot.get_my_short_description()).short_description == ""
    with pytest.raises(TelegramBadRequest, match="description is too long"):
        await bot.set_my_description("x" * 513)
