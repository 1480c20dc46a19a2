"""Jinja templates and their filters. Values are escaped, and a missing one is an error."""

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
from web_viewer.markdown.finishing import label_checkboxes

_TABLE_NAMES: Final = {"csv": "CSV", "tsv": "TSV"}


def day(time: datetime, language: str) -> str:
    """Return a date in UTC: a cached page is the same for all readers."""
    return format_date(time.astimezone(UTC), "d MMMM y", locale=language)


def moment(time: datetime, language: str) -> Markup:
    """Return a `time` element in UTC. `dates.js` turns it into local time; with scripts, CSS hides " UTC"."""
    text = format_datetime(time.astimezone(UTC), "d MMMM y, HH:mm", locale=language)
    element = Markup('<time datetime="{}">{}<span class="utc"> UTC</span></time>')
    return element.format(time.isoformat(timespec="seconds"), text)


def known_or_plain(language: str) -> str:
    """Return the language, or `text` if this version of Pygments does not know it."""
    return language_named(language) or PLAIN


def language_name(language: str, words: Words, slug: str = "") -> str:
    """Return a name for people: `python` → `Python`. A table or log in plain text is told by the slug."""
    known = known_or_plain(language)
    if known != PLAIN:
        return display_name(known)
    extension = slug.rpartition(".")[2] if "." in slug else ""
    if extension == "log":
        return words.plain("log")
    return _TABLE_NAMES.get(extension) or words.plain("plain-text")


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
    label_checkboxes=label_checkboxes,
    language_name=language_name,
    languages=LANGUAGES,
    readable_size=readable_size,
)


def render(template: str, words: Words, **values: object) -> bytes:
    """Return what a template makes of these values, in UTF-8."""
    return TEMPLATES.get_template(template).render(words=words, **values).encode()
