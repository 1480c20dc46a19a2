"""Card of a paste, with a button for everything that can be done with it, and the press of such a button."""

from dataclasses import dataclass
from typing import Any

from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Message
from markupsafe import Markup

from auth.models import User
from bot.cards.buttons import Row, button, keyboard
from bot.cards.callbacks import (
    AskDelete,
    AskText,
    AskTitle,
    Here,
    OpenPrivately,
    SendFile,
    ShowEncodings,
    ShowExpiries,
    ShowLanguages,
    ShowPost,
    ShowVisibilities,
)
from bot.cards.labels import encoding_name, time_text
from bot.cards.places import back_to_list
from bot.cards.reply import MessageBody
from kernel.address import PublicAddress
from kernel.phrases import Words
from kernel.sizes import readable_size
from posts.models import Post, Visibility
from posts.texts.languages import PLAIN, display_name

# Telegram Bot API, CopyTextButton: 1-256 characters.
_MAX_COPIED_CHARACTERS = 256
CardReplies = list[TelegramMethod[Any]]


@dataclass(frozen=True, slots=True)
class Cards:
    """Renders pastes for one person, in their language."""

    words: Words
    address: PublicAddress

    def card(self, post: Post, at: str = "", news: Markup | None = None) -> MessageBody:
        """Return the card, with a button back to the place `at` and with `news` above the paste."""
        text = self.text(post)
        return {
            "text": news + Markup("\n\n") + text if news else text,
            "reply_markup": self._buttons(post, at),
        }

    def text(self, post: Post, key: str = "card") -> Markup:
        return self.words(
            key,
            title=self._title(post),
            link=self.link(post),
            language=self.language_name(post.language),
            size=readable_size(post.size, self.words.language),
            count=post.lines,
            facts=Markup(" · ").join(self._facts(post)),
        )

    def link(self, post: Post) -> Markup:
        return self.as_link(self.address.of(post.url))

    def as_link(self, url: str) -> Markup:
        """Return the address as a link, or as code, which a tap copies: Telegram links no local address."""
        return Markup("{}" if self.address.is_clickable else "<code>{}</code>").format(url)  # noqa: S704 - one of two

    def title_cut(self, limit: int | None) -> Markup | None:
        """Return a notice that the title was cut to `limit` characters, or None for no limit."""
        return self.words("title.cut", count=limit) if limit else None

    def back(self, post: Post, at: str) -> Row:
        """Return the button back to the card."""
        return [button(self.words.plain("button.back"), ShowPost(post=post.id, at=at))]

    def copy_button(self, text: str) -> Row:
        if len(text) > _MAX_COPIED_CHARACTERS:
            return []
        copy = CopyTextButton(text=text)
        return [InlineKeyboardButton(text=self.words.plain("button.copy"), copy_text=copy)]

    def open_button(self, post: Post) -> Row:
        if not self.address.is_clickable:
            return []
        return [InlineKeyboardButton(text=self.words.plain("button.open"), url=self.address.of(post.url))]

    def _title(self, post: Post) -> Markup:
        if not self.address.is_clickable:
            return Markup("{}").format(post.title)
        return Markup('<a href="{}">{}</a>').format(self.address.of(post.url), post.title)

    def language_name(self, language: str) -> str:
        return self.words.plain("card.text") if language == PLAIN else display_name(language)

    def _facts(self, post: Post) -> list[Markup]:
        words = self.words
        facts = [words(f"visibility.{post.visibility}")]
        facts.append(
            words("card.until", time=time_text(post.expires_at))
            if post.expires_at
            else words("card.for-ever")
        )
        if post.burn_after_read:
            facts.append(words("card.burn"))
        if post.revision > 1:
            facts.append(words("card.version", number=post.revision))
        if post.views:
            facts.append(words("card.views", count=post.views))
        if post.encoding:
            facts.append(words("card.encoding", encoding=encoding_name(post.encoding)))
        if post.forwarded_from:
            facts.append(words("card.forwarded", name=post.forwarded_from))
        return facts

    def _buttons(self, post: Post, at: str) -> InlineKeyboardMarkup:
        plain, here = self.words.plain, Here(post=post.id, at=at)
        is_private = post.visibility is Visibility.PRIVATE
        opening = (
            [button(plain("button.open-privately"), OpenPrivately(**here))]
            if is_private
            else self.open_button(post)
        )
        wrong = [button(plain("button.encoding"), ShowEncodings(**here))] if post.encoding else []
        return keyboard(
            [*self.copy_button(self.address.of(post.url)), *opening],
            [
                button(plain("button.rename"), AskTitle(**here)),
                button(plain("button.visibility"), ShowVisibilities(**here)),
            ],
            [
                button(plain("button.expiry"), ShowExpiries(**here)),
                button(plain("button.edit"), AskText(**here)),
            ],
            [
                button(plain("button.paste-language"), ShowLanguages(**here)),
                button(plain("button.file"), SendFile(**here)),
            ],
            [*wrong, button(plain("button.delete"), AskDelete(**here))],
            back_to_list(self.words, at),
        )


@dataclass(frozen=True, slots=True)
class Press:
    """Press of a button on the card of the person's own paste; `at` is the place that it leads back to."""

    call: CallbackQuery
    card: Message
    post: Post
    at: str
    author: User
    cards: Cards

    def shows(self, body: MessageBody, toast: str | None = None) -> CardReplies:
        """Return replies that show the body in the card's place, and the toast over it."""
        return [self.call.answer(toast), self.card.edit_text(**body)]

    def shows_card(self, post: Post, news: Markup | None = None, toast: str | None = None) -> CardReplies:
        """Return replies that show the paste's card in its place, with `news` above the paste."""
        return self.shows(self.cards.card(post, self.at, news), toast)
