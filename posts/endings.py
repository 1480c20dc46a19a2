"""What became of a paste that is not there."""

from typing import Final

from auth.models import UserId
from posts.errors import PostBurned, PostDeleted, PostExpired, PostGone, PostNotFound
from posts.models import EventKind, PostId
from posts.outbox import Outbox
from posts.repository import PostRepository

ENDS: Final[dict[EventKind, type[PostGone]]] = {
    EventKind.DELETED: PostDeleted,
    EventKind.EXPIRED: PostExpired,
    EventKind.BURNED: PostBurned,
}


async def ending(posts: PostRepository, outbox: Outbox, author: UserId, post: PostId) -> PostNotFound:
    """To be raised, as its author reads it; of somebody else's paste there is nothing to tell."""
    known = await posts.made_by(author, post)
    if known and (known.deleted_at or known.has_expired):
        return PostDeleted(known.url) if known.deleted_at else PostExpired(known.url)
    kind = await outbox.end_of_own(author, post)
    return ENDS[kind]() if kind else PostNotFound()
