"""What is held back: a text that would pass a limit, or that holds what looks like a credential."""

from collections.abc import Iterable, Sequence
from typing import Final

from aiogram.types import InlineKeyboardMarkup
from markupsafe import Markup

from bot.cards.buttons import Row, button, in_rows, keyboard
from bot.cards.callbacks import (
    OfPost,
    Release,
    ReleaseListed,
    ReleaseSeveral,
    SendHeld,
    ShowHeld,
    ShowPosts,
    TakeTitle,
)
from bot.cards.card import Cards
from bot.cards.labels import human_time
from bot.cards.places import Place
from bot.cards.reply import CardIn, Said, held_as
from kernel.phrases import Words
from kernel.sizes import readable_size
from posts.credentials import Credential, CredentialKind
from posts.drafts.pending import KEPT_FOR, DraftStatus, PendingDraft, PendingEntry
from posts.drafts.publishing import NotPublished, Outcome
from posts.models import DraftId, Post, PostId, Visibility
from posts.pastes.limits import LimitReached

_CREDENTIALS_SHOWN: Final = 5
_DRAFTS_SHOWN: Final = 10
_NUMBERS_IN_A_ROW: Final = 5


def said_of(cards: Cards, outcome: Outcome, news: Markup | None = None, *, is_listed: bool = False) -> Said:
    """The card of what was published, or why it is not; `news`: what else is to be known of it; `is_listed`:
    it leads back to the list."""
    if isinstance(outcome, Post):
        return cards.card(outcome, str(Place()) if is_listed else "", news)
    what = _what(cards, outcome)
    if outcome.limit:
        said = limited(cards, what, outcome.id, outcome.limit, is_listed=is_listed)
    else:
        said = warned_of(cards, what, outcome.id, outcome.credentials, is_listed=is_listed)
    how_long = cards.words("held.kept-for", count=KEPT_FOR.days)
    return {**said, "text": Markup("\n\n").join(filter(None, (news, said["text"], how_long)))}


def card_of(
    cards: Cards, outcome: Outcome, chat: int, reply_to: int | None, news: Markup | None = None
) -> CardIn:
    """As a new message."""
    return CardIn(chat, said_of(cards, outcome, news), shown_as(outcome), reply_to=reply_to)


def shown_as(outcome: Outcome) -> PostId:
    return outcome.id if isinstance(outcome, Post) else held_as(outcome.id)


def _reason_to_ask(cards: Cards, found: tuple[Credential, ...]) -> Markup:
    if any(one.kind is CredentialKind.UNCHECKED for one in found):
        return cards.words("warning.unchecked")
    return cards.words("warning.found", lines=credential_lines(cards, found))


def credential_lines(cards: Cards, found: tuple[Credential, ...]) -> Markup:
    lines = [
        cards.words(
            "warning.entry" if one.line else "warning.title-entry",
            kind=cards.words(f"credential.{one.kind}"),
            line=one.line,
            masked=one.masked,
        )
        for one in found[:_CREDENTIALS_SHOWN]
    ]
    if len(found) > _CREDENTIALS_SHOWN:
        lines.append(cards.words("warning.more", count=len(found) - _CREDENTIALS_SHOWN))
    return Markup("\n").join(lines)


def too_early(cards: Cards, outcome: Outcome) -> str | None:
    """For a moment on the screen, where the same is said once more."""
    if isinstance(outcome, Post) or outcome.limit is None:
        return None
    if outcome.limit.kind == "size":
        return cards.words.plain(
            "limit.still-too-large", most=readable_size(outcome.limit.most, cards.words.language)
        )
    return cards.words.plain("limit.too-early", time=human_time(cards.words, outcome.limit.seconds))


def _what(cards: Cards, held: NotPublished) -> Markup:
    return cards.words("held.edit" if held.revises else "held.paste", title=held.title)


def warned(cards: Cards, post: Post, at: str, found: list[Credential], sure: OfPost) -> Said:
    """Before everybody can read it; `sure` does it all the same."""
    text = cards.words("warning.visibility", title=post.title, found=_reason_to_ask(cards, tuple(found)))
    anyway = button(cards.words.plain("button.publish-anyway"), sure)
    return {"text": text, "reply_markup": keyboard([anyway], cards.back(post, at))}


def warned_of_title(cards: Cards, post: Post, at: str, found: list[Credential]) -> Said:
    """Before it is everybody's to read; another title may be sent instead."""
    text = cards.words("warning.title", title=post.title, found=credential_lines(cards, tuple(found)))
    anyway = button(cards.words.plain("button.rename-anyway"), TakeTitle(post=post.id, at=at))
    return {"text": text, "reply_markup": keyboard([anyway], cards.back(post, at))}


def warned_of(
    cards: Cards, what: Markup, draft: DraftId, found: tuple[Credential, ...], *, is_listed: bool = False
) -> Said:
    """`what` waits for its author to decide who may read it."""
    plain, release = cards.words.plain, _pressed_in(is_listed)
    return {
        "text": cards.words("warning.ask", what=what, found=_reason_to_ask(cards, found)),
        "reply_markup": keyboard(
            [button(plain("button.make-private"), release(draft=draft, visibility=Visibility.PRIVATE))],
            [button(plain("button.publish-anyway"), release(draft=draft, visibility=Visibility.PUBLIC))],
            [button(plain("button.cancel"), release(draft=draft, drop=True))],
            to_list(cards) if is_listed else [],
        ),
    }


def limited(
    cards: Cards, what: Markup, draft: DraftId, limit: LimitReached | None, *, is_listed: bool = False
) -> Said:
    """`limit`: None where there is room by now."""
    plain, release = cards.words.plain, _pressed_in(is_listed)
    is_out_of_sight = is_listed or (limit and limit.kind == "size")
    return {
        "text": _reason(cards.words, what, limit) if limit else cards.words("waiting.card", what=what),
        "reply_markup": keyboard(
            [button(plain("button.publish-now"), release(draft=draft))],
            [button(plain("button.file"), SendHeld(draft=draft))] if is_out_of_sight else [],
            [button(plain("button.cancel"), release(draft=draft, drop=True))],
            to_list(cards) if is_listed else [],
        ),
    }


def to_list(cards: Cards) -> Row:
    """Of what waits."""
    return [button(cards.words.plain("button.back"), ShowHeld())]


def _pressed_in(is_listed: bool) -> type[Release]:
    return ReleaseListed if is_listed else Release


def _reason(words: Words, what: Markup, limit: LimitReached) -> Markup:
    most, time = readable_size(limit.most, words.language), human_time(words, limit.seconds)
    match limit.kind:
        case "size":
            return words("limit.size", what=what, most=most)
        case "bytes":
            return words("limit.bytes", what=what, most=most, time=time)
        case _:
            return words("limit.pastes", what=what, count=limit.most, time=time)


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
        words("waiting.entry", number=number, title=one.title)
        for number, one in enumerate(held[:_DRAFTS_SHOWN], 1)
    ]
    if len(held) > _DRAFTS_SHOWN:
        entries.append(words("waiting.more", number=len(held) - _DRAFTS_SHOWN))
    said = (
        words("several.heading", count=len(held)),
        Markup("\n").join(entries),
        *(_reason_for_several(words, one.limit) for one in held[-1:] if one.limit),
        words("held.kept-for", count=KEPT_FOR.days),
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


def _reason_for_several(words: Words, limit: LimitReached) -> Markup:
    most, time = readable_size(limit.most, words.language), human_time(words, limit.seconds)
    match limit.kind:
        case "size":
            return words("several.size", most=most)
        case "bytes":
            return words("several.bytes", most=most, time=time)
        case _:
            return words("several.pastes", count=limit.most, time=time)


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
    shown = waiting[:_DRAFTS_SHOWN]
    entries = [
        cards.words("waiting.entry", number=number, title=one.title) for number, one in enumerate(shown, 1)
    ]
    more = (
        cards.words("waiting.more", number=len(waiting) - _DRAFTS_SHOWN)
        if len(waiting) > _DRAFTS_SHOWN
        else None
    )
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
    if kept.reason is DraftStatus.CREDENTIAL_WARNING and found:
        return warned_of(cards, what, kept.id, tuple(found), is_listed=True)
    return limited(cards, what, kept.id, limit, is_listed=True)
