"""What is held back: a text that would pass a limit, or that holds what looks like a credential."""

from markupsafe import Markup

from bot.cards.buttons import Row, button, keyboard
from bot.cards.callbacks import OfPost, TakeTitle
from bot.cards.card import Cards
from bot.cards.held_callbacks import Release, ReleaseListed, SendHeld, ShowHeld
from bot.cards.measures import human_time
from bot.cards.places import Place
from bot.cards.shown import CardIn, Said, held_as
from kernel.phrases import Words
from kernel.sizes import readable_size
from posts.credentials import Credential, CredentialKind
from posts.drafts.models import DRAFT_LIFETIME, NotPublished, Outcome
from posts.limits import LimitReached
from posts.models import DraftId, Post, PostId, Visibility

_SHOWN = 5


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
    how_long = cards.words("held.kept-for", count=DRAFT_LIFETIME.days)
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
        for one in found[:_SHOWN]
    ]
    if len(found) > _SHOWN:
        lines.append(cards.words("warning.more", count=len(found) - _SHOWN))
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
