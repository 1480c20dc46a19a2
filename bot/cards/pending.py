"""Cards of pending drafts: texts over a limit, or with what looks like a credential."""

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
    SendPendingFile,
    ShowPending,
    ShowPosts,
    TakeTitle,
)
from bot.cards.card import Cards
from bot.cards.labels import duration_text
from bot.cards.places import Place
from bot.cards.reply import CardKey, CardReply, MessageBody
from kernel.phrases import Words
from kernel.sizes import readable_size
from posts.credentials import Credential, CredentialKind
from posts.drafts.models import DRAFT_LIFETIME, DraftStatus, NotPublished, Outcome, PendingDraft, PendingEntry
from posts.limits import LimitReached
from posts.models import DraftId, Post, Visibility

_CREDENTIALS_SHOWN: Final = 5
_DRAFTS_SHOWN: Final = 10
_NUMBERS_IN_A_ROW: Final = 5


def outcome_body(
    cards: Cards, outcome: Outcome, news: Markup | None = None, *, is_listed: bool = False
) -> MessageBody:
    """Return the paste's card, or the question about the pending draft, with `news` above.

    With `is_listed`, it leads back to the list.
    """
    if isinstance(outcome, Post):
        return cards.card(outcome, str(Place()) if is_listed else "", news)
    what = _name(cards, outcome)
    if outcome.limit:
        body = limit_reached(cards, what, outcome.id, outcome.limit, is_listed=is_listed)
    else:
        body = credential_warning(cards, what, outcome.id, outcome.credentials, is_listed=is_listed)
    how_long = cards.words("draft.lifetime", count=DRAFT_LIFETIME.days)
    return {**body, "text": Markup("\n\n").join(filter(None, (news, body["text"], how_long)))}


def outcome_card(
    cards: Cards, outcome: Outcome, chat: int, reply_to: int | None, news: Markup | None = None
) -> CardReply:
    """Return the outcome's card as a new message."""
    return CardReply(chat, outcome_body(cards, outcome, news), outcome_key(outcome), reply_to=reply_to)


def outcome_key(outcome: Outcome) -> CardKey:
    return CardKey.post(outcome.id) if isinstance(outcome, Post) else CardKey.draft(outcome.id)


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


def still_limited_toast(cards: Cards, outcome: Outcome) -> str | None:
    """Return a toast that says when a draft over a limit can be published, None for other outcomes."""
    if isinstance(outcome, Post) or outcome.limit is None:
        return None
    if outcome.limit.kind == "size":
        return cards.words.plain(
            "limit.still-too-large", most=readable_size(outcome.limit.most, cards.words.language)
        )
    return cards.words.plain("limit.too-early", time=duration_text(cards.words, outcome.limit.seconds))


def _name(cards: Cards, draft: NotPublished) -> Markup:
    return cards.words("draft.edit" if draft.revises else "draft.paste", title=draft.title)


def visibility_warning(
    cards: Cards, post: Post, at: str, found: list[Credential], sure: OfPost
) -> MessageBody:
    """Return the warning before a paste with credentials becomes public; the button `sure` confirms."""
    text = cards.words("warning.visibility", title=post.title, found=_reason_to_ask(cards, tuple(found)))
    anyway = button(cards.words.plain("button.publish-anyway"), sure)
    return {"text": text, "reply_markup": keyboard([anyway], cards.back(post, at))}


def title_warning(cards: Cards, post: Post, at: str, found: list[Credential]) -> MessageBody:
    """Return the warning before a public paste gets a title with a credential."""
    text = cards.words("warning.title", title=post.title, found=credential_lines(cards, tuple(found)))
    anyway = button(cards.words.plain("button.rename-anyway"), TakeTitle(post=post.id, at=at))
    return {"text": text, "reply_markup": keyboard([anyway], cards.back(post, at))}


def credential_warning(
    cards: Cards, what: Markup, draft: DraftId, found: tuple[Credential, ...], *, is_listed: bool = False
) -> MessageBody:
    """Return the question who may read a draft in which credentials were found; `what` names it."""
    plain, release = cards.words.plain, _release_button(is_listed)
    return {
        "text": cards.words("warning.ask", what=what, found=_reason_to_ask(cards, found)),
        "reply_markup": keyboard(
            [button(plain("button.make-private"), release(draft=draft, visibility=Visibility.PRIVATE))],
            [button(plain("button.publish-anyway"), release(draft=draft, visibility=Visibility.PUBLIC))],
            [button(plain("button.cancel"), release(draft=draft, drop=True))],
            pending_list_row(cards) if is_listed else [],
        ),
    }


def limit_reached(
    cards: Cards, what: Markup, draft: DraftId, limit: LimitReached | None, *, is_listed: bool = False
) -> MessageBody:
    """Return the card of a draft that is over the limit, or no longer over one (None); `what` names it."""
    plain, release = cards.words.plain, _release_button(is_listed)
    # Its text may be far up in the chat, or a file's.
    is_out_of_sight = is_listed or (limit and limit.kind == "size")
    return {
        "text": _reason(cards.words, what, limit) if limit else cards.words("draft.ready", what=what),
        "reply_markup": keyboard(
            [button(plain("button.publish-now"), release(draft=draft))],
            [button(plain("button.file"), SendPendingFile(draft=draft))] if is_out_of_sight else [],
            [button(plain("button.cancel"), release(draft=draft, drop=True))],
            pending_list_row(cards) if is_listed else [],
        ),
    }


def pending_list_row(cards: Cards) -> Row:
    """Return the button back to the list of pending drafts."""
    return [button(cards.words.plain("button.back"), ShowPending())]


def _release_button(is_listed: bool) -> type[Release]:
    return ReleaseListed if is_listed else Release


def _reason(words: Words, what: Markup, limit: LimitReached) -> Markup:
    most, time = readable_size(limit.most, words.language), duration_text(words, limit.seconds)
    match limit.kind:
        case "size":
            return words("limit.size", what=what, most=most)
        case "bytes":
            return words("limit.bytes", what=what, most=most, time=time)
        case _:
            return words("limit.pastes", what=what, count=limit.most, time=time)


def grouped_by_limit(drafts: Iterable[NotPublished]) -> list[list[NotPublished]]:
    """Return the new pastes over the same limit, where they are at least two: they share a card."""
    kinds: dict[str, list[NotPublished]] = {}
    for one in drafts:
        if one.limit and not one.revises:
            kinds.setdefault(one.limit.kind, []).append(one)
    return [alike for alike in kinds.values() if len(alike) > 1]


def several_pending(cards: Cards, drafts: Sequence[NotPublished]) -> MessageBody:
    """Return one card for several drafts; the last one has to wait the longest."""
    words, plain = cards.words, cards.words.plain
    entries = [
        words("drafts.entry", number=number, title=one.title)
        for number, one in enumerate(drafts[:_DRAFTS_SHOWN], 1)
    ]
    if len(drafts) > _DRAFTS_SHOWN:
        entries.append(words("drafts.more", number=len(drafts) - _DRAFTS_SHOWN))
    parts = (
        words("several.heading", count=len(drafts)),
        Markup("\n").join(entries),
        *(_reason_for_several(words, one.limit) for one in drafts[-1:] if one.limit),
        words("draft.lifetime", count=DRAFT_LIFETIME.days),
    )
    first, last = min(one.id for one in drafts), max(one.id for one in drafts)
    return {
        "text": Markup("\n\n").join(parts),
        "reply_markup": keyboard(
            [button(plain("button.publish-all"), ReleaseSeveral(first=first, last=last))],
            [button(plain("button.one-by-one"), ShowPending())],
            [button(plain("button.cancel-all"), ReleaseSeveral(first=first, last=last, drop=True))],
        ),
    }


def _reason_for_several(words: Words, limit: LimitReached) -> Markup:
    most, time = readable_size(limit.most, words.language), duration_text(words, limit.seconds)
    match limit.kind:
        case "size":
            return words("several.size", most=most)
        case "bytes":
            return words("several.bytes", most=most, time=time)
        case _:
            return words("several.pastes", count=limit.most, time=time)


def with_pending_count(cards: Cards, body: MessageBody, count: int) -> MessageBody:
    """Return the list of pastes with a line and a button for `count` pending drafts."""
    if not count:
        return body
    line = cards.words("drafts.count", count=count)
    buttons = body["reply_markup"].inline_keyboard if body["reply_markup"] else []
    to_them = [button(cards.words.plain("button.drafts", number=count), ShowPending())]
    return {
        "text": body["text"] + Markup("\n\n") + line,
        "reply_markup": InlineKeyboardMarkup(inline_keyboard=[*buttons, to_them]),
    }


def pending_list(cards: Cards, drafts: Sequence[PendingEntry]) -> MessageBody:
    """Return the list of pending drafts, oldest first, with a button for each."""
    shown = drafts[:_DRAFTS_SHOWN]
    entries = [
        cards.words("drafts.entry", number=number, title=one.title) for number, one in enumerate(shown, 1)
    ]
    more = (
        cards.words("drafts.more", number=len(drafts) - _DRAFTS_SHOWN)
        if len(drafts) > _DRAFTS_SHOWN
        else None
    )
    heading = cards.words("drafts.list" if drafts else "drafts.none")
    text = Markup("\n\n").join(filter(None, (heading, Markup("\n").join(entries), more)))
    numbers = [button(str(number), ShowPending(draft=one.id)) for number, one in enumerate(shown, 1)]
    back = button(cards.words.plain("button.my"), ShowPosts(at=str(Place())))
    return {"text": text, "reply_markup": keyboard(*in_rows(numbers, _NUMBERS_IN_A_ROW), [back])}


def listed_pending_card(
    cards: Cards, pending: PendingDraft, found: Sequence[Credential], limit: LimitReached | None
) -> MessageBody:
    """Return a draft's card as opened from the list; `limit` is the one that it would pass now."""
    key = "draft.edit" if pending.post else "draft.paste"
    what = cards.words(key, title=pending.draft.title)
    if pending.status is DraftStatus.CREDENTIAL_WARNING and found:
        return credential_warning(cards, what, pending.id, tuple(found), is_listed=True)
    return limit_reached(cards, what, pending.id, limit, is_listed=True)
