"""Questions that a card asks when a button is pressed, with a button for each answer."""

from collections.abc import Sequence
from typing import Final

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from bot.cards.buttons import button, in_rows, keyboard
from bot.cards.callbacks import (
    AskDate,
    AskLanguage,
    ClearHistory,
    Delete,
    Here,
    Restore,
    SetBurning,
    SetEncoding,
    SetExpiry,
    SetLanguage,
    SetVisibility,
    ShowAllEncodings,
    ShowPost,
    ShowRevisions,
)
from bot.cards.card import Cards
from bot.cards.labels import duration_text, encoding_name, time_text
from bot.cards.reply import MessageBody
from kernel.sizes import readable_size
from posts.errors import LanguageMisspelt
from posts.models import Post, PostId, Revision, Visibility
from posts.pastes.reading_keys import KEY_LIFETIME
from posts.texts.decoding import PLAIN_UTF_8, Alternative

# 0: the paste does not expire.
LIFETIMES_MINUTES: Final = (0, 10, 60, 24 * 60, 7 * 24 * 60, 30 * 24 * 60)
POPULAR: Final = """
    text markdown python javascript typescript java c cpp csharp go rust php bash sql html css json yaml
""".split()
_REVISIONS_SHOWN: Final = 9


def visibilities(cards: Cards, post: Post, at: str) -> MessageBody:
    choices = [
        [
            button(
                chosen(cards.words.plain(f"visibility.{visibility}"), visibility is post.visibility),
                SetVisibility(post=post.id, at=at, visibility=visibility),
            )
        ]
        for visibility in Visibility
    ]
    time = duration_text(cards.words, KEY_LIFETIME.total_seconds())
    text = cards.words("visibility.ask", title=post.title, time=time)
    return {"text": text, "reply_markup": keyboard(*choices, cards.back(post, at))}


def expiries(cards: Cards, post: Post, at: str) -> MessageBody:
    words, here = cards.words, Here(post=post.id, at=at)
    lengths = [
        button(lifetime_name(cards, minutes), SetExpiry(minutes=minutes, **here))
        for minutes in LIFETIMES_MINUTES
    ]
    date = button(words.plain("button.date"), AskDate(**here))
    burn = button(
        chosen(words.plain("button.burn"), post.burn_after_read),
        SetBurning(burn=not post.burn_after_read, **here),
    )
    now = words("card.until", time=time_text(post.expires_at)) if post.expires_at else words("card.for-ever")
    text = words("expiry.ask", title=post.title, now=now)
    return {
        "text": text,
        "reply_markup": keyboard(*in_rows([*lengths, date], 2), [burn], cards.back(post, at)),
    }


def new_text(cards: Cards, post: Post, at: str) -> MessageBody:
    """Return the question for the paste's next text, with a button to its history if it has one."""
    history = [button(cards.words.plain("button.history"), ShowRevisions(post=post.id, at=at))]
    text = cards.words("edit.ask", title=post.title)
    return {
        "text": text,
        "reply_markup": keyboard(history if post.revision > 1 else [], cards.back(post, at)),
    }


def revisions(cards: Cards, post: Post, history: Sequence[Revision], at: str) -> MessageBody:
    words, here = cards.words, Here(post=post.id, at=at)
    shown = history[:_REVISIONS_SHOWN]
    lines = [
        words(
            "history.entry",
            number=old.number,
            time=time_text(old.created_at),
            size=readable_size(old.size, words.language),
        )
        for old in shown
    ]
    restore = [
        button(words.plain("button.restore", number=old.number), Restore(number=old.number, **here))
        for old in shown
        if old.number != post.revision
    ]
    clear = [button(words.plain("button.clear-history"), ClearHistory(**here))] if restore else []
    text = words(
        "history.list",
        title=post.title,
        count=len(history),
        link=cards.as_link(f"{cards.address.of(post.url)}/history"),
    )
    markup = keyboard(*in_rows(restore, 3), clear, cards.back(post, at))
    return {"text": text + Markup("\n\n") + Markup("\n").join(lines), "reply_markup": markup}


def clear_history(cards: Cards, post: Post, at: str) -> MessageBody:
    words, here = cards.words, Here(post=post.id, at=at)
    yes = button(words.plain("button.clear-yes"), ClearHistory(sure=True, **here))
    text = words("history.clear-ask", title=post.title)
    back = button(words.plain("button.back"), ShowRevisions(**here))
    return {"text": text, "reply_markup": keyboard([yes], [back])}


def encodings(cards: Cards, post: Post, others: Sequence[Alternative], at: str) -> MessageBody:
    words = cards.words
    lines = [
        words("encoding.entry", encoding=encoding_name(other.encoding), sample=other.sample)
        for other in others
        if other.sample
    ]
    more = [button(words.plain("button.all-encodings"), ShowAllEncodings(post=post.id, at=at))]
    buttons = _encoding_buttons(post, [other.encoding for other in others], at)
    text = _read_as(cards, post, "encoding.ask" if others else "encoding.none")
    return {
        "text": Markup("\n").join([text, *lines]),
        "reply_markup": keyboard(*in_rows(buttons, 2), more, cards.back(post, at)),
    }


def all_encodings(cards: Cards, post: Post, names: Sequence[str], at: str) -> MessageBody:
    buttons = _encoding_buttons(post, names, at)
    text = _read_as(cards, post, "encoding.ask-all")
    return {"text": text, "reply_markup": keyboard(*in_rows(buttons, 3), cards.back(post, at))}


def _encoding_buttons(post: Post, names: Sequence[str], at: str) -> list[InlineKeyboardButton]:
    return [button(encoding_name(name), SetEncoding(post=post.id, at=at, encoding=name)) for name in names]


def _read_as(cards: Cards, post: Post, key: str) -> Markup:
    return cards.words(key, encoding=encoding_name(post.encoding or PLAIN_UTF_8))


def languages(cards: Cards, post: Post, at: str) -> MessageBody:
    words, here = cards.words, Here(post=post.id, at=at)
    popular = [
        button(
            chosen(cards.language_name(language), language == post.language),
            SetLanguage(language=language, **here),
        )
        for language in POPULAR
    ]
    other = button(words.plain("button.other-language"), AskLanguage(**here))
    text = words("paste-language.ask", title=post.title, language=cards.language_name(post.language))
    return {"text": text, "reply_markup": keyboard(*in_rows(popular, 3), [other], cards.back(post, at))}


def near_languages(cards: Cards, misspelt: LanguageMisspelt, post: PostId, at: str) -> MessageBody:
    """Return the languages that a misspelt name may mean, each with a button."""
    here = Here(post=post, at=at)
    near = [
        [button(cards.language_name(language), SetLanguage(language=language, **here))]
        for language in misspelt.near
    ]
    text = cards.words("error.language-misspelt", name=misspelt.data["name"])
    back = button(cards.words.plain("button.back"), ShowPost(**here))
    return {"text": text, "reply_markup": keyboard(*near, [back])}


def delete(cards: Cards, post: Post, at: str) -> MessageBody:
    words = cards.words
    yes = button(words.plain("button.delete-yes"), Delete(post=post.id, at=at))
    no = button(words.plain("button.delete-no"), ShowPost(post=post.id, at=at))
    return {"text": cards.text(post, "delete.ask"), "reply_markup": keyboard([yes, no])}


def lifetime_name(cards: Cards, minutes: int) -> str:
    return duration_text(cards.words, minutes * 60) if minutes else cards.words.plain("button.never")


def chosen(text: str, is_chosen: bool) -> str:
    """Return the text of a button, with a check mark if it is the present choice."""
    return f"✓ {text}" if is_chosen else text
