"""What can go wrong with pastes."""

from kernel.errors import AppError
from posts.models import PostUrl


class PostNotFound(AppError):
    code = "post-not-found"

    def __init__(self, url: PostUrl | str = "") -> None:
        super().__init__(url=url)


class PostDeleted(PostNotFound):
    """There was a paste at this address, and its author deleted it."""

    code = "post-deleted"


class EmptyText(AppError):
    code = "empty-text"


class NotText(AppError):
    """The bytes are no text in any encoding that is known."""

    code = "not-text"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class PostTooLarge(AppError):
    """Sizes in bytes."""

    code = "post-too-large"

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(size=size, limit=limit)
