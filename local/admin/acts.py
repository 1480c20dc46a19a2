"""Acts of operators, each of which is logged; they return the lines to print."""

from urllib.parse import unquote, urlsplit

from kernel.chats.dead_updates import retry_dead_updates
from local.admin.desk import Desk
from local.errors import CannotRun
from posts.models import PostUrl


async def take_down(desk: Desk, url: str, why: str) -> list[str]:
    """Raises CannotRun without a reason, PostNotFound, PostGone."""
    post = await desk.moderation.take_down(address_in(url), _reason(why))
    await desk.note("takedown", f"paste {post.id}", why)
    return [
        f"{post.url} is taken down, and its author gets the reason.",
        f"For 30 days, unless it expires, `restore-paste {post.url}` brings it back.",
    ]


async def restore(desk: Desk, url: str) -> list[str]:
    """Raises PostNotFound, PostGone."""
    post = await desk.moderation.undo_takedown(address_in(url))
    await desk.note("restore-paste", f"paste {post.id}")
    return [f"{post.url} is back."]


async def block(desk: Desk, name: str, why: str) -> list[str]:
    """Raises CannotRun without a reason, UserNotFound."""
    user = await desk.accounts.block(name, _reason(why))
    await desk.note("block", f"account {user.id}", why)
    return [
        f"{user.username} can publish and change nothing, and reads the reason at the next message.",
        "Their pastes stay: `find` shows them, `takedown` removes one.",
    ]


async def unblock(desk: Desk, name: str) -> list[str]:
    """Raises UserNotFound."""
    user = await desk.accounts.unblock(name)
    await desk.note("unblock", f"account {user.id}")
    return [f"{user.username} is not blocked."]


async def retry(desk: Desk) -> list[str]:
    count = await retry_dead_updates(desk.session)
    await desk.note("retry", f"{count} updates")
    return [f"{count} set aside: they wait again."]


def address_in(text: str) -> PostUrl:
    """Return the address in the URL of a paste or of one of its pages, or in `username/title`.

    Raises CannotRun.
    """
    text = text.strip().removeprefix("@")
    # A username has neither: without its scheme, this is a URL.
    has_host = "://" not in text and any(sign in text.partition("/")[0] for sign in ".:")
    try:
        path = urlsplit(f"//{text}" if has_host else text).path
    except ValueError as wrong:
        raise CannotRun(f"{text} is no address: {wrong}.") from wrong
    parts = [unquote(part) for part in path.split("/") if part]
    return PostUrl("/".join(parts[:2]).lower() if len(parts) > 1 else text)


def _reason(why: str) -> str:
    if not why.strip():
        raise CannotRun("--why is empty: the author reads it.")
    return why.strip()
