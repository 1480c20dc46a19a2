"""What waits for its author's decision, for whoever has lost sight of what was said of it."""

from collections.abc import Sequence
from typing import Final

from aiogram.types import InlineKeyboardMarkup
from markupsafe import Markup

from bot.cards.buttons import button, in_rows, keyboard
from bot.cards.callbacks import ShowPosts
from bot.cards.card import Cards
from bot.cards.held import limited, warned_of
from bot.cards.held_callbacks import ShowHeld
from bot.cards.places import Place
from bot.cards.shown import Said
from posts.credentials import Credential
from posts.drafts.models import DraftStatus, PendingDraft, PendingEntry
from posts.limits import LimitReached

_SHOWN: Final = 10
_NUMBERS_IN_A_ROW: Final = 5


def noted(cards: Cards, said: Said, count: int) -> Said:
    """The list of pastes, with a line and a button for what waits."""
    if not count:
        return said
    line = cards.words("waiting.count", count=count)
    buttons = said["reply_markup"].inline_keyboard if said["reply_markup"] else []
    to_them = [button(cards.words.plain("button.waiting", number=count), ShowHeld())]
    return {
        "text": said["text"] + Markup("\n\n") + line,
        "reply_markup": InlineKeyboardMarkup(inline_keyboard=[*buttons, to_them]),
    }


def listed_waiting(cards: Cards, waiting: Sequence[PendingEntry]) -> Said:
    """The oldest first, as they would be published; a number opens the card of each."""
    shown = waiting[:_SHOWN]
    entries = [
        cards.words("waiting.entry", number=number, title=one.title) for number, one in enumerate(shown, 1)
    ]
    more = cards.words("waiting.more", number=len(waiting) - _SHOWN) if len(waiting) > _SHOWN else None
    heading = cards.words("waiting.list" if waiting else "waiting.none")
    text = Markup("\n\n").join(filter(None, (heading, Markup("\n").join(entries), more)))
    numbers = [button(str(number), ShowHeld(draft=one.id)) for number, one in enumerate(shown, 1)]
    back = button(cards.words.plain("button.my"), ShowPosts(at=str(Place())))
    return {"text": text, "reply_markup": keyboard(*in_rows(numbers, _NUMBERS_IN_A_ROW), [back])}


def waiting_card(
    cards: Cards, kept: PendingDraft, found: Sequence[Credential], limit: LimitReached | None
) -> Said:
    """`found`: what looks like a credential in it; `limit`: the one that it would pass now."""
    key = "held.edit" if kept.post else "held.paste"
    what = cards.words(key, title=kept.draft.title)
    if kept.status is DraftStatus.CREDENTIAL_WARNING and found:
        return warned_of(cards, what, kept.id, tuple(found), is_listed=True)
    return limited(cards, what, kept.id, limit, is_listed=True)
