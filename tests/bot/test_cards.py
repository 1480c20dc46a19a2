"""Texts and buttons of cards, in both languages, for addresses that Telegram links and others."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from aiogram.filters.callback_data import CallbackData

from auth.models import UserId
from bot.cards import callbacks, choices
from bot.cards.card import Cards
from bot.cards.places import Album, Place
from bot.errors import deleted_body
from bot.phrases import words_in
from kernel.address import PublicAddress
from kernel.storage import ContentKey
from posts.models import Format, Post, PostId, PostUrl, Visibility

LARGEST_ID = 2**63 - 1
FARTHEST = str(Place(999_999, Visibility.UNLISTED, "f" * 8))
assert len(str(Album(2**31 - 1, 0xFFFF))) <= len(FARTHEST)
POST = Post(
    PostId(LARGEST_ID),
    "Notes <b> & more",
    PostUrl("alice/notes"),
    ContentKey("key"),
    UserId(1),
    datetime(2026, 1, 1, tzinfo=UTC),
    datetime(2026, 1, 1, tzinfo=UTC),
    1,
    "python",
    Format.PLAIN,
    Visibility.PUBLIC,
    size=1536,
    lines=3,
    sha256="",
)


def cards(language: str = "en", address: str = "https://paste.example.com") -> Cards:
    return Cards(words_in(language), PublicAddress(address))


def test_on_the_web_the_title_is_a_link_and_the_card_opens_it() -> None:
    said = cards().card(POST)
    assert '<a href="https://paste.example.com/alice/notes">Notes &lt;b&gt; &amp; more</a>' in said["text"]
    assert said["reply_markup"] is not None
    copying, opening = said["reply_markup"].inline_keyboard[0]
    assert copying.copy_text is not None
    assert copying.copy_text.text == opening.url == "https://paste.example.com/alice/notes"


@pytest.mark.parametrize("address", ["http://localhost:8080", "http://192.168.1.5", "http://paste"])
def test_what_telegram_makes_no_link_of_is_code_to_copy(address: str) -> None:
    said = cards(address=address).card(POST)
    assert f"<code>{address}/alice/notes</code>" in said["text"]
    assert "<a " not in said["text"]
    assert said["reply_markup"] is not None
    assert not any(button.url for row in said["reply_markup"].inline_keyboard for button in row)


@pytest.mark.parametrize(
    ("lines", "said"),
    [(1, "1 строка\n"), (3, "3 строки\n"), (5, "5 строк\n"), (11, "11 строк\n"), (21, "21 строка\n")],
)
def test_lines_are_counted_as_russians_count(lines: int, said: str) -> None:
    assert f"Python · 1,5 кБ · {said}" in cards("ru").text(replace(POST, lines=lines))


def test_a_plain_text_is_called_so_in_the_persons_language() -> None:
    assert "\nText · " in cards().text(replace(POST, language="text"))
    assert "\nТекст · " in cards("ru").text(replace(POST, language="text"))


def test_a_card_tells_all_that_is_so() -> None:
    post = replace(
        POST,
        visibility=Visibility.UNLISTED,
        expires_at=datetime(2030, 12, 31, 18, tzinfo=UTC),
        burn_after_read=True,
        revision=7,
        encoding="cp1251",
        forwarded_from="<Eve>",
    )
    said = cards().text(post)
    for fact in (
        *("🔗 Unlisted", "until 31.12.2030 18:00 UTC", "burns after reading"),
        *("version 7", "read as cp1251", "forwarded from &lt;Eve&gt;"),
    ):
        assert fact in said
    assert "no expiry" not in said
    in_russian = cards("ru").text(post)
    for fact in (
        "🔗 По ссылке",
        "до 31.12.2030 18:00 UTC",
        "удалится после прочтения",
        "версия 7",
        "cp1251",
        "от &lt;Eve&gt;",
    ):
        assert fact in in_russian


def test_a_plain_card_has_no_facts_to_puzzle_over() -> None:
    said = cards().text(POST)
    assert said.splitlines()[-1] == "🌍 Public · ♾ no expiry"


@pytest.mark.parametrize(
    ("views", "in_english", "in_russian"),
    [
        (1, "👁 1 view", "👁 1 просмотр"),
        (2, "👁 2 views", "👁 2 просмотра"),
        (11, "👁 11 views", "👁 11 просмотров"),
        (101, "👁 101 views", "👁 101 просмотр"),
    ],
)
def test_a_card_tells_its_author_how_often_it_was_read(views: int, in_english: str, in_russian: str) -> None:
    post = replace(POST, views=views)
    assert cards().text(post).endswith(f" · {in_english}")
    assert cards("ru").text(post).endswith(f" · {in_russian}")


def test_a_link_too_long_to_be_copied_by_a_button_is_in_the_text_still() -> None:
    said = cards(address="https://" + "x" * 240 + ".example.com").card(POST)
    assert said["reply_markup"] is not None
    assert not any(button.copy_text for row in said["reply_markup"].inline_keyboard for button in row)
    assert "example.com/alice/notes" in said["text"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_whatever_a_card_becomes_fits_a_message(language: str) -> None:
    draws, long = cards(language), replace(POST, title="<" * 120, forwarded_from="&" * 200, revision=2)
    for said in (
        *(draws.card(long, FARTHEST), choices.visibilities(draws, long, FARTHEST)),
        *(choices.expiries(draws, long, FARTHEST), choices.new_text(draws, long, FARTHEST)),
        *(choices.delete(draws, long, FARTHEST), deleted_body(draws.words, long.id, long.title, FARTHEST)),
    ):
        assert len(said["text"].unescape()) < 2000


def _kinds(kind: type[CallbackData]) -> Iterator[type[CallbackData]]:
    for known in kind.__subclasses__():
        yield known
        yield from _kinds(known)


# The longest that is ever put into each field.
_LONGEST = {
    "post": LARGEST_ID,
    "user": LARGEST_ID,
    "draft": LARGEST_ID,
    "first": LARGEST_ID,
    "last": LARGEST_ID,
    "at": FARTHEST,
    "username": "u" * 32,
    "visibility": Visibility.UNLISTED,
    "sure": True,
    "burn": True,
    "drop": True,
    "minutes": 30 * 24 * 60,
    "number": 2**31 - 1,
    "encoding": "shift_jisx0213",
    "choice": "visibility",
    "language": "ru",
}


@pytest.mark.parametrize("kind", list(_kinds(CallbackData)))
def test_what_a_button_carries_fits_it_and_comes_back(kind: type[CallbackData]) -> None:
    pressed = kind(**{name: _LONGEST[name] for name in kind.model_fields})
    packed = pressed.pack()
    assert len(packed.encode()) <= 64
    assert kind.unpack(packed) == pressed


def test_every_kind_of_button_has_a_prefix_of_its_own() -> None:
    kinds = list(_kinds(CallbackData))
    assert {callbacks.SetVisibility, callbacks.Release} <= set(kinds)
    assert len({kind.__prefix__ for kind in kinds}) == len(kinds)
