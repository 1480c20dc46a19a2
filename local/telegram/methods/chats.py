"""getChat, getChatMember and the other methods about a chat and its members, and leaveChat."""

from aiogram.methods import (
    GetChat,
    GetChatAdministrators,
    GetChatMember,
    GetChatMemberCount,
    GetUserProfilePhotos,
    LeaveChat,
)

from local.telegram import api_json
from local.telegram.errors import bad_request
from local.telegram.json_values import Json
from local.telegram.state import Chat, Group, Member, Message, Status
from local.telegram.world import World

# Telegram Bot API, AcceptedGiftTypes and ChatPermissions.
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_DEFAULT_PERMISSIONS = (
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos"
    " can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages"
    " can_add_web_page_previews can_invite_users"
).split()
_ADMINISTRATOR_PERMISSIONS = ("can_change_info", "can_pin_messages", "can_manage_topics")


async def get_chat(world: World, call: GetChat) -> Json:
    chat = world.chat(call.chat_id)
    fields = {
        **api_json.chat(chat),
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    if isinstance(chat, Group):
        fields["permissions"] = {
            **dict.fromkeys(_DEFAULT_PERMISSIONS, True),
            **dict.fromkeys(_ADMINISTRATOR_PERMISSIONS, False),
        }
    return fields


async def get_chat_member(world: World, call: GetChatMember) -> Json:
    chat = world.chat(call.chat_id)
    if call.user_id <= 0:
        raise bad_request("invalid user_id specified")
    if call.user_id != world.bot["id"] and call.user_id not in world.state.people:
        raise bad_request("member not found")
    return api_json.chat_member(world.user(call.user_id), _member(world, chat, call.user_id))


def _member(world: World, chat: Chat, user_id: int) -> Member:
    if isinstance(chat, Group):
        return chat.members.get(user_id, Member(Status.LEFT))
    return Member(Status.MEMBER if user_id in (chat.id, world.bot["id"]) else Status.LEFT)


async def get_chat_administrators(world: World, call: GetChatAdministrators) -> list[Json]:
    chat = world.chat(call.chat_id)
    if not isinstance(chat, Group):
        raise bad_request("there are no administrators in the private chat")
    return [
        api_json.chat_member(world.user(user_id), chat.members[user_id]) for user_id in chat.administrators
    ]


async def get_chat_member_count(world: World, call: GetChatMemberCount) -> int:
    chat = world.chat(call.chat_id)
    return len(chat.present) if isinstance(chat, Group) else 2


async def get_user_profile_photos(world: World, call: GetUserProfilePhotos) -> Json:
    if call.user_id not in world.state.people:
        raise bad_request("invalid user_id specified")
    return {"total_count": 0, "photos": []}


async def leave_chat(world: World, call: LeaveChat) -> bool:
    chat = world.chat(call.chat_id)
    if not isinstance(chat, Group):
        raise bad_request("chat member status can't be changed in private chats")
    message = Message(world.take_message_id(chat), chat.id, from_bot=True, date=world.now)
    message.service = {"left_chat_member": world.bot}
    world.add(message)
    world.change_member(chat, world.bot, world.bot["id"], Member(Status.LEFT))
    return True
