"""What is not formatted stays as it is, and is known not to be formatted."""

import pytest
from aiogram.types import MessageEntity

from bot.formatting.entities import is_formatted
from bot.formatting.markdown import markdown_of
from tests.bot.formatted import message, whole


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("2 * 3_4 [x](y) `z` ~5 |6| \\n", "2 \\* 3_4 \\[x\\](y) \\`z\\` \\~5 \\|6\\| \\\\n"),
        ("snake_case _x_ __init__", "snake_case \\_x\\_ \\_\\_init\\_\\_"),
        ("a < b <c> </d> <3 &amp; & &c", "a < b \\<c> \\</d> <3 \\&amp; & &c"),
        ("# a\n## b\n#c #d", "\\# a\\\n\\## b\\\n#c #d"),
        ("- a\n+ b\n* c\n• d", "\\- a\\\n\\+ b\\\n\\* c\\\n• d"),
        ("1. a\n2) b\n3.5\n1000000000. c", "1\\. a\\\n2\\) b\\\n3.5\\\n1000000000. c"),
        ("> a\n>b", "\\> a\\\n\\>b"),
        ("a\n---\nb\n===\n***", "a\\\n\\---\\\nb\\\n\\===\\\n\\*\\*\\*"),
        ("|a|b|\n|-|-|", "\\|a\\|b\\|\\\n\\|-\\|-\\|"),
        ("[^1] [^1]: x", "\\[^1\\] \\[^1\\]: x"),
        ("https://a.bc a@b.cd", "https\\://a.bc a\\@b.cd"),
        ("- [ ] a", "\\- \\[ \\] a"),
    ],
)
def test_nothing_of_the_text_is_taken_for_markup(text: str, markdown: str) -> None:
    assert markdown_of(text, []) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a\nb\n\nc", "a\\\nb\n\nc"),
        ("a\n\n\n\nb", "a\n\n<br>\n\n<br>\n\nb"),
        ("a\n \nb", "a\n\nb"),
        ("\n\na\n\n", "a"),
        ("  a\n    b   c  \nd", "&nbsp;&nbsp;a\\\n&nbsp;&nbsp;&nbsp;&nbsp;b&nbsp;&nbsp; c\\\nd"),
        ("\ta", "&nbsp;&nbsp;&nbsp;&nbsp;a"),
        ("\u3000a", "&#12288;a"),
        ("a\r\nb\rc", "a\\\nb\\\nc"),
        ("שלום\nمرحبا", "שלום\\\nمرحبا"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_lines_and_spaces_stay(text: str, markdown: str) -> None:
    assert markdown_of(text, []) == markdown


def test_places_are_counted_in_utf_16_units_of_the_message_as_sent() -> None:
    text = "🔥\r\n🔥 bold"
    assert markdown_of(text, [MessageEntity(type="bold", offset=7, length=4)]) == "🔥\\\n🔥 **bold**"


@pytest.mark.parametrize(("offset", "length"), [(-1, 3), (1, 100), (50, 5), (0, 0), (3, -2)])
def test_places_outside_of_the_text_do_no_harm(offset: int, length: int) -> None:
    markdown = markdown_of("🔥ab", [MessageEntity(type="bold", offset=offset, length=length)])
    assert markdown.replace("**", "").replace("<b>", "").replace("</b>", "") == "🔥ab"


@pytest.mark.parametrize(
    "tag", ["b", "i", "u", "s", "tg-spoiler", "code", "blockquote", "blockquote expandable"]
)
def test_a_message_with_emphasis_is_formatted(tag: str) -> None:
    assert is_formatted(*message(f"<{tag}>a</{tag.split()[0]}> b"))
    assert is_formatted(*message(f"<{tag}>a</{tag.split()[0]}>"))


@pytest.mark.parametrize(
    ("html", "formatted"),
    [
        ("a", False),
        ("<a href='https://a.bc'>x</a>", True),
        ("<pre>x</pre>", False),
        ("<pre>x</pre>\n ", False),
        ("<pre>x</pre> y", True),
        ("<pre>x</pre>\n<pre>y</pre>", True),
        ("a<b> </b>b", False),
        ("<tg-emoji emoji-id='5'>👍</tg-emoji>", False),
    ],
)
def test_code_alone_and_plain_text_are_not_formatted(html: str, formatted: bool) -> None:
    assert is_formatted(*message(html)) is formatted


@pytest.mark.parametrize(
    "kind",
    "url mention hashtag cashtag bot_command email phone_number text_mention custom_emoji".split(),
)
def test_what_telegram_finds_by_itself_is_no_formatting(kind: str) -> None:
    assert not is_formatted(*whole("whatever", kind))


def test_long_messages_are_written_without_a_wait() -> None:
    text = "a *b* [c] \n" * 20_000 + " " * 100_000
    entities = [MessageEntity(type="bold", offset=start * 11, length=5) for start in range(2_000)]
    assert markdown_of(text, entities).startswith("**a \\*b\\*** \\[c\\]\\\n**a")
