"""Errors of pastes and drafts. Each has a code, which the bot and the viewer have a phrase for."""

from collections.abc import Sequence
from datetime import datetime

from kernel.errors import AppError
from posts.models import PostId, PostUrl


class PostNotFound(AppError):
    """No paste is at this address, or none that this reader may know of."""

    code = "post-not-found"

    def __init__(self, url: PostUrl | str = "") -> None:
        super().__init__(url=url)


class PostGone(PostNotFound):
    """A paste was at this address, and cannot be read now."""

    code = "post-gone"


class PostDeleted(PostGone):
    """The author has deleted the paste."""

    code = "post-deleted"


class PostBinned(PostDeleted):
    """The author has deleted the paste and can still bring it back."""

    code = "post-binned"

    def __init__(self, url: PostUrl, post: PostId, title: str) -> None:
        super().__init__(url)
        self.data.update(post=post, title=title)


class PostTakenDown(PostGone):
    """The operator has taken the paste down. Only its author may read the `reason`."""

    code = "post-taken-down"

    def __init__(self, url: PostUrl | str = "", reason: str = "") -> None:
        super().__init__(url)
        self.data["reason"] = reason


class PostExpired(PostGone):
    """The paste has expired."""

    code = "post-expired"


class PostBurned(PostGone):
    """The paste was to be read once, and was read."""

    code = "post-burned"


class ContentMissing(AppError):
    """The paste exists, but the storage does not have its text: its operator has to restore the file."""

    code = "content-missing"


class PostMoved(PostNotFound):
    """The paste has the address `to` now."""

    code = "post-moved"

    def __init__(self, url: PostUrl, to: PostUrl) -> None:
        super().__init__(url)
        self.data["to"] = to
        self.to = to


class TooLateToUndo(AppError):
    """The paste was deleted too long ago to be brought back."""

    code = "too-late-to-undo"


class DraftNotFound(AppError):
    """The pending draft was published or deleted in the meantime."""

    code = "draft-not-found"


class RevisionNotFound(AppError):
    code = "revision-not-found"


class EmptyText(AppError):
    code = "empty-text"


class EmptyTitle(AppError):
    code = "empty-title"


class TitleTooLong(AppError):
    """The title has `count` characters, and `longest` is the limit."""

    code = "title-too-long"

    def __init__(self, length: int, longest: int) -> None:
        super().__init__(count=length, longest=longest)


class LanguageNotKnown(AppError):
    code = "language-not-known"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class LanguageMisspelt(LanguageNotKnown):
    """No language has this name; `near` are languages with similar names, at most three."""

    code = "language-misspelt"

    def __init__(self, name: str, near: Sequence[str]) -> None:
        super().__init__(name)
        self.near = near


class ExpiryNotInFuture(AppError):
    code = "expiry-not-in-future"

    def __init__(self, until: datetime) -> None:
        super().__init__(until=until)


class TooManyDrafts(AppError):
    """A chat without an account has `count` drafts, the most that may be pending."""

    code = "too-many-drafts"

    def __init__(self, count: int) -> None:
        super().__init__(count=count)


class TooMuchPending(AppError):
    """A chat has sent more bytes of pending drafts in a day than `limit`."""

    code = "too-much-pending"

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class NotText(AppError):
    """The file is not a text in any known encoding."""

    code = "not-text"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NotInEncoding(NotText):
    """The file is not in the encoding that was asked for, or there is no such encoding."""

    code = "not-in-encoding"

    def __init__(self, name: str, encoding: str) -> None:
        super().__init__(name)
        self.data["encoding"] = encoding


class PostTooLarge(AppError):
    """The file is too large even for a pending draft. Sizes are in bytes."""

    code = "post-too-large"

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(size=size, limit=limit)
