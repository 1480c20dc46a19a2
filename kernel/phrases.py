"""The phrases of a package in every language, from gettext catalogues whose keys are names."""

import gettext
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from markupsafe import Markup

LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "ru": "Русский"}
DEFAULT_LANGUAGE: Final = "en"
_MIN_GROUPED_COUNT: Final = 1_000


def supported_language(code: str | None) -> str:
    """Return the code in LANGUAGES for an IETF tag, such as Telegram's `language_code`, or `en`."""
    language = (code or "").split("-")[0].lower()
    return language if language in LANGUAGES else DEFAULT_LANGUAGE


class Words:
    """The phrases of one package in one language.

    A call returns HTML, in which values are escaped; `plain` returns text, for buttons and notices. The value
    of `count` selects the plural form. A key that is not in the catalogue is returned as it is.
    """

    def __init__(self, catalogue: gettext.NullTranslations, language: str) -> None:
        self._catalogue = catalogue
        self.language = language

    def __call__(self, key: str, /, **values: object) -> Markup:
        return Markup(self._text(key, values)).format(**self._formatted(values))  # noqa: S704 - the catalogue is ours

    def plain(self, key: str, /, **values: object) -> str:
        return self._text(key, values).format(**self._formatted(values))

    def _formatted(self, values: dict[str, object]) -> dict[str, object]:
        """Format large counts with separators: 120,000."""
        count = values.get("count")
        if not isinstance(count, int) or count < _MIN_GROUPED_COUNT:
            return values
        return values | {"count": format_decimal(count, locale=self.language)}

    def _text(self, key: str, values: Mapping[str, object]) -> str:
        count = values.get("count")
        if isinstance(count, int):
            return self._catalogue.ngettext(key, key, count)
        return self._catalogue.gettext(key)


@cache
def load_words(folder: Path, language: str) -> Words:
    """Load `<folder>/<language>.po`, once for each process."""
    with (folder / f"{language}.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Words(gettext.GNUTranslations(compiled), language)
