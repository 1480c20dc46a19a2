"""What the bot says of itself: who it is, its commands and descriptions."""

import re

from aiogram.methods import (
    DeleteMyCommands,
    GetMe,
    GetMyCommands,
    GetMyDescription,
    GetMyShortDescription,
    SetMyCommands,
    SetMyDescription,
    SetMyShortDescription,
)

from local.telegram import command_menus
from local.telegram.calls import told
from local.telegram.errors import Json, bad_request
from local.telegram.world import World

# Telegram Bot API, BotCommand and setMyCommands.
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_DESCRIPTION_LIMIT = 256
_COMMANDS_LIMIT = 100
# Telegram Bot API, setMyDescription and setMyShortDescription.
_ABOUT_LIMIT = 512
_SHORT_LIMIT = 120


async def get_me(world: World, _call: GetMe) -> Json:
    able = {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.state.privacy_mode,
        "supports_inline_queries": True,
    }
    return {**world.bot, **able, "can_connect_to_business": False, "has_main_web_app": False}


async def set_my_commands(world: World, call: SetMyCommands) -> bool:
    if len(call.commands) > _COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in call.commands:
        if not _COMMAND.fullmatch(command.command):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.description) <= _DESCRIPTION_LIMIT:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.state.commands[_key(world, call)] = told(call, "commands")
    _show_menus(world)
    return True


async def get_my_commands(world: World, call: GetMyCommands) -> list[Json]:
    return world.state.commands.get(_key(world, call), [])


async def delete_my_commands(world: World, call: DeleteMyCommands) -> bool:
    world.state.commands.pop(_key(world, call), None)
    _show_menus(world)
    return True


def _key(world: World, call: SetMyCommands | GetMyCommands | DeleteMyCommands) -> str:
    scope: Json | None = told(call, "scope")
    if scope and "chat_id" in scope:
        scope["chat_id"] = world.chat(scope["chat_id"]).id
    return command_menus.key(scope, _language(call.language_code))


def _show_menus(world: World) -> None:
    for person in world.state.people.values():
        world.show_menus(person)


async def set_my_description(world: World, call: SetMyDescription) -> bool:
    return _describe(world, "description", call.language_code, call.description, _ABOUT_LIMIT)


async def set_my_short_description(world: World, call: SetMyShortDescription) -> bool:
    return _describe(world, "short_description", call.language_code, call.short_description, _SHORT_LIMIT)


def _describe(world: World, what: str, language: str | None, text: str | None, limit: int) -> bool:
    if len(text or "") > limit:
        raise bad_request(f"{what.replace('_', ' ')} is too long")
    world.state.descriptions[f"{what}:{_language(language)}"] = text or ""
    return True


async def get_my_description(world: World, call: GetMyDescription) -> Json:
    return _described(world, "description", call.language_code)


async def get_my_short_description(world: World, call: GetMyShortDescription) -> Json:
    return _described(world, "short_description", call.language_code)


def _described(world: World, what: str, language: str | None) -> Json:
    known = world.state.descriptions
    return {what: known.get(f"{what}:{_language(language)}") or known.get(f"{what}:", "")}


def _language(code: str | None) -> str:
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code or ""
