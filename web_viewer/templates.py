"""The pages' templates. Everything that is filled in is escaped; a name that is not given is an error."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.dates import format_date, format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kernel.phrases import LANGUAGES, Words
from kernel.sizes import readable_size
from posts.texts.languages import PLAIN, display_name, language_named
from web_viewer.assets import ASSETS
from web_viewer.markdown.finishing import boxes_named

_TABLES: Final = {"csv": "CSV", "tsv": "TSV"}


def day(time: datetime, language: str) -> str:
    return format_date(time.astimezone(UTC), "d MMMM y", locale=language)


def moment(time: datetime, language: str) -> Markup:
    """A moment as an element; where a script will say it by another clock, "UTC" takes no room meanwhile."""
    said = format_datetime(time.astimezone(UTC), "d MMMM y, HH:mm", locale=language)
    element = Markup('<time datetime="{}">{}<span class="utc"> UTC</span></time>')
    return element.format(time.isoformat(timespec="seconds"), said)


def known_or_plain(language: str) -> str:
    """A short name that Pygments knows, also after it has dropped a language that a paste was written in."""
    return language_named(language) or PLAIN


def language_name(language: str, words: Words, slug: str = "") -> str:
    """`python` → `Python`. What Pygments does not know, the end of a paste's address may tell."""
    known = known_or_plain(language)
    if known != PLAIN:
        return display_name(known)
    ending = slug.rpartition(".")[2] if "." in slug else ""
    if ending == "log":
        return words.plain("log")
    return _TABLES.get(ending) or words.plain("plain-text")


TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.globals.update(
    asset=lambda name: ASSETS[name].path,
    day=day,
    moment=moment,
    boxes_named=boxes_named,
    language_name=language_name,
    languages=LANGUAGES,
    readable_size=readable_size,
)


def render(template: str, words: Words, **values: object) -> bytes:
    """A finished page, in UTF-8."""
    return TEMPLATES.get_template(template).render(words=words, **values).encode()
