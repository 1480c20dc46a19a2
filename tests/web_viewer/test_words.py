"""Words and dates: the catalogues have all phrases that the pages use, and no others."""

import re
from datetime import UTC, datetime, timedelta, timezone
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import nodes

from kernel.phrases import LANGUAGES
from web_viewer.http import problems
from web_viewer.phrases import LOCALES
from web_viewer.templates import TEMPLATES, day, moment

_IN_CODE = re.compile(r"""words(?:\.plain)?\(\s*"([^"]+)\"""")
_ROOM = LOCALES.parent


def catalogue(language: str) -> Catalog:
    with (LOCALES / f"{language}.po").open("rb") as source:
        return read_po(source, locale=language)


def messages(language: str) -> dict[str, Message]:
    found: dict[str, Message] = {}
    for message in catalogue(language):
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key:
            found[key] = message
    return found


def texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def keys_in_templates() -> set[str]:
    """Return patterns of keys: `words("step-" ~ step ~ "-title")` stands for every key of that form."""
    keys = set()
    for name in TEMPLATES.list_templates():
        source = TEMPLATES.loader.get_source(TEMPLATES, name)[0] if TEMPLATES.loader else ""
        for call in TEMPLATES.parse(source).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "words":
                keys.add(pattern_of(call.args[0]))
    return keys


def pattern_of(key: nodes.Expr) -> str:
    parts = key.nodes if isinstance(key, nodes.Concat) else [key]
    return "".join(re.escape(part.value) if isinstance(part, nodes.Const) else "[a-z-]+" for part in parts)


def keys_in_code() -> set[str]:
    return {re.escape(key) for file in _ROOM.rglob("*.py") for key in _IN_CODE.findall(file.read_text())}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_exactly_the_phrases_in_use_with_every_plural_form(language):
    used, found = keys_in_templates() | keys_in_code(), messages(language)
    assert not {key for key in used if not any(re.fullmatch(key, known) for known in found)}
    assert not {known for known in found if not any(re.fullmatch(key, known) for key in used)}
    for problem in problems.PROBLEMS:
        assert {f"{problem.name}-title", f"{problem.name}-text"} <= found.keys()
    forms = catalogue(language).num_plurals
    for key, message in found.items():
        assert all(texts(message)), key
        assert len(texts(message)) == (forms if message.pluralizable else 1), key


def gaps_of(language: str) -> dict[str, set[frozenset[str]]]:
    """Return the names to fill in, for each plural form of each phrase."""
    return {
        key: {frozenset(name for _, name, _, _ in Formatter().parse(text) if name) for text in texts(message)}
        for key, message in messages(language).items()
    }


def test_all_languages_have_the_same_phrases_with_the_same_gaps():
    first, *others = map(gaps_of, LANGUAGES)
    assert all(other == first for other in others)


def test_dates_are_in_utc_in_the_readers_language():
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    elsewhere = late.astimezone(timezone(timedelta(hours=3)))
    assert moment(elsewhere, "en").striptags() == "1 March 2026, 23:30 UTC"
    assert moment(elsewhere, "ru").striptags() == "1 марта 2026, 23:30 UTC"
    assert day(elsewhere, "en") == "1 March 2026"
    assert moment(late, "en").startswith('<time datetime="2026-03-01T23:30:00+00:00">1 March')
