"""What a value looks like: random, a password, a word, a path, a piece of a program."""

import re
from itertools import pairwise
from typing import Final
from urllib.parse import unquote

from posts.credentials.hosts import PROXY, is_nowhere, is_of_one_network
from posts.credentials.placeholders import is_no_password, is_placeholder, is_template

# Shorter ones are mostly something else: numbers, names, `true`.
_SHORTEST_TOKEN: Final = 16
_SHORTEST_PASSWORD: Final = 6
_SHORTEST_NUMBER: Final = 8
_SHORTEST_IN_URL: Final = 4
_VERY_RESTLESS: Final = 0.3
_RESTLESS: Final = 0.2  # Base62 has 0.6, hexadecimal 0.5; `userService.password1` has 0.15

_ATTRIBUTE: Final = re.compile(r"[A-Za-z_]\w*(?:(?:\.|->|::)[A-Za-z_]\w*)+")
# No monkey. That all of it is one word is seen first, so that the end is not looked for behind each `pass`.
_VARIABLE: Final = re.compile(r"(?i)(?=[a-z_]\w*\Z)\w+?(?:pass|pwd|secret|token|(?<!on)key).*")
# Paths, addresses, addresses of mail, hashes of images, dates.
_ELSEWHERE: Final = re.compile(
    r"^[/~.\\](?![A-Za-z0-9+/]{30,}=*$)|^[A-Za-z]:\\|://|^[\w.+-]+@[\w-]+\.[\w.-]+$|^data:|^sha\d+[:-]|^\d{4}-\d\d-\d\d"
)
_GIVEN: Final = ("guest", "postgres", "test", "dev", "user")
_USER: Final = re.compile(r"(?i)user(?:name)?|login|name|usr|<.*>|\$.*|\{.*\}")
_PASSWORD: Final = re.compile(r"(?i)pass(?:w(?:or)?d)?|pwd|secret|(?:api[_-]?)?(?:token|key)")
_PHRASE: Final = re.compile(r"[a-z]+(?:[-_][a-z]+)*(?<=.{12})")
_SMALL: Final = re.compile(r"[a-z]{6,}")
_TALK: Final = re.compile(
    r"pass|pwd|secret|token|(?<!mon)key|login|user|auth|field|input|form|label|error|valid|hash|word|wort|senha|clave|parol"
    r"|^(?:requir|option|disabl|enabl|encrypt|encod|mask|hidden|visib|nullab|writ|read|prompt|manag|generat|expir"
    r"|varchar|char|text|number|integer|boolean|unknown|vault|never|always|manual|extern)|(?:ed|ing|ive|able|ible)$"
)
# bcrypt, PBKDF2, Argon2, crypt, LDAP: a hash opens no door.
_HASHED: Final = re.compile(r"^\$\w{1,12}\$.|^pbkdf2|^argon2|^\{\w+\}|^sha\d+\$")


def is_random(value: str, *, quoted: bool) -> bool:
    """Nothing that a person would write: letters, digits and cases change all the time."""
    if len(value) < _SHORTEST_TOKEN or _ELSEWHERE.search(value):
        return False
    if not quoted and _ATTRIBUTE.fullmatch(value):
        return False
    digits = len(re.findall(r"\d", value))
    return _restlessness(value) >= (_RESTLESS if digits > 1 else _VERY_RESTLESS) and digits > 0


def is_password(value: str, *, quoted: bool) -> bool:
    """Words alone are none: `password: string`, `"password": "Password"`."""
    if len(value) < _SHORTEST_PASSWORD or _ELSEWHERE.search(value) or _HASHED.search(value):
        return False
    if is_no_password(value) or (not quoted and _is_code(value)):
        return False
    if value.isdigit():
        return len(value) >= _SHORTEST_NUMBER
    return bool(re.search(r"[A-Za-z]", value) and re.search(r"[\d!#$%&*+=?@^~|]", value))


def is_passphrase(value: str) -> bool:
    """`correcthorsebattery`, `correct-horse-battery`, where a value stands and no word of an interface."""
    return bool(_PHRASE.fullmatch(value)) and not _TALK.search(value) and not is_no_password(value)


def is_of_letters(value: str) -> bool:
    """Where what stands there can be nothing but a password: `DB_PASSWORD=SummerRain`."""
    return len(value) >= _SHORTEST_NUMBER and value.isalpha() and not is_placeholder(value)


def is_word(value: str) -> bool:
    """In small letters, as people's shortest passwords are, and as no type or state of one is called."""
    return bool(_SMALL.fullmatch(value)) and not _TALK.search(value) and not is_placeholder(value)


def is_url_password(user: str, password: str, host: str) -> bool:
    """However weak, since it is one, unless the host is nobody's: there, words stand for a password.

    `guest:guest@rabbitmq` and the like are what everybody has within a network of their own.
    """
    plain = unquote(password)
    if is_template(plain) or (plain == user and user in _GIVEN and is_of_one_network(host)):
        return False
    if is_nowhere(host):
        is_weak = is_no_password if host == PROXY else is_placeholder
        return len(plain) >= _SHORTEST_IN_URL and plain != user and not is_weak(plain)
    return True


def is_called_itself(user: str, password: str) -> bool:
    """`user:password`: as explanations have it."""
    return bool(_USER.fullmatch(user) and _PASSWORD.fullmatch(password))


def _is_code(value: str) -> bool:
    """A variable is named after what it holds, and changes its kind of sign hardly ever."""
    named = _VARIABLE.fullmatch(value) or _ATTRIBUTE.fullmatch(value)
    return bool(named and _restlessness(value) < _RESTLESS)


def _restlessness(value: str) -> float:
    """The share of neighbours of which one is a letter and the other a digit, or of another case."""
    sorts = ["d" if sign.isdigit() else "u" if sign.isupper() else "l" for sign in value if sign.isalnum()]
    return sum(one != other for one, other in pairwise(sorts)) / max(len(sorts) - 1, 1)
