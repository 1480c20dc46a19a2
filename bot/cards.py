"""A paste's card, and the list of pastes."""

from dataclasses import dataclass

from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from markupsafe import Markup

from bot.callbacks import AskDelete, Delete, ShowPost, ShowPosts
from kernel.address import PublicAddress
from kernel.phrases import Words
from posts.languages import display_name
from posts.models import Post, PostPage

# Telegram Bot API, CopyTextButton: 1-256 characters.
_LONGEST_COPY = 256
_NUMBERS_IN_A_ROW = 5


@dataclass(frozen=True, slots=True)
class Cards:
    """Draws pastes for one person: in their words, with addresses as Telegram can show them."""

    words: Words
    address: PublicAddress

    def text(self, post: Post, key: str = "card") -> Markup:
        return self.words(
            key,
            title=post.title,
            link=self._link(post),
            language=display_name(post.language),
            size=human_size(self.words, post.size),
            count=post.lines,
        )

    def buttons(self, post: Post, page: int = -1) -> InlineKeyboardMarkup:
        """`page`: of the list to lead back to; -1 for none."""
        words, url = self.words, self.address.of(post.url)
        buttons = []
        if len(url) <= _LONGEST_COPY:
            copy = CopyTextButton(text=url)
            buttons.append(InlineKeyboardButton(text=words.plain("button.copy"), copy_text=copy))
        if self.address.is_clickable:
            buttons.append(InlineKeyboardButton(text=words.plain("button.open"), url=url))
        buttons.append(_button(words.plain("button.delete"), AskDelete(post=post.id, page=page)))
        if page >= 0:
            buttons.append(_button(words.plain("button.back"), ShowPosts(page=page)))
        return InlineKeyboardMarkup(inline_keyboard=_rows(buttons, 2))

    def delete_buttons(self, post: Post, page: int) -> InlineKeyboardMarkup:
        yes = _button(self.words.plain("button.delete-yes"), Delete(post=post.id, page=page))
        no = _button(self.words.plain("button.delete-no"), ShowPost(post=post.id, page=page))
        return InlineKeyboardMarkup(inline_keyboard=[[yes, no]])

    def list_text(self, page: PostPage, size: int) -> Markup:
        entries = [
            self.words(
                "my.entry", number=number, title=post.title, link=self._link(post), date=post.created_at
            )
            for number, post in enumerate(page.posts, page.number * size + 1)
        ]
        return self.words("my.list") + Markup("\n\n") + Markup("\n").join(entries)

    def _link(self, post: Post) -> Markup:
        """Telegram makes no link of a local address: as code, a tap copies it."""
        pattern = "{}" if self.address.is_clickable else "<code>{}</code>"
        return Markup(pattern).format(self.address.of(post.url))  # noqa: S704 - one of the two above


def list_buttons(page: PostPage, size: int) -> InlineKeyboardMarkup:
    """A number for each paste, then the pages."""
    first = page.number * size + 1
    numbers = [
        _button(str(number), ShowPost(post=post.id, page=page.number))
        for number, post in enumerate(page.posts, first)
    ]
    rows = _rows(numbers, _NUMBERS_IN_A_ROW)
    turns = []
    if page.number > 0:
        turns.append(_button("◀", ShowPosts(page=page.number - 1)))
    if page.has_more:
        turns.append(_button("▶", ShowPosts(page=page.number + 1)))
    return InlineKeyboardMarkup(inline_keyboard=[*rows, turns] if turns else rows)


def human_size(words: Words, size: int) -> str:
    """`size` in bytes; 1 KB is 1024 of them."""
    if size < 1024:
        return words.plain("size.bytes", amount=size)
    kilobytes = size / 1024
    if kilobytes < 1024:
        return words.plain("size.kilobytes", amount=f"{kilobytes:.1f}")
    return words.plain("size.megabytes", amount=f"{kilobytes / 1024:.1f}")


def _rows(buttons: list[InlineKeyboardButton], length: int) -> list[list[InlineKeyboardButton]]:
    return [buttons[start : start + length] for start in range(0, len(buttons), length)]


def _button(text: str, callback: AskDelete | Delete | ShowPost | ShowPosts) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=callback.pack())
