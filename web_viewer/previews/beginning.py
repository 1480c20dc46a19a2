"""The first lines of a paste, of which a preview is made."""

from typing import TYPE_CHECKING, Final

from posts.models import Post

if TYPE_CHECKING:
    from posts.pastes.service import PostService  # and with it the database, which workers do without

_ENOUGH: Final = 8_192  # bytes: more than a picture has room for


async def beginning_of(post: Post, posts: "PostService") -> str:
    """Raises as PostService.stream."""
    chunks = [chunk async for chunk in posts.stream(post, 0, min(post.size, _ENOUGH))]
    return beginning_in(b"".join(chunks))


def beginning_in(content: bytes) -> str:
    """As it was sent: what a page shows for letters that it has not is nothing for others."""
    return content[:_ENOUGH].decode("utf-8-sig", errors="ignore")
