"""Judges values by how they look: random, a password, a word, a path, code."""

import re
from itertools import pairwise
from typing import Final
from urllib.parse import unquote

from posts.credentials.hosts import PROXY, is_local_name, is_placeholder_host
from posts.credentials.placeholders import is_no_password, is_placeholder, is_template

# Lengths in characters. Shorter values are mostly something else: numbers, names, `true`.
_MIN_TOKEN: Final = 16
_MIN_PASSWORD: Final = 6
_MIN_NUMBER: Final = 8
_MIN_IN_URL: Final = 4
# Shares of neighbours that differ in kind (see `_variation`): Base62 has 0.6, hexadecimal 0.5, and
# `userService.password1` 0.15.
_MIN_VARIATION: Final = 0.2
_MIN_VARIATION_OF_LETTERS: Final = 0.3

_ATTRIBUTE: Final = re.compile(r"[A-Za-z_]\w*(?:(?:\.|->|::)[A-Za-z_]\w*)+")
# The name of a variable, but not `monkey`. The lookahead avoids a search for the end after each `pass`.
_VARIABLE: Final = re.compile(r"(?i)(?=[a-z_]\w*\Z)\w+?(?:pass|pwd|secret|token|(?<!on)key).*")
# Paths, URLs, e-mail addresses, digests of images, dates.
_OTHER: Final = re.compile(
    r"^[/~.\\](?![A-Za-z0-9+/]{30,}=*$)|^[A-Za-z]:\\|://|^[\w.+-]+@[\w-]+\.[\w.-]+$|^data:|^sha\d+[:-]|^\d{4}-\d\d-\d\d"
)
_DEFAULT_USERS: Final = ("guest", "postgres", "test", "dev", "user")
_USER: Final = re.compile(r"(?i)user(?:name)?|login|name|usr|<.*>|\$.*|\{.*\}")
_PASSWORD: Final = re.compile(r"(?i)pass(?:w(?:or)?d)?|pwd|secret|(?:api[_-]?)?(?:token|key)")
_PHRASE: Final = re.compile(r"[a-z]+(?:[-_][a-z]+)*(?<=.{12})")
_LOWER_CASE: Final = re.compile(r"[a-z]{6,}")
_INTERFACE_WORD: Final = re.compile(
    r"pass|pwd|secret|token|(?<!mon)key|login|user|auth|field|input|form|label|error|valid|hash|word|wort|senha|clave|parol"
    r"|^(?:requir|option|disabl|enabl|encrypt|encod|mask|hidden|visib|nullab|writ|read|prompt|manag|generat|expir"
    r"|varchar|char|text|number|integer|boolean|unknown|vault|never|always|manual|extern)|(?:ed|ing|ive|able|ible)$"
)
# bcrypt, PBKDF2, Argon2, crypt, LDAP: a hash cannot be used to log in.
_HASHED: Final = re.compile(r"^\$\w{1,12}\$.|^pbkdf2|^argon2|^\{\w+\}|^sha\d+\$")


def is_random(value: str, *, quoted: bool) -> bool:
    """Tell whether a value of 16 or more characters is random: digits and cases alternate more than in names.

    `quoted`: it is in quotation marks, so that it cannot be an attribute in a program.
    """
    if len(value) < _MIN_TOKEN or _OTHER.search(value):
        return False
    if not quoted and _ATTRIBUTE.fullmatch(value):
        return False
    digits = len(re.findall(r"\d", value))
    least = _MIN_VARIATION if digits > 1 else _MIN_VARIATION_OF_LETTERS
    return _variation(value) >= least and digits > 0


def is_password(value: str, *, quoted: bool) -> bool:
    """Tell whether a value is a password, not only words: `password: string`, `"password": "Password"`."""
    if len(value) < _MIN_PASSWORD or _OTHER.search(value) or _HASHED.search(value):
        return False
    if is_no_password(value) or (not quoted and _is_code(value)):
        return False
    if value.isdigit():
        return len(value) >= _MIN_NUMBER
    return bool(re.search(r"[A-Za-z]", value) and re.search(r"[\d!#$%&*+=?@^~|]", value))


def is_passphrase(value: str) -> bool:
    """Tell whether a value is like `correct-horse-battery`, and not a word of a user interface."""
    return bool(_PHRASE.fullmatch(value)) and not _INTERFACE_WORD.search(value) and not is_no_password(value)


def is_letters_only(value: str) -> bool:
    """Tell whether letters are a password in a place that allows nothing else: `DB_PASSWORD=SummerRain`."""
    return len(value) >= _MIN_NUMBER and value.isalpha() and not is_placeholder(value)


def is_word(value: str) -> bool:
    """Tell whether a value is a lower-case word that is not the name of a type or a state."""
    return (
        bool(_LOWER_CASE.fullmatch(value)) and not _INTERFACE_WORD.search(value) and not is_placeholder(value)
    )


def is_url_password(user: str, password: str, host: str) -> bool:
    """Tell whether the password of an address is real. A weak one is, but with a placeholder host words are
    placeholders. Default logins such as `guest:guest@rabbitmq` are common in local networks.
    """
    plain = unquote(password)
    if is_template(plain) or (plain == user and user in _DEFAULT_USERS and is_local_name(host)):
        return False
    if is_placeholder_host(host):
        is_weak = is_no_password if host == PROXY else is_placeholder
        return len(plain) >= _MIN_IN_URL and plain != user and not is_weak(plain)
    return True


def is_placeholder_pair(user: str, password: str) -> bool:
    """Tell whether both are their own names, as in documentation: `user:password`."""
    return bool(_USER.fullmatch(user) and _PASSWORD.fullmatch(password))


def _is_code(value: str) -> bool:
    # A variable is named after its value, and its name has little variation.
    named = _VARIABLE.fullmatch(value) or _ATTRIBUTE.fullmatch(value)
    return bool(named and _variation(value) < _MIN_VARIATION)


def _variation(value: str) -> float:
    """Return the share of neighbouring characters that differ in kind: digit, upper case or lower case."""
    kinds = ["d" if sign.isdigit() else "u" if sign.isupper() else "l" for sign in value if sign.isalnum()]
    return sum(one != other for one, other in pairwise(kinds)) / max(len(kinds) - 1, 1)
