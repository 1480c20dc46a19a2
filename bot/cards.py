"""A paste's card, and the list of pastes."""

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


def card_text(words: Words, address: PublicAddress, post: Post, key: str = "card") -> Markup:
    return words(
        key,
        title=post.title,
        link=link(address, post),
        language=display_name(post.language),
        size=human_size(words, post.size),
        count=post.lines,
    )


def link(address: PublicAddress, post: Post) -> Markup:
    """Telegram makes no link of a local address: as code, a tap copies it."""
    pattern = "{}" if address.is_clickable else "<code>{}</code>"
    return Markup(pattern).format(address.of(post.url))  # noqa: S704 - one of the two above


def card_buttons(words: Words, address: PublicAddress, post: Post, page: int = -1) -> InlineKeyboardMarkup:
    """`page`: of the list to lead back to; -1 for none."""
    url = address.of(post.url)
    buttons = []
    if len(url) <= _LONGEST_COPY:
        copy = CopyTextButton(text=url)
        buttons.append(InlineKeyboardButton(text=words.plain("button.copy"), copy_text=copy))
    if address.is_clickable:
        buttons.append(InlineKeyboardButton(text=words.plain("button.open"), url=url))
    buttons.append(_button(words.plain("button.delete"), AskDelete(post=post.id, page=page)))
    if page >= 0:
        buttons.append(_button(words.plain("button.back"), ShowPosts(page=page)))
    return InlineKeyboardMarkup(inline_keyboard=_rows(buttons, 2))


def delete_buttons(words: Words, post: Post, page: int) -> InlineKeyboardMarkup:
    yes = _button(words.plain("button.delete-yes"), Delete(post=post.id, page=page))
    no = _button(words.plain("button.delete-no"), ShowPost(post=post.id, page=page))
    return InlineKeyboardMarkup(inline_keyboard=[[yes, no]])


def list_text(words: Words, address: PublicAddress, page: PostPage, size: int) -> Markup:
    first = page.number * size + 1
    entries = [
        words("my.entry", number=number, title=post.title, link=link(address, post), date=post.created_at)
        for number, post in enumerate(page.posts, first)
    ]
    return words("my.list") + Markup("\n\n") + Markup("\n").join(entries)


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
