"""The promises of README.md and .env.example."""

import re
from pathlib import Path
from typing import Final

import pytest

from kernel.settings import Settings
from local.settings import LocalSettings
from tests.deployment import PROJECT, required_variables

GROUPS: Final[set[type[Settings]]] = {LocalSettings, *Settings.__subclasses__()}
SETTINGS: Final = sorted(
    name.upper()
    for group in GROUPS
    if group.__module__ in ("kernel.settings", "local.settings")
    for name in group.model_fields
)
DOCUMENTS: Final = [*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md")]

# [words](target), also of pictures; without the target's anchor.
_LINK = re.compile(r"\]\(([^)#\s]*)[^)]*\)")
_ROW = re.compile(r"^\| `([A-Z_]+)` \| (.+) \| .+ \|$", re.MULTILINE)


def rows_of_the_settings_table() -> dict[str, str]:
    """Return the settings' names and the texts about their defaults."""
    return dict(_ROW.findall((PROJECT / "README.md").read_text()))


def test_the_table_names_every_setting_and_no_other():
    assert set(rows_of_the_settings_table()) == {*SETTINGS, *required_variables()}


def test_the_example_names_every_setting():
    example = (PROJECT / ".env.example").read_text()
    assert set(SETTINGS) <= set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))


def test_the_table_tells_the_defaults_that_the_code_has():
    told = rows_of_the_settings_table()
    for group in GROUPS:
        for name, field in group.model_fields.items():
            if name.upper() not in SETTINGS or field.default is None:
                continue
            default = "**needed**" if field.is_required() else f"{field.default}"
            assert default in told[name.upper()], name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_link_within_the_project_leads_to_a_file(document: Path):
    targets = {target for target in _LINK.findall(document.read_text()) if "://" not in target}
    assert {target for target in targets if not (document.parent / target).exists()} == set()


def test_every_word_that_make_is_told_is_one_that_it_knows():
    told = {word for document in DOCUMENTS for word in re.findall(r"`?make (\w+)", document.read_text())}
    known = set(re.findall(r"^(\w+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    assert {"run", "test"} <= told & known
