"""Languages of pastes, by the short names of Pygments' lexers (`python`): parsed, or found in a text."""

import ast
import json
import re
import warnings
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Final

from pygments.lexers import find_lexer_class_by_name, find_lexer_class_for_filename, get_all_lexers
from pygments.util import ClassNotFound

from posts.errors import LanguageMisspelt, LanguageNotKnown

PLAIN: Final = "text"
MARKDOWN: Final = "markdown"
_MAX_GUESSED_LENGTH: Final = 100_000  # characters; longer texts are dumps, not programs

_MAX_NAME_LENGTH: Final = 40  # characters
_MAX_NEAR_LANGUAGES: Final = 3
_PLAIN_NAMES: Final = ("plain", "plain text", "none", "текст", "простой текст", "обычный текст")

_SHEBANG = re.compile(r"#!.*?\b(python|bash|sh|zsh|node|ruby|perl|php|lua)[\d.]*\s*$", re.MULTILINE)
_INTERPRETERS = {"node": "javascript", "sh": "bash", "zsh": "bash"}
_OPENINGS = (
    (re.compile(r"(?i)<!doctype html|<html\b"), "html"),
    (re.compile(r"<\?php\b"), "php"),
    (re.compile(r"<\?xml\b"), "xml"),
    (re.compile(r"diff --git |--- [^\n]+\n\+\+\+ "), "diff"),
    (re.compile(r"(?s)(SELECT\b.+?\bFROM|INSERT INTO|CREATE TABLE|UPDATE \w+ SET|DELETE FROM)\b"), "sql"),
    # In lower case, only what no English sentence has.
    (
        re.compile(r"(?i)select (\*|[\w.]+,)|(insert into|create table) [\w.]+ ?\(|delete from \w+ where"),
        "sql",
    ),
    (re.compile(r"(const|let|var) [\w$]+ = |(async )?function\b[^(\n]*\(|console\.\w+\("), "javascript"),
    (re.compile(r"import [^\n]+ from ['\"]|export (default|const|function|class) "), "javascript"),
    (re.compile(r"#include\s*[<\"]"), "cpp"),
    (re.compile(r"package \w+\s*\n"), "go"),
)
_CODE_NODES = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
    ast.Call,
)


@lru_cache(maxsize=1024)
def language_named(name: str) -> str | None:
    """Return the short name for any name of a language (`Python`, `py`, `c++`), or None."""
    try:
        return str(find_lexer_class_by_name(name.strip().lower()).aliases[0])
    except (ClassNotFound, IndexError):
        return None


def parse_language(typed: str) -> str:
    """Return the short name for a language or file name that a person typed. Raises LanguageNotKnown."""
    wanted = " ".join(typed.lower().split())[:_MAX_NAME_LENGTH]
    known = _names()
    found = known.get(wanted) or language_named(wanted) or language_of_file(wanted.rpartition("/")[2])
    found = found or (language_of_file(f"x.{wanted.removeprefix('.')}"))
    if found:
        return found
    shown = typed.strip()[:_MAX_NAME_LENGTH]
    near = {known[name]: None for name in get_close_matches(wanted, known, n=6, cutoff=0.7)}
    if not near:
        raise LanguageNotKnown(shown)
    raise LanguageMisspelt(shown, list(near)[:_MAX_NEAR_LANGUAGES])


@cache
def _names() -> dict[str, str]:
    """Return the short name for every lower-case name of a language."""
    found = dict.fromkeys(_PLAIN_NAMES, PLAIN)
    for name, aliases, _, _ in get_all_lexers(plugins=False):
        found |= {known.lower(): aliases[0] for known in (name, *aliases) if aliases}
    return found


@lru_cache(maxsize=1024)
def language_of_file(name: str) -> str | None:
    """Return the language of a file by its name (`main.py`, `Makefile`), or None."""
    lexer = find_lexer_class_for_filename(name) or find_lexer_class_for_filename(name.lower())
    # `.1` to `.9` are manual pages for Groff, but people write `Release 2.1`.
    is_version = name[-1:].isdigit() and name[-2:-1] == "."
    return str(lexer.aliases[0]) if lexer and lexer.aliases and not is_version else None


@lru_cache(maxsize=1024)
def display_name(language: str) -> str:
    """Return the name of a language for people: `python` → `Python`."""
    return str(find_lexer_class_by_name(language).name) if language != PLAIN else "Text"


def guess_language(text: str) -> str:
    """Return the language that a text looks like, plain text in case of doubt or if it is long."""
    if len(text) > _MAX_GUESSED_LENGTH:
        return PLAIN
    start = text.lstrip("\ufeff \t\r\n")
    if shebang := _SHEBANG.match(start):
        return _INTERPRETERS.get(shebang[1], shebang[1])
    for opening, language in _OPENINGS:
        if opening.match(start):
            return language
    if start[:1] in ("{", "[") and _is_json(text):
        return "json"
    return "python" if _is_python(text) else PLAIN


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_python(text: str) -> bool:
    # Prose is hardly ever valid Python, but a word or a number is (`hello`, `42`).
    if not re.search(r"\w\(|[=:]|\bimport\b", text):
        return False
    try:
        with warnings.catch_warnings(action="ignore"):  # from the parsed text
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(isinstance(node, _CODE_NODES) for node in ast.walk(tree))
