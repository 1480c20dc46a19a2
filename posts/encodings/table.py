"""The encodings that files come in, and their codecs."""

import codecs
from dataclasses import dataclass
from typing import Final

from posts.encodings.alphabets import CENTRAL, WESTERN


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding. `name` is for people; `codecs` are tried in order, the standard and then vendors' own.

    `languages` are those of texts in it, `foreign` those that have the letters but hardly ever use it.
    `rarity` are bits that are added to the cost of a text: few files come from old Macs.
    """

    name: str
    codecs: tuple[str, ...]
    languages: tuple[str, ...] = ()
    rarity: int = 0
    foreign: tuple[str, ...] = ()

    def decode(self, content: bytes) -> str | None:
        """Return the text, or None if it is not in this encoding."""
        for codec in self.codecs:
            try:
                return content.decode(codec)
            except UnicodeError:
                continue
        return None

    def decode_beginning(self, content: bytes) -> str | None:
        """Decode bytes that may end inside a character; see `decode`."""
        for codec in self.codecs:
            try:
                return codecs.getincrementaldecoder(codec)().decode(content)
            except UnicodeError:
                continue
        return None

    def decode_lossy(self, content: bytes) -> str:
        """Return the text, with U+FFFD for bytes that are not in this encoding."""
        return content.decode(self.codecs[-1], "replace")


def _encoding(name: str, codec: str, languages: str = "", rarity: int = 0, foreign: str = "") -> Encoding:
    return Encoding(name, tuple(codec.split()), tuple(languages.split()), rarity, tuple(foreign.split()))


_WESTERN: Final = " ".join((*WESTERN, "west"))
_CENTRAL: Final = " ".join((*CENTRAL, "middle"))
_CYRILLIC: Final = "ru uk bg mk"
_ALL: Final = f"{_WESTERN} {_CENTRAL} {_CYRILLIC} el tr lt lv he ar fa th ja zh tw ko"

UTF_8: Final = _encoding("utf-8", "utf-8-sig", _ALL)
ISO_2022_JP: Final = _encoding("iso-2022-jp", "iso2022_jp iso2022_jp_ext")
UTF_16: Final = _encoding("utf-16", "utf-16")
UTF_32: Final = _encoding("utf-32", "utf-32")
UTF_WITHOUT_MARK: Final = (
    _encoding("utf-32-le", "utf-32-le", _ALL),
    _encoding("utf-32-be", "utf-32-be", _ALL),
    _encoding("utf-16-le", "utf-16-le", _ALL),
    _encoding("utf-16-be", "utf-16-be", _ALL),
)
WINDOWS_1252: Final = _encoding("windows-1252", "cp1252", _WESTERN)
LATIN_1: Final = _encoding("iso-8859-1", "latin_1", _WESTERN, 6)
# If two decode to the same text, the first is chosen.
LEGACY: Final = (
    WINDOWS_1252,
    _encoding("windows-1251", "cp1251", _CYRILLIC),
    _encoding("koi8-r", "koi8_r", "ru bg", 2),
    _encoding("cp866", "cp866", "ru uk bg", 3),
    _encoding("windows-1250", "cp1250", _CENTRAL, 2),
    _encoding("iso-8859-2", "iso8859_2", _CENTRAL, 3),
    _encoding("shift_jis", "shift_jis cp932", "ja", 2, "ru el zh"),
    _encoding("gb18030", "gb18030", "zh", 2, "tw ja ko el ru uk west"),
    _encoding("euc-jp", "euc_jp euc_jis_2004", "ja", 3, "ru el"),
    _encoding("big5", "big5 cp950 big5hkscs", "tw", 3),
    _encoding("euc-kr", "euc_kr cp949", "ko", 3),
    _encoding("windows-1254", "cp1254", "tr", 3),
    _encoding("windows-1253", "cp1253", "el", 7),
    _encoding("koi8-u", "koi8_u", "uk ru", 4),
    _encoding("windows-1255", "cp1255", "he", 6),
    _encoding("windows-1256", "cp1256", "ar fa", 7),
    _encoding("iso-8859-7", "iso8859_7", "el", 8),
    _encoding("iso-8859-5", "iso8859_5", _CYRILLIC, 6),
    _encoding("windows-1257", "cp1257", "lt lv", 6),
    _encoding("windows-874", "cp874", "th", 7),
    LATIN_1,
    _encoding("iso-8859-15", "iso8859_15", _WESTERN, 7),
    _encoding("mac-cyrillic", "mac_cyrillic", _CYRILLIC, 7),
    _encoding("iso-8859-6", "iso8859_6", "ar fa", 9),
    _encoding("cp855", "cp855", _CYRILLIC, 8),
    _encoding("cp1125", "cp1125", "uk", 8),
    _encoding("cp850", "cp850", _WESTERN, 8),
    _encoding("cp852", "cp852", _CENTRAL, 9),
    _encoding("cp437", "cp437", _WESTERN, 9),
    _encoding("macintosh", "mac_roman", _WESTERN, 9),
)
# UTF-8 with a byte order mark, which has a name of its own for people.
UTF_8_BOM: Final = "utf-8-bom"
# The name for files that are the same in Latin-1 and Windows-1252, as nearly all files in one of them are.
BOTH_WESTERN: Final = "latin-1"
ENCODINGS: Final = {
    UTF_8_BOM: UTF_8,
    BOTH_WESTERN: LATIN_1,
    **{
        encoding.name: encoding
        for encoding in (UTF_8, *UTF_WITHOUT_MARK, UTF_16, UTF_32, *LEGACY, ISO_2022_JP)
    },
}
WELL_KNOWN: Final = tuple(
    ENCODINGS[name]
    for name in "utf-8 utf-16-le utf-16-be windows-1251 koi8-r cp866 latin-1 shift_jis gb18030".split()
)
