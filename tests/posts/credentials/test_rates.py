"""Rates of missed credentials and of false warnings."""

import sysconfig
from pathlib import Path
from typing import Final

import pytest

from posts.credentials import CredentialKind, find_credentials
from tests.posts.credentials import keys, passwords
from tests.posts.credentials.chance import Chance
from tests.posts.credentials.clean import CLEAN
from tests.posts.credentials.formats import FORMATS, SURROUNDINGS

_PLACES: Final = {**passwords.KNOWN_BY_PLACE, **keys.KNOWN_BY_PLACE}
_REPOSITORY: Final = Path(__file__).parents[3]
_TIMES: Final = 8
_MISSES: Final = 0.03
_FALSE_ALARMS: Final = 0.02


def texts_with(name: str) -> list[str]:
    """Return texts with one new random credential each."""
    chance = Chance(name)
    if name in FORMATS:
        credential = FORMATS[name][1]
        return [text.replace("()", chance.fill(credential), 1) for text in SURROUNDINGS.values()]
    return [chance.fill(_PLACES[name][1]) for _ in range(_TIMES)]


def kind_of(name: str) -> CredentialKind:
    return {**FORMATS, **_PLACES}[name][0]


@pytest.mark.parametrize("name", [*FORMATS, *_PLACES])
def test_a_credential_is_found_wherever_it_stands(name: str) -> None:
    found = [find_credentials(text) for text in texts_with(name)]
    assert sum(not credentials for credentials in found) <= 1
    assert {credentials[0].kind for credentials in found if credentials} == {kind_of(name)}


@pytest.mark.parametrize("name", FORMATS)
def test_no_more_than_its_beginning_is_told(name: str) -> None:
    credential = Chance(name).fill(FORMATS[name][1])
    [found] = find_credentials(credential)
    assert found.masked.endswith("…")
    assert len(found.masked) <= 5


def test_of_all_credentials_few_are_missed() -> None:
    texts = [text for name in (*FORMATS, *_PLACES) for text in texts_with(name)]
    missed = [text for text in texts if not find_credentials(text)]
    assert len(texts) > 1000
    assert len(missed) <= _MISSES * len(texts), missed


@pytest.mark.parametrize("kind", sorted({*CredentialKind} - {CredentialKind.UNCHECKED}))
def test_every_kind_is_in_the_sample(kind: CredentialKind) -> None:
    assert any(kind_of(name) is kind for name in (*FORMATS, *_PLACES))


@pytest.mark.parametrize("kind", CLEAN)
def test_what_only_looks_like_a_credential_is_left_alone(kind: str) -> None:
    chance = Chance(kind)
    texts = [chance.fill(text) for text in CLEAN[kind]]
    assert [(text, found) for text in texts if (found := find_credentials(text))] == []


def test_programs_of_other_people_are_left_alone() -> None:
    """Search installed packages, whose tests and documentation have some credentials."""
    packages = Path(sysconfig.get_path("purelib"))
    files = [
        *sorted(packages.rglob("*.py"))[::20],
        *_REPOSITORY.glob("requirements*.txt"),
        _REPOSITORY / "README.md",
    ]
    alarming = [file for file in files if find_credentials(file.read_text("utf-8", errors="replace"))]
    assert len(files) > 200
    assert len(alarming) <= _FALSE_ALARMS * len(files), alarming
