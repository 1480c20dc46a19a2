"""Every function that reads a stranger's text, with what it may be given."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from bot.conversation import dates
from bot.formatting import entities, escaping, inline, list_items, lists, markdown
from bot.inbox import messages
from kernel.address import PublicAddress
from posts import credentials, titles
from posts.credentials import chunks, encoded, hosts, masking, placeholders, values
from posts.encodings import (
    binaries,
    candidates,
    guessing,
    likelihood,
    preview,
    reading,
    sampling,
    table,
    utf16_utf32,
)
from posts.models import Draft, Part, Slug
from posts.pastes import search as searching
from posts.texts import cuts, decoding, drafts, file_names, languages, utf16
from tests.hostile.growth import Job
from tests.hostile.messages import FORMATTED, Formatted, messages_of
from tests.hostile.shapes import BYTES, TEXTS
from web_viewer.comparing import blocks, line_html, matching
from web_viewer.handlers import feed
from web_viewer.http import negotiation
from web_viewer.listing import excerpt, highlighting, lines, plain_text
from web_viewer.markdown import finishing
from web_viewer.previews import oembed, text_grid
from web_viewer.previews import preview as link_previews
from web_viewer.readable import json_trees, tables

_NOW: Final = datetime(2026, 1, 2, tzinfo=UTC)
_MESSAGE: Final = 4_096  # characters: Telegram Bot API, Message
_FORMATTED: Final = 16_000  # characters: four full messages that were cut from one text
_JOINED: Final = 4_000  # characters, of messages of a hundred: to make aiogram's entities takes long
_VALUE: Final = 2_000  # characters: the longest that `posts/credentials/rules` find
_HEADER: Final = 8_190  # bytes: aiohttp takes no longer header or address
# Seconds after which something gives up by itself, and the last step that it is then at.
_HIGHLIGHTING: Final = highlighting.TIME_LIMIT_SECONDS + 2
_COMPARING: Final = 3.0
_CREDENTIALS: Final = 4.0
# Pygments' lexers that can be stopped in time. Others cannot, nor can tree-sitter's grammars: the worker that
# renders a page is ended after four seconds of computing.
_LEXERS: Final = "json xml php diff log".split()

Call = Callable[[Any], object]


def _all_of(call: Call) -> Call:
    def exhausted(made: Any) -> None:
        for _ in call(made):  # type: ignore[attr-defined]
            pass

    return exhausted


def _uncached(function: Any) -> Call:
    """What a cache knows already takes no time."""
    call: Call = function.__wrapped__
    return call


def _parts(text: str) -> tuple[Part, ...]:
    count = utf16.length(text) // 100
    sizes = [100] * count + [utf16.length(text) - 100 * count]
    return tuple(Part(number, size, _NOW) for number, size in enumerate(sizes))


def _draft(text: str) -> Draft:
    return Draft("title", text, languages.PLAIN, parts=_parts(text))


def _refused(call: Call) -> Call:
    """Some texts are too different, or no text at all."""

    def tried(made: Any) -> None:
        with suppress(matching.TooDifferent):
            call(made)

    return tried


def _compared(size: int, shape: Callable[[int], str]) -> tuple[bytes, bytes]:
    text = shape(size // 2)
    return text.encode(errors="replace"), text[::-1].replace("a", "b").encode(errors="replace")


# The viewer's texts were bytes: no half of a sign is among them.
_SOUND: Final = {name: shape for name, shape in TEXTS.items() if name != "halves of signs"}
_PAIRS: Final = {name: partial(_compared, shape=shape) for name, shape in TEXTS.items()}
# They do what `offered` does, which is tried with all.
_SAMPLING: Final = frozenset(
    {
        "posts.texts.decoding.alternatives",
        "posts.encodings.guessing.guesses",
        "posts.encodings.candidates.possible_readings",
    }
)
_OTHER_BYTES: Final = {name: shape for name, shape in BYTES.items() if name.startswith("bytes")}
_WITH_ENTITIES: Final = {name: shape for name, shape in FORMATTED.items() if not name.startswith("plain")}
# Each paragraph within an address becomes a link to all of it: n², up to the longest address that is a link.
# Telegram marks no address over several lines.
_WIDE_ADDRESS: Final = "url over many paragraphs"
_WITHOUT_WIDE_ADDRESSES: Final = {name: shape for name, shape in FORMATTED.items() if name != _WIDE_ADDRESS}

OF_TEXT: Final[Mapping[str, Call]] = {
    "posts.titles.clean_title": titles.clean_title,
    "posts.titles.to_one_line": titles.to_one_line,
    "posts.titles.title_of": titles.title_of,
    "posts.titles.is_derived_title": lambda text: titles.is_derived_title("title", text),
    "posts.titles.slug_of": titles.slug_of,
    "posts.titles.with_suffix": lambda text: titles.with_suffix(Slug(text), "2"),
    "posts.titles.shorten": lambda text: titles.shorten(text, 120),
    "posts.texts.cuts.may_be_cut": cuts.may_be_cut,
    "posts.texts.cuts.split_by_message": lambda text: cuts.split_by_message(text, _parts(text)),
    "posts.texts.cuts.with_changed_part": lambda text: cuts.with_changed_part(_draft(text), 1, "said"),
    "posts.texts.cuts.join": lambda text: cuts.join(_draft(text), _draft(text)),
    "posts.texts.drafts.is_empty": drafts.is_empty,
    "posts.texts.drafts.draft_of_text": drafts.draft_of_text,
    "posts.texts.drafts.draft_of_markdown": lambda text: drafts.draft_of_markdown(text, plain=text),
    "posts.texts.file_names.with_extension": lambda text: file_names.with_extension(text, "python"),
    "posts.texts.languages.guess_language": languages.guess_language,
    "posts.texts.utf16.length": utf16.length,
    "posts.texts.utf16.cut": _all_of(lambda text: utf16.cut(text, [1] * len(text))),
    "posts.texts.utf16.merge_surrogates": utf16.merge_surrogates,
    "posts.texts.utf16.has_cut_pair": utf16.has_cut_pair,
    "posts.encodings.binaries.has_few_nuls": binaries.has_few_nuls,
    "posts.credentials.chunks.chunks_of": _all_of(
        lambda text: chunks.chunks_of(text.encode(errors="replace"))
    ),
    "posts.pastes.search.words_of": lambda text: searching.words_of("title", text),
    "posts.pastes.search.words_of (title)": lambda text: searching.words_of(text, ""),
    "bot.formatting.inline.fenced": lambda text: inline.fenced(text, text),
    "bot.formatting.inline.code_span": inline.code_span,
    "bot.formatting.inline.marks_work": lambda text: inline.marks_work("_", text[0], text, text[-1]),
    "bot.formatting.escaping.escaped": lambda text: escaping.escaped(text, begins_line=True),
    "bot.formatting.inline.autolink": lambda text: inline.autolink(text, text),
    "bot.formatting.inline.autolink (mail)": lambda text: inline.autolink(text, f"mailto:{text}"),
    "bot.formatting.inline.link": lambda text: inline.link(text, text),
    "bot.conversation.dates.date_in": lambda text: dates.date_in(text, "ru"),
    "web_viewer.listing.lines.run_html": lambda text: lines.run_html("k", text),
    "web_viewer.listing.lines.numbered_lines": lambda text: lines.numbered_lines([("k", text)]),
    "web_viewer.listing.lines.numbered_lines (many)": lambda text: lines.numbered_lines(
        [("k", x) for x in text]
    ),
    "web_viewer.listing.plain_text.highlight_diff": _all_of(plain_text.highlight_diff),
    "web_viewer.listing.plain_text.is_log": plain_text.is_log,
    "web_viewer.listing.plain_text.highlight_log": _all_of(plain_text.highlight_log),
    "web_viewer.listing.plain_text.is_prose": plain_text.is_prose,
    "web_viewer.listing.lines.mark_bidi_controls": lines.mark_bidi_controls,
    "web_viewer.markdown.finishing.finish_html": finishing.finish_html,
    "web_viewer.previews.text_grid.layout_line": lambda text: text_grid.layout_line([("", text)], 100),
    "web_viewer.previews.oembed.paste_of_url": lambda text: oembed.paste_of_url(
        text, PublicAddress("https://a.bc")
    ),
    "web_viewer.readable.json_trees.json_tree": json_trees.json_tree,
    "web_viewer.readable.tables.csv_table": tables.csv_table,
}
OF_BYTES: Final[Mapping[str, Call]] = {
    "posts.texts.decoding.decode": lambda content: decoding.decode(content, "name"),
    "posts.texts.decoding.decode_as (utf-8)": lambda content: decoding.decode_as(content, "utf-8", "name"),
    "posts.texts.decoding.decode_as (cp1251)": lambda c: decoding.decode_as(c, "windows-1251", "name"),
    "posts.texts.decoding.decode_as (gb18030)": lambda c: decoding.decode_as(c, "gb18030", "name"),
    "posts.texts.decoding.decode_as (iso-2022-jp)": lambda c: decoding.decode_as(c, "iso-2022-jp", "name"),
    "posts.texts.decoding.alternatives": lambda content: decoding.alternatives(content, "utf-8"),
    "posts.texts.decoding.offer_encodings": lambda content: decoding.offer_encodings(content, "utf-8"),
    "posts.texts.decoding.other_encodings": lambda content: decoding.other_encodings("utf-8", content),
    "posts.texts.drafts.draft_of_file": lambda content: drafts.draft_of_file(None, content),
    "posts.texts.drafts.draft_of_encoded": lambda content: drafts.draft_of_encoded(
        content, "koi8-r", title="name", language=languages.PLAIN
    ),
    "posts.encodings.binaries.has_signature": binaries.has_signature,
    "posts.encodings.binaries.without_nuls": binaries.without_nuls,
    "posts.encodings.binaries.controls_in": binaries.controls_in,
    "posts.encodings.guessing.guesses": guessing.guesses,
    "posts.encodings.preview.LinePreview": lambda content: [
        preview.LinePreview(content).in_encoding(e) for e in table.UTF_WITHOUT_MARK
    ],
    "posts.encodings.candidates.possible_readings": candidates.possible_readings,
    "posts.encodings.reading.read": reading.read,
    "posts.encodings.sampling.sample": sampling.sample,
    "posts.encodings.sampling.share_of_sample": sampling.share_of_sample,
    "posts.encodings.sampling.first_line": sampling.first_line,
    "posts.encodings.utf16_utf32.utf_without_mark": lambda content: utf16_utf32.utf_without_mark(
        content, 5.5
    ),
    "posts.credentials.encoded.is_key_body": encoded.is_key_body,
    "web_viewer.handlers.feed.first_lines": feed.first_lines,
    "web_viewer.listing.excerpt.displayable_text": excerpt.displayable_text,
    "web_viewer.listing.excerpt.excerpt_of": excerpt.excerpt_of,
    "web_viewer.comparing.matching.comparable_lines": _refused(matching.comparable_lines),
    "web_viewer.previews.preview.decode_beginning": link_previews.decode_beginning,
}
# What is short whoever sends it: the most characters that it may have.
SHORT: Final[Mapping[str, tuple[Call, int]]] = {
    "posts.texts.languages.language_named": (_uncached(languages.language_named), _MESSAGE),
    "posts.texts.languages.parse_language": (languages.parse_language, _MESSAGE),
    "posts.texts.languages.language_of_file": (_uncached(languages.language_of_file), _MESSAGE),
    "posts.encodings.likelihood.bits_of": (lambda text: likelihood.bits_of(text, ("en", "ru")), 8_000),
    "posts.credentials.encoded.is_json_token": (encoded.is_json_token, 100_000),
    "posts.credentials.encoded.is_bot_id": (encoded.is_bot_id, _VALUE),
    "posts.credentials.encoded.is_basic_pair": (encoded.is_basic_pair, _VALUE),
    "posts.credentials.hosts.find_host": (hosts.find_host, _VALUE),
    "posts.credentials.hosts.is_placeholder_host": (hosts.is_placeholder_host, _VALUE),
    "posts.credentials.hosts.is_local_name": (hosts.is_local_name, _VALUE),
    "posts.credentials.hosts.is_real_domain": (hosts.is_real_domain, _VALUE),
    "posts.credentials.masking.masked": (masking.masked, 100_000),
    "posts.credentials.placeholders.is_template": (placeholders.is_template, 100_000),
    "posts.credentials.placeholders.is_placeholder": (placeholders.is_placeholder, 100_000),
    "posts.credentials.placeholders.is_no_password": (placeholders.is_no_password, 100_000),
    "posts.credentials.placeholders.is_instruction": (placeholders.is_instruction, 100_000),
    "posts.credentials.placeholders.is_masked": (placeholders.is_masked, 100_000),
    "posts.credentials.values.is_random": (lambda text: values.is_random(text, quoted=False), 100_000),
    "posts.credentials.values.is_password": (lambda text: values.is_password(text, quoted=False), 100_000),
    "posts.credentials.values.is_passphrase": (values.is_passphrase, 100_000),
    "posts.credentials.values.is_letters_only": (values.is_letters_only, 100_000),
    "posts.credentials.values.is_word": (values.is_word, 100_000),
    "posts.credentials.values.is_url_password": (
        lambda text: values.is_url_password(text, text, text),
        _VALUE,
    ),
    "web_viewer.previews.preview.visible_text": (link_previews.visible_text, _MESSAGE),
    "web_viewer.http.negotiation.quality_values": (negotiation.quality_values, _HEADER),
    "posts.credentials.values.is_placeholder_pair": (
        lambda text: values.is_placeholder_pair(text, text),
        _VALUE,
    ),
}
OF_MESSAGES: Final[Mapping[str, Callable[[Formatted], object]]] = {
    "bot.formatting.entities.is_formatted": lambda made: entities.is_formatted(*made),
    "bot.formatting.entities.formatted_spans": lambda made: entities.formatted_spans(*made),
    "bot.formatting.entities.segments_of": lambda made: entities.segments_of(*_spans(made), 0, len(made[0])),
    "bot.formatting.inline.inline": lambda made: inline.inline(*_spans(made), 0, len(made[0])),
    "bot.formatting.list_items.lines_of": lambda made: lists.lists_in(_lines(*_spans(made))),
}
# What gives up by itself: the seconds that it may take, and the longest text that it looks at. Markdown is in
# tests/web_viewer/test_markdown_deadline.py.
PATIENT: Final[Mapping[str, tuple[Call, float, int]]] = {
    "posts.credentials.search.find_credentials": (credentials.find_credentials, _CREDENTIALS, 1_000_000),
    **{
        f"web_viewer.listing.highlighting.highlight ({language})": (
            partial(highlighting.highlight, language=language),
            _HIGHLIGHTING,
            highlighting.MAX_HIGHLIGHTED_CHARACTERS,
        )
        for language in _LEXERS
    },
}
OF_PAIRS: Final[Mapping[str, tuple[Call, int]]] = {
    "web_viewer.comparing.blocks.compare": (
        _refused(lambda pair: blocks.compare(*pair)),
        matching.MAX_COMPARED_BYTES,
    ),
    "web_viewer.comparing.line_html.mark_changed_words": (
        lambda pair: line_html.mark_changed_words(
            pair[0].decode(), pair[1].decode(), matching.TimeLimit(0.3)
        ),
        2_000,
    ),
}


def _markdown_of(made: Formatted) -> str:
    return markdown.markdown_of(*made)


def _spans(made: Formatted) -> tuple[str, list[entities.Span]]:
    return entities.formatted_spans(*made)


def _lines(text: str, found: list[entities.Span]) -> list[list_items.Line]:
    return [*list_items.lines_of(text, entities.SpansByPlace(found), 0, len(text))]


def _shapes_for(name: str) -> Mapping[str, Callable[[int], str]]:
    return _SOUND if name.startswith("web_viewer.") else TEXTS


def function_jobs() -> list[Job]:
    return [
        *(Job(name, call, _shapes_for(name)) for name, call in OF_TEXT.items()),
        *(Job(name, call, _OTHER_BYTES if name in _SAMPLING else BYTES) for name, call in OF_BYTES.items()),
        *(Job(name, call, TEXTS, most) for name, (call, most) in SHORT.items()),
        Job("bot.formatting.markdown.markdown_of", _markdown_of, _WITHOUT_WIDE_ADDRESSES, _FORMATTED),
        *(Job(name, call, _WITH_ENTITIES, _FORMATTED) for name, call in OF_MESSAGES.items()),
        Job("bot.inbox.messages.joined", messages.joined, _AS_MESSAGES, _JOINED),
        *(Job(name, call, _SOUND, most, seconds) for name, (call, seconds, most) in PATIENT.items()),
        *(Job(name, call, _PAIRS, most, _COMPARING) for name, (call, most) in OF_PAIRS.items()),
    ]


def _as_messages(size: int, shape: Callable[[int], Formatted]) -> Any:
    return messages_of(shape(size))


_AS_MESSAGES: Final = {name: partial(_as_messages, shape=shape) for name, shape in _WITH_ENTITIES.items()}
