"""Data of buttons: at most 64 bytes (Telegram Bot API, InlineKeyboardButton)."""

from typing import Annotated, TypedDict

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from posts.models import Visibility

# Buttons can be forged: Postgres counts no further, and no time is that long.
Id = Annotated[int, Field(ge=0, lt=2**63)]
Minutes = Annotated[int, Field(ge=0, le=366 * 24 * 60)]


class TakeUsername(CallbackData, prefix="name"):
    username: str


class ShowPosts(CallbackData, prefix="my"):
    """Opens the place `at` (`bot.cards.places`): a page of the list, or an album."""

    at: str


class AskWords(CallbackData, prefix="find"):
    pass


class OfPost(CallbackData, prefix="-"):
    """Base of all buttons about one paste. `at` is the place that its card leads back to, if any."""

    post: Id
    at: str = ""


def place_of(data: str) -> str:
    """Return the `at` in the data of any `OfPost`; empty for none."""
    return next(iter(data.split(":")[2:3]), "")


class Here(TypedDict):
    """Arguments that all `OfPost` buttons of a card share, as in `AskTitle(**here)`."""

    post: int
    at: str


class ShowPost(OfPost, prefix="post"):
    pass


class AskTitle(OfPost, prefix="title"):
    pass


class TakeTitle(OfPost, prefix="title!"):
    """Takes the title in the conversation's data, after a warning."""


class ShowVisibilities(OfPost, prefix="vis?"):
    pass


class SetVisibility(OfPost, prefix="vis"):
    """`sure`: the author has read the warning."""

    visibility: Visibility
    sure: bool = False


class ShowExpiries(OfPost, prefix="exp?"):
    pass


class SetExpiry(OfPost, prefix="exp"):
    """`minutes` from now; 0 for never."""

    minutes: Minutes


class AskDate(OfPost, prefix="date"):
    pass


class SetBurning(OfPost, prefix="burn"):
    """`sure`: the author has read the warning."""

    burn: bool
    sure: bool = False


class AskText(OfPost, prefix="edit"):
    pass


class ShowRevisions(OfPost, prefix="revs"):
    pass


class Restore(OfPost, prefix="rest"):
    number: Annotated[int, Field(ge=0, lt=2**31)]


class ClearHistory(OfPost, prefix="clear"):
    sure: bool = False


class ShowEncodings(OfPost, prefix="enc?"):
    pass


class ShowAllEncodings(OfPost, prefix="enc??"):
    pass


class SetEncoding(OfPost, prefix="enc"):
    encoding: str


class ShowLanguages(OfPost, prefix="in?"):
    pass


class SetLanguage(OfPost, prefix="in"):
    """`language` is a name of Pygments."""

    language: str


class AskLanguage(OfPost, prefix="in??"):
    pass


class OpenPrivately(OfPost, prefix="key"):
    pass


class SendFile(OfPost, prefix="file"):
    pass


class AskDelete(OfPost, prefix="del?"):
    pass


class Delete(OfPost, prefix="del"):
    pass


class Undelete(OfPost, prefix="undo"):
    pass


class Follow(CallbackData, prefix="follow"):
    """Follows an account. By its id: the username of a deleted account may be another person's now."""

    user: Id


class Unfollow(CallbackData, prefix="unfollow"):
    user: Id


class PublishCaption(CallbackData, prefix="cap"):
    """Publishes the caption of the message that the card replies to."""


class ShowSettings(CallbackData, prefix="set"):
    """Shows the values of one setting, or all settings if `choice` is empty."""

    choice: str = ""


class SetTerms(CallbackData, prefix="terms"):
    """Sets one default of new pastes: the one that is given."""

    visibility: Visibility | None = None
    minutes: Minutes | None = None
    burn: bool | None = None


class ChooseLanguage(CallbackData, prefix="lang"):
    language: str


class CancelDeletion(CallbackData, prefix="stay"):
    """Keeps the account of the person who presses it."""


class Release(CallbackData, prefix="keep"):
    """Publishes a pending draft, as `visibility` if given; deletes it if `drop`."""

    draft: Id
    visibility: Visibility | None = None
    drop: bool = False


class ReleaseListed(Release, prefix="keep+"):
    """Release on a card opened from the list of pending drafts, to which it leads back."""


class ShowPending(CallbackData, prefix="held"):
    """Shows a pending draft, or the list of them for 0."""

    draft: Id = 0


class SendPendingFile(CallbackData, prefix="back"):
    """Sends a pending draft back to its author as a file."""

    draft: Id


class ReleaseSeveral(CallbackData, prefix="keep*"):
    """Publishes the drafts over a limit whose ids are from `first` to `last`; deletes them if `drop`."""

    first: Id
    last: Id
    drop: bool = False
