"""UTF-16 lengths, splitting, and detection of entities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.telegram.text import links, utf16
from local.telegram.text.detection import detect_entities
from local.telegram.text.formatted import Entity, Formatted


def test_text_is_measured_in_utf16_code_units() -> None:
    assert [utf16.length(text) for text in ("abc", "яё", "👍", "👨‍💻")] == [3, 2, 2, 5]
    assert utf16.part("a👍b", 1, 3) == "👍"


@given(st.text(alphabet="a 👍\nя", max_size=200), st.integers(2, 9))
def test_a_long_text_is_cut_into_full_parts_and_nothing_is_lost(text: str, limit: int) -> None:
    parts = utf16.split(text, limit)
    assert "".join(parts) == text
    assert all(limit - 1 <= utf16.length(part) <= limit for part in parts[:-1])


def found(text: str) -> list[tuple[str, str]]:
    entities = detect_entities(Formatted(text)).entities
    return [(e.type, utf16.part(text, e.offset, e.end)) for e in entities]


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
def test_what_telegram_finds_by_itself(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_nothing_is_found_inside_code_and_links() -> None:
    code = Formatted("/start @alice", (Entity("code", 0, 13),))
    assert detect_entities(code) == code
    emphasised = detect_entities(Formatted("/start", (Entity("bold", 0, 6),)))
    assert {entity.type for entity in emphasised.entities} == {"bold", "bot_command"}


@given(st.text(alphabet="a./@#:h1👍 \n-", max_size=80))
def test_what_is_found_is_inside_the_text(text: str) -> None:
    assert all(0 <= e.offset < e.end <= utf16.length(text) for e in detect_entities(Formatted(text)).entities)


def test_white_space_at_the_ends_is_cut_off_with_the_entities_moved() -> None:
    content = Formatted(" \n👍 bold  ", (Entity("bold", 0, 11), Entity("italic", 9, 2)))
    assert content.trimmed() == Formatted("👍 bold", (Entity("bold", 0, 7),))


@pytest.mark.parametrize(
    ("link", "checked"),
    [
        ("https://example.com", "https://example.com/"),
        ("example.com/a", "http://example.com/a"),
        ("http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"),
        ("tg://user?id=1", "tg://user?id=1"),
        ("http://localhost:8080/a", None),
        ("http://viewer/a", None),
        ("http:///a", None),
        ("ftp://example.com", None),
        ("javascript:alert(1)", None),
        ("http://a.bc:99999/", None),
        ("http://[::1/", None),
        ("", None),
    ],
)
def test_links_are_whole_or_wrong(link: str, checked: str | None) -> None:
    assert links.normalized(link) == checked
