"""What a button carries back when pressed: at most 64 bytes (Telegram Bot API, InlineKeyboardButton)."""

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
    """`at` is a `bot.cards.places.Place`."""

    at: str


class AskWords(CallbackData, prefix="find"):
    pass


class OfPost(CallbackData, prefix="-"):
    """`at`: where in the list the card was opened from (`bot.cards.places.Place`); empty for nowhere."""

    post: Id
    at: str = ""


def place_of(data: str) -> str:
    """The `at` of whatever `OfPost` this is; empty for none."""
    return next(iter(data.split(":")[2:3]), "")


class Here(TypedDict):
    """What every `OfPost` carries: `AskTitle(**here)`."""

    post: int
    at: str


class ShowPost(OfPost, prefix="post"):
    pass


class AskTitle(OfPost, prefix="title"):
    pass


class TakeTitle(OfPost, prefix="title!"):
    """The one that was warned of, which is noted with the state."""


class ShowVisibilities(OfPost, prefix="vis?"):
    pass


class SetVisibility(OfPost, prefix="vis"):
    """`sure`: the author has read the warning."""

    visibility: Visibility
    sure: bool = False


class ShowExpiries(OfPost, prefix="exp?"):
    pass


class SetExpiry(OfPost, prefix="exp"):
    """`minutes` from now; 0 is never."""

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
    """`language`: of the paste, as Pygments calls it."""

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


class PublishCaption(CallbackData, prefix="cap"):
    """Of the message that is replied to."""


class ShowSettings(CallbackData, prefix="set"):
    """`choice`: of which setting to see the values; empty for all settings."""

    choice: str = ""


class SetTerms(CallbackData, prefix="terms"):
    """One of the three is given."""

    visibility: Visibility | None = None
    minutes: Minutes | None = None
    burn: bool | None = None


class ChooseLanguage(CallbackData, prefix="lang"):
    language: str


class CancelDeletion(CallbackData, prefix="stay"):
    """Of the account of whoever presses it."""


class Release(CallbackData, prefix="keep"):
    """What is held: published as `visibility`, or once more as it was to be; dropped where `drop`."""

    draft: Id
    visibility: Visibility | None = None
    drop: bool = False


class ReleaseListed(Release, prefix="keep+"):
    """Pressed where `ShowHeld` has led, and leads back there."""


class ShowHeld(CallbackData, prefix="held"):
    """What is held; 0: the list of all that is."""

    draft: Id = 0


class SendHeld(CallbackData, prefix="back"):
    """What is held, back to its author, as a file."""

    draft: Id


class ReleaseSeveral(CallbackData, prefix="keep*"):
    """What was held back together: from the first to the last; dropped where `drop`."""

    first: Id
    last: Id
    drop: bool = False
