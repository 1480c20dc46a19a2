"""Groups, as people use them: create, add, remove, promote, upgrade."""

from collections.abc import Iterable

from local.telegram import api_json
from local.telegram.author import Impossible
from local.telegram.json_values import Json
from local.telegram.privacy_mode import bot_receives
from local.telegram.state import ADMINISTRATOR_RIGHTS, Group, Member, Message, Person, Status
from local.telegram.world import World

# As in Telegram, the ids of supergroups begin with -100.
_FIRST_SUPERGROUP_ID = -1_002_000_000_001
_FIRST_BASIC_ID = -4_000_000_001
_TITLE_LIMIT = 128


class Groups:
    """Actions of people on groups. They raise Impossible for what Telegram does not allow."""

    def __init__(self, world: World) -> None:
        self._world = world

    def create(
        self, creator: Person, title: str, others: Iterable[Person] = (), *, supergroup: bool = True
    ) -> Group:
        """Create a group without the bot, which is added by `add`."""
        if not 1 <= len(title.strip()) <= _TITLE_LIMIT:
            raise Impossible(f"A title has 1 to {_TITLE_LIMIT} characters.")
        first = _FIRST_SUPERGROUP_ID if supergroup else _FIRST_BASIC_ID
        group = Group(first - len(self._world.state.groups), title.strip(), supergroup)
        group.members = {creator.id: Member(Status.CREATOR)}
        group.members |= {other.id: Member() for other in others if other.id != creator.id}
        self._world.state.groups[group.id] = group
        self._world.publish_group(group)
        self._announce(group, creator, {f"{api_json.chat(group)['type']}_chat_created": True})
        return group

    def add(self, group: Group, by: Person, user_id: int) -> None:
        self._must_be_in(group, by)
        if user_id in group.present:
            raise Impossible("They're already in the group.")
        self._change(group, by, user_id, Member())
        self._announce(group, by, {"new_chat_members": [self._world.user(user_id)]})

    def remove(self, group: Group, by: Person, user_id: int) -> None:
        """Remove a member: members may remove themselves, administrators the others."""
        self._must_be_in(group, by)
        leaving = user_id == by.id
        if not leaving and not group.has_right(by.id, "can_restrict_members"):
            raise Impossible("Only administrators can remove members.")
        if user_id not in group.present:
            raise Impossible("They're not in the group.")
        self._change(group, by, user_id, Member(Status.LEFT if leaving else Status.KICKED))
        self._announce(group, by, {"left_chat_member": self._world.user(user_id)})
        self._world.events.publish(user_id, "group_left", {"chat_id": group.id})

    def upgrade(self, group: Group, by: Person) -> Group:
        """Upgrade a basic group; return the supergroup. Telegram Bot API, Message.migrate_to_chat_id."""
        if group.supergroup or group.migrated_to or not group.has_right(by.id, "can_change_info"):
            raise Impossible("Only the owner of a basic group can upgrade it.")
        new = Group(_FIRST_SUPERGROUP_ID - len(self._world.state.groups), group.title)
        new.members = dict(group.members)
        self._world.state.groups[new.id] = new
        self._announce(group, by, {"migrate_to_chat_id": new.id})
        present, group.members, group.migrated_to = group.present, {}, new.id
        for user_id in present:
            self._world.events.publish(user_id, "group_left", {"chat_id": group.id})
        self._world.publish_group(new)
        self._announce(new, by, {"migrate_from_chat_id": group.id})
        return new

    def promote(
        self, group: Group, by: Person, user_id: int, rights: Iterable[str], *, anonymous: bool = False
    ) -> None:
        """Make a member an administrator with these rights, or an ordinary member without any."""
        if not group.has_right(by.id, "can_promote_members"):
            raise Impossible("Only the owner of the group can choose its administrators.")
        if user_id not in group.present or group.members[user_id].status is Status.CREATOR:
            raise Impossible("Only other members can become administrators.")
        given = tuple(right for right in ADMINISTRATOR_RIGHTS if right in set(rights))
        if anonymous and not (given and group.supergroup):
            raise Impossible("Only administrators of supergroups can be anonymous.")
        status = Status.ADMINISTRATOR if given else Status.MEMBER
        self._change(group, by, user_id, Member(status, given, anonymous))

    def _must_be_in(self, group: Group, person: Person) -> None:
        if person.id not in group.present:
            raise Impossible("You're not in this group.")

    def _change(self, group: Group, by: Person, user_id: int, new: Member) -> None:
        self._world.change_member(group, api_json.user(by), user_id, new)

    def _announce(self, group: Group, by: Person, service: Json) -> None:
        """Add a service message to the group."""
        world = self._world
        message = Message(world.take_message_id(group), group.id, from_bot=False, date=world.now)
        message.author_id, message.service, message.anonymous = by.id, service, group.is_anonymous(by.id)
        world.add(message)
        if bot_receives(world.state, world.bot, message):
            world.updates.put("message", world.render(message))
        world.touch()
