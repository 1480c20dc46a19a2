"""What was sent together and held back by a limit: one notice, whose button publishes all of it."""

from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup

from bot.cards.buttons import button, keyboard
from bot.cards.card import Cards
from bot.cards.held_callbacks import ReleaseSeveral, ShowHeld
from bot.cards.measures import human_time
from bot.cards.shown import Said
from kernel.phrases import Words
from kernel.sizes import readable_size
from posts.drafts.models import DRAFT_LIFETIME, NotPublished
from posts.limits import LimitReached

_SHOWN: Final = 10


def by_limit(held: Iterable[NotPublished]) -> list[list[NotPublished]]:
    """Those that wait for the same; of one alone its own notice tells."""
    kinds: dict[str, list[NotPublished]] = {}
    for one in held:
        if one.limit and not one.revises:
            kinds.setdefault(one.limit.kind, []).append(one)
    return [alike for alike in kinds.values() if len(alike) > 1]


def several(cards: Cards, held: Sequence[NotPublished]) -> Said:
    """The last one waits the longest."""
    words, plain = cards.words, cards.words.plain
    entries = [
        words("waiting.entry", number=number, title=one.title) for number, one in enumerate(held[:_SHOWN], 1)
    ]
    if len(held) > _SHOWN:
        entries.append(words("waiting.more", number=len(held) - _SHOWN))
    said = (
        words("several.heading", count=len(held)),
        Markup("\n").join(entries),
        *(_reason(words, one.limit) for one in held[-1:] if one.limit),
        words("held.kept-for", count=DRAFT_LIFETIME.days),
    )
    first, last = min(one.id for one in held), max(one.id for one in held)
    return {
        "text": Markup("\n\n").join(said),
        "reply_markup": keyboard(
            [button(plain("button.publish-all"), ReleaseSeveral(first=first, last=last))],
            [button(plain("button.one-by-one"), ShowHeld())],
            [button(plain("button.cancel-all"), ReleaseSeveral(first=first, last=last, drop=True))],
        ),
    }


def _reason(words: Words, limit: LimitReached) -> Markup:
    most, time = readable_size(limit.most, words.language), human_time(words, limit.seconds)
    match limit.kind:
        case "size":
            return words("several.size", most=most)
        case "bytes":
            return words("several.bytes", most=most, time=time)
        case _:
            return words("several.pastes", count=limit.most, time=time)
