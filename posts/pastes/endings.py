"""What became of a paste that is not there."""

from datetime import UTC, datetime, timedelta
from typing import Final

from auth.models import UserId
from posts.errors import PostBinned, PostBurned, PostDeleted, PostExpired, PostGone, PostNotFound
from posts.models import EventKind, Post, PostId
from posts.pastes.events import Outbox
from posts.pastes.repository import PostRepository

# How long after its deletion a paste can be brought back.
UNDO: Final = timedelta(minutes=10)
ENDS: Final[dict[EventKind, type[PostGone]]] = {
    EventKind.DELETED: PostDeleted,
    EventKind.EXPIRED: PostExpired,
    EventKind.BURNED: PostBurned,
}


async def ending(posts: PostRepository, outbox: Outbox, author: UserId, post: PostId) -> PostNotFound:
    """To be raised, as its author reads it; of somebody else's paste there is nothing to tell."""
    known = await posts.made_by(author, post)
    if known and can_be_undone(known):
        return PostBinned(known.url, known.id, known.title)
    if known and (known.deleted_at or known.has_expired):
        return PostDeleted(known.url) if known.deleted_at else PostExpired(known.url)
    kind = await outbox.end_of_own(author, post)
    return ENDS[kind]() if kind else PostNotFound()


def can_be_undone(post: Post) -> bool:
    """Whether it is deleted, and can be brought back."""
    is_new = post.deleted_at is not None and datetime.now(UTC) < post.deleted_at + UNDO
    return is_new and not post.has_expired
