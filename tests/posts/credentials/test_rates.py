"""Rates of missed credentials and of false warnings."""

import sysconfig
from pathlib import Path
from typing import Final

from posts.credentials import CredentialKind, find_credentials
from tests.posts.credentials import keys, passwords
from tests.posts.credentials.chance import Chance
from tests.posts.credentials.clean import CLEAN
from tests.posts.credentials.formats import FORMATS, SURROUNDINGS

_PLACES: Final = {**passwords.KNOWN_BY_PLACE, **keys.KNOWN_BY_PLACE}
_KINDS: Final = {name: kind for name, (kind, _) in {**FORMATS, **_PLACES}.items()}
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


def test_credentials_are_found_wherever_they_stand_and_few_are_missed() -> None:
    """Check that of each sort at most one is missed, and that all that are found have the right kind."""
    found = {name: [(text, find_credentials(text)) for text in texts_with(name)] for name in _KINDS}
    kinds = {name: {one[0].kind for _, one in tries if one} for name, tries in found.items()}
    assert {name: is_found for name, is_found in kinds.items() if is_found != {_KINDS[name]}} == {}
    missed = {name: [text for text, one in tries if not one] for name, tries in found.items()}
    assert {name: texts for name, texts in missed.items() if len(texts) > 1} == {}
    count = sum(map(len, found.values()))
    assert count > 1000
    assert sum(map(len, missed.values())) <= _MISSES * count, missed


def test_every_kind_is_in_the_sample() -> None:
    assert {*_KINDS.values()} == {*CredentialKind} - {CredentialKind.UNCHECKED}


def test_only_the_beginning_of_a_credential_is_reported() -> None:
    for name, (_, template) in FORMATS.items():
        [found] = find_credentials(Chance(name).fill(template))
        assert found.masked.endswith("…"), name
        assert len(found.masked) <= 5, name


def test_texts_that_only_look_like_credentials_cause_no_warning() -> None:
    chances = ((Chance(kind), texts) for kind, texts in CLEAN.items())
    filled = [chance.fill(text) for chance, texts in chances for text in texts]
    assert [(text, found) for text in filled if (found := find_credentials(text))] == []


def test_programs_of_other_people_cause_few_warnings() -> None:
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
