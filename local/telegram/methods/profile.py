"""getMe, and the methods of the bot's commands and descriptions."""

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
from local.telegram.calls import as_json
from local.telegram.errors import bad_request
from local.telegram.json_values import Json
from local.telegram.world import World

# Telegram Bot API, BotCommand and setMyCommands.
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_DESCRIPTION_LIMIT = 256
_COMMANDS_LIMIT = 100
# Telegram Bot API, setMyDescription and setMyShortDescription.
_TEXT_LIMIT = 512
_SHORT_TEXT_LIMIT = 120


async def get_me(world: World, _call: GetMe) -> Json:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.state.privacy_mode,
        "supports_inline_queries": True,
    }
    return {**world.bot, **abilities, "can_connect_to_business": False, "has_main_web_app": False}


async def set_my_commands(world: World, call: SetMyCommands) -> bool:
    if len(call.commands) > _COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in call.commands:
        if not _COMMAND.fullmatch(command.command):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.description) <= _DESCRIPTION_LIMIT:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.state.commands[_key(world, call)] = as_json(call, "commands")
    _publish_command_menus(world)
    return True


async def get_my_commands(world: World, call: GetMyCommands) -> list[Json]:
    return world.state.commands.get(_key(world, call), [])


async def delete_my_commands(world: World, call: DeleteMyCommands) -> bool:
    world.state.commands.pop(_key(world, call), None)
    _publish_command_menus(world)
    return True


def _key(world: World, call: SetMyCommands | GetMyCommands | DeleteMyCommands) -> str:
    scope: Json | None = as_json(call, "scope")
    if scope and "chat_id" in scope:
        scope["chat_id"] = world.chat(scope["chat_id"]).id
    return command_menus.key(scope, _language(call.language_code))


def _publish_command_menus(world: World) -> None:
    for person in world.state.people.values():
        world.publish_command_menus(person)


async def set_my_description(world: World, call: SetMyDescription) -> bool:
    return _set_text(world, "description", call.language_code, call.description, _TEXT_LIMIT)


async def set_my_short_description(world: World, call: SetMyShortDescription) -> bool:
    return _set_text(
        world, "short_description", call.language_code, call.short_description, _SHORT_TEXT_LIMIT
    )


def _set_text(world: World, field: str, language: str | None, text: str | None, limit: int) -> bool:
    if len(text or "") > limit:
        raise bad_request(f"{field.replace('_', ' ')} is too long")
    world.state.descriptions[f"{field}:{_language(language)}"] = text or ""
    return True


async def get_my_description(world: World, call: GetMyDescription) -> Json:
    return _get_text(world, "description", call.language_code)


async def get_my_short_description(world: World, call: GetMyShortDescription) -> Json:
    return _get_text(world, "short_description", call.language_code)


def _get_text(world: World, field: str, language: str | None) -> Json:
    texts = world.state.descriptions
    return {field: texts.get(f"{field}:{_language(language)}") or texts.get(f"{field}:", "")}


def _language(code: str | None) -> str:
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code or ""
