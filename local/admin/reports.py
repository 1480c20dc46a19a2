"""Reports for operators; they return the lines to print."""

from typing import Final

from sqlalchemy import text

from auth.models import TelegramId, User
from kernel.chats.dead_updates import bots_with_updates, dead_updates
from kernel.chats.waiting import waiting_in_chats
from kernel.sizes import readable_size
from local.admin.acts import address_in
from local.admin.desk import Desk
from notifier.waiting import waiting_in_notifier
from posts.models import Post

_LISTED: Final = 20
_MAX_ID_DIGITS: Final = 18  # Postgres' bigint has 19


async def find(desk: Desk, words: str) -> list[str]:
    """Show an account and its newest pastes, or a paste and its author. Raises UserNotFound."""
    if "/" in words:
        post = await desk.moderation.find_any(address_in(words))
        owner = post and await desk.accounts.get(post.created_by)
        return [*(_account(owner, []) if owner else []), _paste(post) if post else "There is no such paste."]
    user = await _user(desk, words)
    if user is None:
        return ["No account is linked to this Telegram id."]
    chats = await desk.accounts.linked_chats(user.id)
    pastes = await desk.moderation.newest_pastes(user.id, _LISTED)
    return [*_account(user, chats), *map(_paste, pastes)]


async def stats(desk: Desk) -> list[str]:
    accounts, pastes = await desk.accounts.growth(), await desk.moderation.growth()
    return [
        f"accounts: {accounts.total:,}; new in a day {accounts.day:,}, in a week {accounts.week:,}",
        f"pastes: {pastes.total:,}; new in a day {pastes.day:,}, in a week {pastes.week:,}",
        f"size of their texts: {readable_size(await desk.moderation.total_size(), 'en')}",
        *await _waiting(desk),
    ]


async def queue(desk: Desk) -> list[str]:
    """Show how much waits in each queue, and the updates that were set aside."""
    dead = [
        f"set aside: update {one.update_id} of {one.received_at:%Y-%m-%d %H:%M}, chat {one.chat_id},"
        f" reference {one.reference}: {one.reason}"
        for one in await dead_updates(desk.session, _LISTED)
    ]
    return [*await _waiting(desk), *dead]


async def acts(desk: Desk) -> list[str]:
    return [
        f"{act.happened_at:%Y-%m-%d %H:%M} {act.actor}: {act.act} {act.target}"
        + (f": {act.reason}" if act.reason else "")
        for act in await desk.acts.latest(_LISTED)
    ]


async def _user(desk: Desk, words: str) -> User | None:
    if words.isdecimal():
        known = len(words) <= _MAX_ID_DIGITS
        return await desk.accounts.linked_to(TelegramId(int(words))) if known else None
    return await desk.accounts.find(words)


async def _waiting(desk: Desk) -> list[str]:
    statements = [waiting_in_chats(bot) for bot in await bots_with_updates(desk.session)]
    statements.append(waiting_in_notifier(desk.alert_delay))
    rows = [row for statement in statements for row in await desk.session.execute(text(statement))]
    return [
        f"{name}: {count:,} wait, the oldest for {seconds:,.0f} s"
        + (f", {set_aside:,} set aside" if set_aside else "")
        for name, count, seconds, set_aside in rows
    ]


def _account(user: User, chats: list[TelegramId]) -> list[str]:
    told = [f"account {user.id}: {user.username}", f"since {user.registered_at:%Y-%m-%d}", user.language]
    told.append("has a password" if user.has_password else "no password")
    if chats:
        told.append("chats " + " ".join(map(str, chats)))
    if user.deleting_at:
        told.append(f"to be deleted at {user.deleting_at:%Y-%m-%d %H:%M}")
    if user.block_reason is not None:
        told.append(f"blocked: {user.block_reason}")
    return [", ".join(told)]


def _paste(post: Post) -> str:
    told = [f"paste {post.id}: {post.url}", post.visibility.value, readable_size(post.size, "en")]
    told.append(f"{post.created_at:%Y-%m-%d %H:%M}")
    if post.takedown_reason is not None:
        told.append(f"taken down: {post.takedown_reason}")
    elif post.deleted_at:
        told.append("deleted")
    elif post.has_expired:
        told.append("expired")
    return ", ".join(told)
