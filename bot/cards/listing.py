"""List of one's pastes: pages, filters by visibility, and a button for each paste."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup
from markupsafe import Markup

from bot.cards.buttons import Row, button, in_rows, keyboard
from bot.cards.callbacks import AskWords, ShowPost, ShowPosts
from bot.cards.card import Cards
from bot.cards.choices import chosen
from bot.cards.places import Album, Place
from bot.cards.reply import MessageBody
from posts.models import Post, PostPage, Visibility

PAGE_SIZE = 5
# More long titles and links would not fit into one message.
ALBUM_SIZE = 10
_NUMBERS_IN_A_ROW = 5


def post_list(cards: Cards, page: PostPage, place: Place, words: str) -> MessageBody:
    """Return a page of the list, of pastes with the searched `words` if there are any."""
    return {"text": _text(cards, page, place, words), "reply_markup": _buttons(cards, page, place, words)}


def _text(cards: Cards, page: PostPage, place: Place, words: str) -> Markup:
    if not page.posts:
        return cards.words(_empty_list_key(place, words), words=words)
    heading = cards.words("my.found", words=words) if words else cards.words("my.list")
    entries = [
        _entry(cards, number, post) for number, post in enumerate(page.posts, page.number * PAGE_SIZE + 1)
    ]
    return heading + Markup("\n\n") + Markup("\n").join(entries)


def _empty_list_key(place: Place, words: str) -> str:
    if words:
        return "my.not-found-such" if place.visibility else "my.not-found"
    return "my.none-such" if place.visibility else "my.none"


def _entry(cards: Cards, number: int, post: Post) -> Markup:
    is_public = post.visibility is Visibility.PUBLIC
    mark = "" if is_public else cards.words.plain(f"filter.{post.visibility}") + " "
    return cards.words(
        "my.entry", number=number, title=post.title, link=cards.link(post), date=post.created_at, mark=mark
    )


def _buttons(cards: Cards, page: PostPage, place: Place, words: str) -> InlineKeyboardMarkup | None:
    """Return numbers for the pastes, pages, filters and search; None where there is nothing to choose."""
    if not (page.posts or place.visibility or words):
        return None
    first = page.number * PAGE_SIZE + 1
    numbers = [
        button(str(number), ShowPost(post=post.id, at=str(place)))
        for number, post in enumerate(page.posts, first)
    ]
    search = [button(cards.words.plain("button.search"), AskWords())]
    if words:
        without = ShowPosts(at=str(Place(0, place.visibility)))
        search.append(button(cards.words.plain("button.no-words"), without))
    return keyboard(
        *in_rows(numbers, _NUMBERS_IN_A_ROW),
        _page_buttons(page, place),
        _filters(cards, place),
        search,
    )


def _page_buttons(page: PostPage, place: Place) -> Row:
    buttons = []
    if page.number > 0:
        buttons.append(button("◀", _to(place, page.number - 1)))
    if page.has_more:
        buttons.append(button("▶", _to(place, page.number + 1)))
    return buttons


def _to(place: Place, page: int) -> ShowPosts:
    return ShowPosts(at=str(Place(page, place.visibility, place.search)))


def _filters(cards: Cards, place: Place) -> Row:
    """Return a button for all pastes and one for each visibility."""
    kinds: list[Visibility | None] = [None, *Visibility]
    names = {kind: cards.words.plain(f"filter.{kind or 'all'}") for kind in kinds}
    return [
        button(chosen(name, kind is place.visibility), ShowPosts(at=str(Place(0, kind, place.search))))
        for kind, name in names.items()
    ]


def album_card(cards: Cards, posts: Sequence[Post], album: Album, news: Markup | None = None) -> MessageBody:
    """Return one card for several pastes that were sent together, with a button for each."""
    entries = [_entry(cards, number, post) for number, post in enumerate(posts, 1)]
    numbers = [
        button(str(number), ShowPost(post=post.id, at=str(album))) for number, post in enumerate(posts, 1)
    ]
    parts = cards.words("together", count=len(posts)), Markup("\n").join(entries), news
    text = Markup("\n\n").join(filter(None, parts))
    return {"text": text, "reply_markup": keyboard(*in_rows(numbers, _NUMBERS_IN_A_ROW))}
