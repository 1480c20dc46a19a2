"""Members of groups as the bot gets to see them: Telegram Bot API, ChatMember."""

from local.telegram.answers import Json
from local.telegram.state import Member, Status

# Telegram Bot API, ChatMemberAdministrator, as far as groups know them.
RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
    "can_manage_topics",
    "can_manage_tags",
)


def rendered(user: Json, member: Member) -> Json:
    told: Json = {"user": user, "status": member.status.value}
    match member.status:
        case Status.CREATOR:
            told["is_anonymous"] = False
        case Status.ADMINISTRATOR:
            told |= {"can_be_edited": False, "is_anonymous": member.anonymous}
            told |= {right: right in member.rights for right in RIGHTS}
        case Status.KICKED:
            told["until_date"] = 0
    return told
