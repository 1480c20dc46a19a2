"""The pages' templates. Everything that is filled in is escaped; a name that is not given is an error."""

from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kernel.phrases import LANGUAGES, Words
from kernel.sizes import readable_size
from web_viewer.assets import ASSETS
from web_viewer.markdown.boxes import boxes_named
from web_viewer.paste.dates import day, moment
from web_viewer.paste.language_names import language_name

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
