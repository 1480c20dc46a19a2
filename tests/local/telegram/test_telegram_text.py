"""UTF-16 lengths, splitting, and detection of entities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.telegram.text import links, utf16
from local.telegram.text.detection import detect_entities
from local.telegram.text.formatted import Entity, Formatted
from local.telegram.text.splitting import App, split
from tests.local.telegram.calls import heard


def test_text_is_measured_in_utf16_code_units():
    assert [utf16.length(text) for text in ("abc", "яё", "👍", "👨‍💻")] == [3, 2, 2, 5]
    assert utf16.part("a👍b", 1, 3) == "👍"


@given(st.text(alphabet="a 👍\nя", max_size=200), st.integers(2, 9))
def test_a_long_text_is_cut_into_full_parts_and_nothing_is_lost(text, limit):
    parts = utf16.split(text, limit)
    assert "".join(parts) == text
    assert all(limit - 1 <= utf16.length(part) <= limit for part in parts[:-1])


def parts_of(text, limit, app):
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
def test_a_desktop_cuts_at_the_best_place_in_the_second_half(text, expected):
    assert parts_of(text, 10, App.DESKTOP) == expected


def test_a_phone_fills_every_message():
    assert parts_of("aa\naa bb\n\nbbcc", 5, App.PHONE) == ["aa\naa", " bb\n\n", "bbcc"]


@given(st.text(alphabet="ab. \n👍", max_size=120), st.integers(2, 20))
def test_a_phone_loses_nothing_and_a_desktop_only_white_space(text, limit):
    assert "".join(parts_of(text, limit, App.PHONE)) == text
    parts = parts_of(text, limit, App.DESKTOP)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(0 < utf16.length(part) <= limit for part in parts)


def test_formatting_goes_on_after_a_cut():
    first, second = split(Formatted("aaaaaa bbbb", (Entity("bold", 2, 9),)), 8, App.DESKTOP)
    assert first == Formatted("aaaaaa", (Entity("bold", 2, 4),))
    assert second == Formatted("bbbb", (Entity("bold", 0, 4),))


async def test_a_person_at_a_desktop_sends_shorter_parts(bot, alice):
    lines = "\n".join(f"{n:04} {'x' * 90}" for n in range(60))
    await alice.says(lines, app=App.DESKTOP)
    parts = [message.text for message in (await heard(bot, 100))[1:]]
    assert "\n".join(parts) == lines
    assert all(len(part) < 4096 for part in parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start payload", [("bot_command", "/start")]),
        ("see /help@some_bot.", [("bot_command", "/help@some_bot")]),
        ("a/b </b>", []),
        ("👍 https://example.com/a?b=c#d, ok", [("url", "https://example.com/a?b=c#d")]),
        ("(example.com)", [("url", "example.com")]),
        ("http://127.0.0.1:8080/a/b", [("url", "http://127.0.0.1:8080/a/b")]),
        ("http://localhost:8080/a/b", []),
        ("x.append(1) 1.5 e.g. a.b", []),
        ("write to a.b@example.com", [("email", "a.b@example.com")]),
        ("@alice_1 #tag #1", [("mention", "@alice_1"), ("hashtag", "#tag")]),
    ],
)
def test_telegram_detects_entities_by_itself(text, expected):
    entities = detect_entities(Formatted(text)).entities
    assert [(e.type, utf16.part(text, e.offset, e.end)) for e in entities] == expected


def test_nothing_is_detected_inside_code_and_links():
    code = Formatted("/start @alice", (Entity("code", 0, 13),))
    assert detect_entities(code) == code
    emphasised = detect_entities(Formatted("/start", (Entity("bold", 0, 6),)))
    assert {entity.type for entity in emphasised.entities} == {"bold", "bot_command"}


@given(st.text(alphabet="a./@#:h1👍 \n-", max_size=80))
def test_detected_entities_are_inside_the_text(text):
    assert all(0 <= e.offset < e.end <= utf16.length(text) for e in detect_entities(Formatted(text)).entities)


def test_white_space_at_the_ends_is_cut_off_with_the_entities_moved():
    content = Formatted(" \n👍 bold  ", (Entity("bold", 0, 11), Entity("italic", 9, 2)))
    assert content.trimmed() == Formatted("👍 bold", (Entity("bold", 0, 7),))


WRONG = "http://localhost:8080/a http://viewer/a http:///a ftp://example.com javascript:alert(1) http://a.bc:99999/"


@pytest.mark.parametrize(
    ("link", "checked"),
    [
        ("https://example.com", "https://example.com/"),
        ("example.com/a", "http://example.com/a"),
        ("http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"),
        ("tg://user?id=1", "tg://user?id=1"),
        *((link, None) for link in (*WRONG.split(), "http://[::1/", "")),
    ],
)
def test_links_are_whole_or_wrong(link, checked):
    assert links.normalized(link) == checked
