"""What the buttons of what is held carry back; see `bot.cards.callbacks`."""

from aiogram.filters.callback_data import CallbackData

from bot.cards.callbacks import Id
from posts.models import Visibility


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
