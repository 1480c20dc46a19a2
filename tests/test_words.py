"""The catalogues are complete, equal in both languages, and have the keys that the code uses."""

import importlib
import re
from collections.abc import Iterator
from functools import cache
from inspect import signature
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from bot.menu import COMMANDS, IN_GROUPS
from kernel.errors import AppError
from kernel.phrases import LANGUAGES
from tests.words_in_code import Asked, asked_in, mentioned_in

_PROJECT = Path(__file__).parent.parent
_ROOMS = ("bot", "notifier", "web_viewer")
_FORMS = {"en": 2, "ru": 3}
_ALONE_IN_A_ROW = {"button.burn", "button.publish-anyway", "button.rename-anyway"}
# The longest value of a placeholder: a username.
_USERNAME = "x" * 32


@cache
def catalogue(room: str, language: str) -> Catalog:
    with (_PROJECT / room / "locales" / f"{language}.po").open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


@cache
def messages(room: str, language: str) -> dict[str, Message]:
    return {_key(message): message for message in catalogue(room, language) if message.id}


def _key(message: Message) -> str:
    return str(message.id[0] if message.pluralizable else message.id)


def forms(message: Message) -> list[str]:
    """Return the singular alone, or every plural form."""
    return [message.string or ""] if isinstance(message.string, str | None) else list(message.string)


def every_text() -> Iterator[tuple[str, str]]:
    """Yield every text with its location."""
    for room in _ROOMS:
        for language in LANGUAGES:
            for key, message in messages(room, language).items():
                for text in forms(message):
                    yield f"{room}/{language}: {key}", text


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


@pytest.mark.parametrize("room", _ROOMS)
def test_both_languages_have_the_same_keys_and_plurals(room: str) -> None:
    plurals = [
        {key: message.pluralizable for key, message in messages(room, language).items()}
        for language in LANGUAGES
    ]
    assert plurals[0] == plurals[1]
    assert plurals[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", _ROOMS)
def test_nothing_is_left_empty_or_in_doubt(room: str, language: str) -> None:
    assert not catalogue(room, language).obsolete
    for key, message in messages(room, language).items():
        assert not message.fuzzy, key
        assert all(forms(message)), key
        if message.pluralizable:
            assert len(forms(message)) == _FORMS[language], key
            assert message.id == (key, key)


@pytest.mark.parametrize("room", _ROOMS)
def test_the_same_is_filled_in_and_marked_up_in_every_language_and_form(room: str) -> None:
    for key, english in messages(room, "en").items():
        texts = [*forms(english), *forms(messages(room, "ru")[key])]
        assert all(placeholders(text) == placeholders(texts[0]) for text in texts), key
        tags = [sorted(re.findall(r"</?[a-z]+", text)) for text in texts]
        assert all(found == tags[0] for found in tags), key


def test_every_text_is_well_formed() -> None:
    for where, text in every_text():
        ElementTree.fromstring(f"<text>{text}</text>")  # noqa: S314 - our own catalogues
        assert text == text.strip(), where


@pytest.mark.parametrize("room", _ROOMS)
def test_what_the_code_asks_for_is_there_and_counted_as_it_asks(room: str) -> None:
    known = messages(room, "en")
    for asked in asked_in(_PROJECT / room):
        fitting = [message for key, message in known.items() if asked.fits(key)]
        assert fitting, f"{asked.key} is asked for at {asked.where}"
        # With a count, and no plural, gettext would answer with the key itself; and the other way round.
        if ".+" not in asked.key:
            assert fitting[0].pluralizable == asked.counted, asked


@pytest.mark.parametrize("room", _ROOMS)
def test_nothing_in_a_catalogue_is_unused(room: str) -> None:
    asked, mentioned = list(asked_in(_PROJECT / room)), mentioned_in(_PROJECT / room)
    unused = [key for key in messages(room, "en") if key not in mentioned and not _is_asked(key, asked)]
    assert unused == []


def _is_asked(key: str, asked: list[Asked]) -> bool:
    return any(one.fits(key) for one in asked if one.key != ".+")


def errors() -> list[type[AppError]]:
    """Return every error class of every room."""
    for module in (
        "auth.errors",
        "posts.errors",
        "notifier.errors",
        "bot.conversation.dates",
        "bot.inbox.files",
        "bot.inbox.outcomes",
    ):
        importlib.import_module(module)
    found: list[type[AppError]] = []
    waiting: list[type[AppError]] = [AppError]
    while waiting:
        children = waiting.pop().__subclasses__()
        found += children
        waiting += children
    return found


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [error.code for error in errors()]
    assert len(codes) > 20
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("error", errors(), ids=lambda error: error.code)
def test_every_error_can_be_told_from_its_data(error: type[AppError]) -> None:
    message = messages("bot", "en")[f"error.{error.code}"]
    data = (
        error(*["x"] * len(signature(error).parameters)).data
        if error.__init__ is not AppError.__init__
        else {}
    )
    assert message.pluralizable == ("count" in data)
    for text in forms(message):
        assert placeholders(text) <= set(data)


def test_no_error_in_the_catalogue_is_one_that_cannot_happen() -> None:
    told = {key.removeprefix("error.") for key in messages("bot", "en") if key.startswith("error.")}
    assert told == {error.code for error in errors()} | {
        "surprise",
        "waits",
        "message-unread",
        "press-unread",
    }


_TOAST = re.compile(r'(?:call\.answer\(|toast=)(?:press\.)?(?:cards\.)?words\.plain\(\s*"([^"]+)"')


def toasts() -> set[str]:
    """Return the keys of notices after presses: `call.answer(…)`, `press.shows(…, toast=…)`."""
    return {key for source in (_PROJECT / "bot").rglob("*.py") for key in _TOAST.findall(source.read_text())}


@pytest.mark.parametrize("language", LANGUAGES)
def test_telegrams_limits_are_kept(language: str) -> None:
    """Bot API: answerCallbackQuery 200, BotCommand 1-256, sendMessage 4096, buttons short."""
    known = messages("bot", language) | messages("notifier", language)
    assert {"expiry.done", "forgotten-button"} <= toasts()
    assert all(len(text) <= 200 for key in toasts() for text in forms(known[key]))
    assert all(1 <= len(text) <= 256 for key, text in _starting(known, "menu."))
    for key, text in [
        *_starting(known, "button."),
        *_starting(known, "open"),
        *_starting(known, "copy-code"),
    ]:
        # Half a row of a phone's chat, or nearly all of it.
        most = 28 if key in _ALONE_IN_A_ROW else 21
        assert len(text.format(username="", number=999)) <= most, key
        assert len(text.format(username=_USERNAME, number=10**6)) <= 64, key
    assert all(len(text) <= 3000 for message in known.values() for text in forms(message))


def _starting(known: dict[str, Message], prefix: str) -> list[tuple[str, str]]:
    return [(key, str(message.string)) for key, message in known.items() if key.startswith(prefix)]


def test_every_command_of_the_menu_is_described() -> None:
    described = {key.removeprefix("menu.") for key in messages("bot", "en") if key.startswith("menu.")}
    assert described == {*COMMANDS, *IN_GROUPS}
