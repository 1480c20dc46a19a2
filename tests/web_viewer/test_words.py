"""The catalogues have all phrases that the pages use, and no others."""

import re
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import nodes

from kernel.phrases import LANGUAGES
from web_viewer.http import problems
from web_viewer.phrases import LOCALES
from web_viewer.templates import TEMPLATES

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
def test_every_phrase_that_is_used_is_there_and_every_one_there_is_used(language):
    used, there = keys_in_templates() | keys_in_code(), set(messages(language))
    assert not {key for key in used if not any(re.fullmatch(key, known) for known in there)}
    assert not {known for known in there if not any(re.fullmatch(key, known) for key in used)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_its_words(language):
    there = set(messages(language))
    for problem in problems.PROBLEMS:
        assert {f"{problem.name}-title", f"{problem.name}-text"} <= there


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_filled_in_with_every_plural_form(language):
    forms = catalogue(language).num_plurals
    for key, message in messages(language).items():
        assert all(texts(message)), key
        assert len(texts(message)) == (forms if message.pluralizable else 1), key


def test_all_languages_have_the_same_phrases_with_the_same_gaps():
    def gaps(language: str) -> dict[str, set[frozenset[str]]]:
        return {
            key: {gaps_of(text) for text in texts(message)} for key, message in messages(language).items()
        }

    assert (
        len({str(sorted((k, sorted(map(sorted, v))) for k, v in gaps(lang).items())) for lang in LANGUAGES})
        == 1
    )


def gaps_of(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)
