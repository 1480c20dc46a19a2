"""What can go wrong with pastes."""

from datetime import datetime

from kernel.errors import AppError
from posts.models import PostId, PostUrl


class PostNotFound(AppError):
    code = "post-not-found"

    def __init__(self, url: PostUrl | str = "") -> None:
        super().__init__(url=url)


class PostGone(PostNotFound):
    """There was a paste at this address, and it will not come back."""

    code = "post-gone"


class PostDeleted(PostGone):
    """Its author deleted it."""

    code = "post-deleted"


class PostBinned(PostDeleted):
    """So lately that its author can have it back; they are told which `post` it is."""

    code = "post-binned"

    def __init__(self, url: PostUrl, post: PostId, title: str) -> None:
        super().__init__(url)
        self.data.update(post=post, title=title)


class PostExpired(PostGone):
    """Its time is over."""

    code = "post-expired"


class PostBurned(PostGone):
    """It was to be read once, and was."""

    code = "post-burned"


class PostMoved(PostNotFound):
    """`to` is its address now."""

    code = "post-moved"

    def __init__(self, url: PostUrl, to: PostUrl) -> None:
        super().__init__(url)
        self.data["to"] = to
        self.to = to


class TooLateToUndo(AppError):
    code = "too-late-to-undo"


class DraftNotFound(AppError):
    """What was held back was published or dropped by now."""

    code = "draft-not-found"


class RevisionNotFound(AppError):
    code = "revision-not-found"


class EmptyText(AppError):
    code = "empty-text"


class EmptyTitle(AppError):
    code = "empty-title"


class TitleTooLong(AppError):
    """`count` characters, and `longest` is the limit."""

    code = "title-too-long"

    def __init__(self, length: int, longest: int) -> None:
        super().__init__(count=length, longest=longest)


class LanguageNotKnown(AppError):
    code = "language-not-known"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class LanguageMisspelt(LanguageNotKnown):
    """`near`: what may have been meant."""

    code = "language-misspelt"

    def __init__(self, name: str, near: str) -> None:
        AppError.__init__(self, name=name, near=near)


class ExpiryNotInFuture(AppError):
    code = "expiry-not-in-future"

    def __init__(self, until: datetime) -> None:
        super().__init__(until=until)


class TooManyDrafts(AppError):
    """As much as is kept for somebody without an account waits already: `count` texts."""

    code = "too-many-kept"

    def __init__(self, count: int) -> None:
        super().__init__(count=count)


class TooMuchPending(AppError):
    """So many bytes a day of one chat are kept that are no paste yet: `limit`."""

    code = "too-much-pending"

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class NotText(AppError):
    """The bytes are no text in any encoding that is known."""

    code = "not-text"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NotInEncoding(NotText):
    """Some of the bytes mean nothing in the encoding that was asked for, or nobody knows such an encoding."""

    code = "not-in-encoding"

    def __init__(self, name: str, encoding: str) -> None:
        super().__init__(name)
        self.data["encoding"] = encoding


class PostTooLarge(AppError):
    """A file, even to be fetched or kept. Sizes in bytes."""

    code = "post-too-large"

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(size=size, limit=limit)
