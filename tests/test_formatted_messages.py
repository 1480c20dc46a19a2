"""Formatted messages as pages, by way of Markdown: nothing is lost on the way, and nothing is added."""

from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.formatting.drafts import FormattedText, TextEntity
from bot.formatting.markdown import markdown_of
from posts.texts import utf16
from tests.rendered_text import MARK, Letter, RenderedText
from tests.shown_lines import compare
from web_viewer.markdown.parser import PARSER
from web_viewer.markdown.rendering import render_markdown

# Characters with a meaning in Markdown, and others beside which its marks do not work.
_WORDS: Final = r"""
    * ** _ __ ~ ~~ ~~~ | || ` `` ``` [ ] ( ) < > & # ## + - -- --- === \ ! ^ : . 1. 1) 12. $ @ / { } = ' "
    a Z я é 7 snake_case 🔥 ❤️ 👩‍👩‍👧 ש — « » … &amp; &#42; &copy <b> </b> <u> <br> <!-- --> <? <a ||a||
    https://a.bc www.a.bc a@b.cd http:// mailto:a@b.cd <https://a.bc>
    [^1] [^1]: [a]: [a](b) ![a](b)
"""
_FRAGMENTS: Final = (
    *_WORDS.split(),
    *(" ", "  ", "    ", "\n", "\n\n", "\n\n\n", "\t", "\u00a0", "\u3000", "\u200b", "\u0301"),
    *("- ", "- [ ] ", "1. ", "> ", "# ", "• ", "    code", "<details>\n", "```py\n", "a\n---\n", "\n===\n"),
    *("|a|b|\n|-|-|\n", "a|b\n-|-\n"),
)
_LETTERS: Final = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"))
TEXTS: Final = st.lists(st.sampled_from(_FRAGMENTS), max_size=25).map("".join) | st.text(
    st.sampled_from("ab *_~|`\n!.🔥") | _LETTERS, max_size=30
)
# Lists as people type them, well or badly.
_MARKS_TYPED: Final = "- * • + – 1. 2. 3. 3) 4) 9. 10. 0. 01. 2024.".split()
_LINES: Final = st.tuples(
    st.sampled_from(["", "", "", " ", "  ", "   ", "    ", "\t", "\u00a0"]),
    st.sampled_from([*(f"{mark} " for mark in _MARKS_TYPED), "•", "-", "1.", "-   ", "-\u00a0", ""]),
    st.lists(st.sampled_from(["word", "a ", "b", "*", "- ", "1. ", "```", "# ", "[ ] ", "> "]), max_size=3),
)
_LISTS: Final = st.lists(_LINES.map(lambda line: line[0] + line[1] + "".join(line[2])), max_size=12)
LISTS: Final = st.tuples(_LISTS, st.sampled_from(["\n", "\n", "\n\n"])).map(
    lambda drawn: drawn[1].join(drawn[0])
)
_EMPHASES: Final = ("bold", "italic", "underline", "strikethrough", "spoiler", "code")
# Marks of items: as shown, and as typed.
_MARKS: Final = {("-", "-"), ("-", "*"), ("-", "•"), (".", "."), (".", ")")}
_ADDRESSES: Final = (
    "https://example.org/a_b?c=d&copy;=*f*",
    "http://пример.рф/x_(1)",
    "tg://resolve?domain=alice",
    'https://example.org/`\\<>|[]{} "',
)


@st.composite
def messages(draw: st.DrawFn, *, with_blocks: bool) -> FormattedText:
    text = draw(TEXTS | LISTS)
    places = st.integers(0, len(text))
    emphases = draw(st.lists(st.tuples(places, places, st.sampled_from(_EMPHASES)), max_size=6))
    links = draw(st.lists(st.tuples(places, places, st.sampled_from(_ADDRESSES)), max_size=2))
    blocks = _blocks(draw, text) if with_blocks else []
    entities = [
        *blocks,
        *(entity(text, kind, start, end) for start, end, kind in emphases),
        *(entity(text, "text_link", start, end, url=address) for start, end, address in links),
    ]
    return FormattedText(text, tuple(found for found in entities if found.length > 0))


def _blocks(draw: st.DrawFn, text: str) -> list[TextEntity]:
    """Draw quotations and blocks of code in a row, and some blocks within quotations."""
    borders = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
    found = []
    for start, end in zip(borders[::2], borders[1::2], strict=False):
        kind = draw(st.sampled_from(["pre", "blockquote", "expandable_blockquote"]))
        found.append(entity(text, kind, start, end))
        if kind != "pre" and draw(st.booleans()):
            found.append(entity(text, "pre", *sorted(draw(st.tuples(*[st.integers(start, end)] * 2)))))
    return found


def entity(text: str, kind: str, start: int, end: int, url: str | None = None) -> TextEntity:
    """Format `text[start:end]`."""
    return TextEntity(kind, utf16.length(text[:start]), utf16.length(text[start:end]), url)


def shown(message: FormattedText) -> RenderedText:
    html = render_markdown(markdown_of(message.text, message.entities))
    assert html is not None
    return RenderedText.of(html)


def letters_of(message: FormattedText) -> list[Letter]:
    """Return the letters of a message without white space, with the styles that Telegram shows."""
    letters, unit = [], 0
    for letter in message.text:
        here = [found for found in message.entities if found.offset <= unit < found.offset + found.length]
        letters.append((letter, _styles(here)))
        unit += utf16.length(letter)
    return seen(letters)


def _styles(entities: list[TextEntity]) -> frozenset[str]:
    kinds = {found.type for found in entities}
    quote = {"quote"} if kinds & {"blockquote", "expandable_blockquote"} else set()
    if "pre" in kinds:
        return frozenset({"pre"} | quote)
    links = sorted(
        (found for found in entities if found.type == "text_link"),
        key=lambda link: (link.offset, -link.length),
    )
    link = {f"link {PARSER.normalizeLink(links[0].url or '')}"} if links else set()
    return frozenset(kinds & set(_EMPHASES) | quote | link)


def seen(letters: list[Letter]) -> list[Letter]:
    return [(letter, styles) for letter, styles in letters if not letter.isspace()]


def assert_alike(shown: list[Letter], sent: list[Letter]) -> None:
    """Compare letters and styles. Marks of lists have a style of their own."""
    for (letter, styles), (typed, wanted) in zip(shown, sent, strict=True):
        if MARK not in styles:
            assert (letter, styles) == (typed, wanted)
            continue
        assert (letter, typed) in _MARKS or (letter == typed and letter.isdecimal())
        assert styles - {MARK} == wanted & {"quote"}


@settings(max_examples=200, deadline=None)
@given(messages(with_blocks=False))
def test_a_page_has_the_lines_of_the_message_and_their_formatting(message: FormattedText) -> None:
    page = shown(message)
    compare(message.text, page.lines)
    assert_alike(seen(page.letters), letters_of(message))


@settings(max_examples=200, deadline=None)
@given(messages(with_blocks=True))
def test_quotations_and_blocks_of_code_stay_what_they_are(message: FormattedText) -> None:
    assert_alike(seen(shown(message).letters), letters_of(message))
