"""Splitting of long texts by people's apps."""

import pytest
from aiogram import Bot
from hypothesis import given
from hypothesis import strategies as st

from local.telegram.text import utf16
from local.telegram.text.formatted import Entity, Formatted
from local.telegram.text.splitting import App, split
from tests.conversation import Person

TEXTS = st.text(alphabet="ab. \n👍", max_size=120)


def parts(text: str, limit: int, app: App) -> list[str]:
    return [part.text for part in split(Formatted(text), limit, app)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aaaaa\n\nbb\ncc dd", ["aaaaa", "bb\ncc dd"]),
        ("aaaaa bb\nccc", ["aaaaa bb", "ccc"]),
        ("aaa. bb cccc", ["aaa. bb", "cccc"]),
        ("aaaaa. bb cc", ["aaaaa.", "bb cc"]),
        ("aaaaa, bb cc dd", ["aaaaa,", "bb cc dd"]),
        ("aaaaaaaaaaaaaa", ["aaaaaaaaaa", "aaaa"]),
        ("a\n\nbbbbbbb cccccc", ["a\n\nbbbbbbb", "cccccc"]),
    ],
)
def test_a_desktop_cuts_at_the_best_place_in_the_second_half(text: str, expected: list[str]) -> None:
    assert parts(text, 10, App.DESKTOP) == expected


def test_a_phone_fills_every_message() -> None:
    assert parts("aa\naa bb\n\nbbcc", 5, App.PHONE) == ["aa\naa", " bb\n\n", "bbcc"]


@given(TEXTS, st.integers(2, 20))
def test_a_phone_loses_nothing(text: str, limit: int) -> None:
    assert "".join(parts(text, limit, App.PHONE)) == text


@given(TEXTS, st.integers(2, 20))
def test_a_desktop_loses_only_white_space(text: str, limit: int) -> None:
    cut_parts = parts(text, limit, App.DESKTOP)
    assert "".join("".join(cut_parts).split()) == "".join(text.split())
    assert all(0 < utf16.length(part) <= limit for part in cut_parts)


def test_formatting_goes_on_after_a_cut() -> None:
    bold = Formatted("aaaaaa bbbb", (Entity("bold", 2, 9),))
    first, second = split(bold, 8, App.DESKTOP)
    assert first == Formatted("aaaaaa", (Entity("bold", 2, 4),))
    assert second == Formatted("bbbb", (Entity("bold", 0, 4),))


async def test_a_person_at_a_desktop_sends_shorter_parts(bot: Bot, alice: Person) -> None:
    lines = "\n".join(f"{n:04} {'x' * 90}" for n in range(60))
    await alice.says(lines, app=App.DESKTOP)
    heard = [update.message.text or "" for update in await bot.get_updates() if update.message][1:]
    assert "\n".join(heard) == lines
    assert all(len(part) < 4096 for part in heard)
