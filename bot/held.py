"""What is held back: a text that would pass a limit, or that holds what looks like a credential."""

from markupsafe import Markup

from bot.buttons import button, keyboard
from bot.callbacks import OfPost, Release
from bot.cards import Cards
from bot.measures import human_size, human_time
from bot.shown import CardIn, Said
from posts.credentials import Credential
from posts.limits import LimitReached
from posts.models import Post, Visibility
from posts.publishing import Held, Outcome

_SHOWN = 5


def said_of(cards: Cards, outcome: Outcome, news: Markup | None = None) -> Said:
    """The card of what was published, or why it is not."""
    if isinstance(outcome, Post):
        return cards.card(outcome, news=news)
    return _limited(cards, outcome, outcome.limit) if outcome.limit else _warned(cards, outcome)


def card_of(cards: Cards, outcome: Outcome, chat: int, reply_to: int | None) -> CardIn:
    """As a new message."""
    post = outcome.id if isinstance(outcome, Post) else None
    return CardIn(chat, said_of(cards, outcome), post, reply_to=reply_to)


def credential_lines(cards: Cards, found: tuple[Credential, ...]) -> Markup:
    lines = [
        cards.words(
            "warning.entry", kind=cards.words(f"credential.{one.kind}"), line=one.line, masked=one.masked
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
    return cards.words.plain("limit.too-early", time=human_time(cards.words, outcome.limit.seconds))


def _what(cards: Cards, held: Held) -> Markup:
    return cards.words("held.edit" if held.revises else "held.paste", title=held.title)


def warned(cards: Cards, post: Post, at: str, found: list[Credential], sure: OfPost) -> Said:
    """Before everybody can read it; `sure` does it all the same."""
    text = cards.words("warning.visibility", title=post.title, found=credential_lines(cards, tuple(found)))
    anyway = button(cards.words.plain("button.publish-anyway"), sure)
    return {"text": text, "reply_markup": keyboard([anyway], cards.back(post, at))}


def _warned(cards: Cards, held: Held) -> Said:
    plain = cards.words.plain
    text = cards.words(
        "warning.ask", what=_what(cards, held), found=credential_lines(cards, held.credentials)
    )
    return {
        "text": text,
        "reply_markup": keyboard(
            [button(plain("button.make-private"), Release(draft=held.id, visibility=Visibility.PRIVATE))],
            [button(plain("button.publish-anyway"), Release(draft=held.id, visibility=Visibility.PUBLIC))],
            [button(plain("button.cancel"), Release(draft=held.id, drop=True))],
        ),
    }


def _limited(cards: Cards, held: Held, limit: LimitReached) -> Said:
    words, time = cards.words, human_time(cards.words, limit.seconds)
    if limit.kind == "bytes":
        text = words("limit.bytes", what=_what(cards, held), most=human_size(words, limit.most), time=time)
    else:
        text = words("limit.pastes", what=_what(cards, held), count=limit.most, time=time)
    return {
        "text": text,
        "reply_markup": keyboard(
            [button(words.plain("button.publish-now"), Release(draft=held.id))],
            [button(words.plain("button.cancel"), Release(draft=held.id, drop=True))],
        ),
    }
