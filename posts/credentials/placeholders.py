"""What stands where a secret would stand: words, templates, examples of documentations."""

import re
from typing import Final

# A value of only such words, whatever digits and signs stand between them, is nobody's secret: `changeme`,
# `my-secret-key`, `P4ssw0rd!`.
_WORDS: Final = frozenset(
    """
    a abc access account admin administrator aes an and anoncvs anonymous any api app application asdf
    auth authorization aws bar base basic baz bcrypt bearer bot bytes change changeit changeme client code
    config confirm confirmation correct credential credentials current data database date db default demo
    dev development django doe dummy empty encrypted encryption enter env environment example fake false
    field file filtered fixme foo foobar forgot from generate generated get go guest hash hashed header
    here hex hidden host hunter id in incorrect input insert invalid is it john key keys letmein live
    local localhost login long main master masterkey md me mongo mongodb my mypass mysql name new nil no
    nobody none not nothing null of old one only optional or pass passcode passphrase passw passwd
    password passwords pem pg placeholder please postgres postgresql prefix private prod production
    project provided pserver public put pw pwd quux qux qwerty rabbit rabbitmq random real redacted redis
    ref refresh removed repeat replace required reset root rsa same sample sas scott scram secret secrets
    secure self server service session set sha shared should show sign signing site sk some something ssh
    staging standard store str string strong super supersecret system temp test tester testing testpass
    testpassword that the this tiger tmp to todo tok token tokens true two type undefined unknown unset
    update url user username utf val value values very weak welcome with word wrong x xxx xyz you your
    yours zzz mypassword mysecret
    """.split()
)
# Of these, one is enough: who writes it tells that the value is to be replaced, or that it belongs to a test.
_INSTRUCTIONS: Final = frozenset(
    """
    any bar basic baz change changeit changeme confirm dummy empty enter example fake false field filtered
    fixme foo foobar generate generated here hidden incorrect input insert invalid mock none null nil
    optional placeholder provided put quux qux redacted removed replace replaced required same sample
    should string test tester testing testpass testpassword todo type undefined unset update value values
    wrong you your yours
    """.split()
)
_LEET: Final = str.maketrans("01345789$@!", "oieastbgsai")
_SPLIT: Final = re.compile(r"[^A-Za-z]+|(?<=[a-z])(?=[A-Z])")
# `${NAME}`, `$NAME`, `$(command)`, `{{ name }}`, `#{name}`, `{name}`, `<name>`, `[name]`, `%(name)s`, `%s`,
# `%NAME%`, `@NAME@`, `!vault`, `THE_NAME`, `__NAME__`, and where something was left out. Only the first
# opening bracket of a line is tried: to try each takes time quadratic in their number.
_TEMPLATE: Final = re.compile(
    r"(?>(?m:^).*?\$[({]).*[)}]|(?>(?m:^).*?\{\{).*\}\}|#\{|^\{.*\}$|^<|^\[.*\]$|%\(\w+\)|^%[sdvr]$|^%\w+%$|^@\w+@$|"
    r"^![A-Za-z]+$|^[A-Z]+(?:_[A-Z]+)+$|^__\w+__$|^\*+$|\.\.\.|…"
)
# `$NAME` and `$name`, `$this->name`, `$name[0]`; a dollar is an S, too: `$ecret9` and `$tr0ng$` are none.
_VARIABLE: Final = re.compile(
    r"\$(?:[A-Z_][A-Z0-9_]+|[A-Za-z_]\w*(?:$|->|::|[-.:/\[,)]|\$[A-Za-z_])|[A-Za-z_]\w?$)"
)
_AN_S: Final = re.compile(
    r"\$(?![a-z_]*(?:pass|pwd|pw|key|secret|token|user|var|arg|env|db|conf))[a-z]{2,}\d\w*(?<=.{7})"
)
# Nothing but a mask or an instruction, wherever it stands.
_MASKED: Final = re.compile(
    r"(?i)your(?:[_-]|pass|secret|token|key)|ваш|твой|парол|секрет|токен|введи|вставь|redacted|placeholder|goes.?here|process\.env|os\.environ|getenv|"
    r"(?-i:x{4}|X{4})|\*{3}|•{3}|(\D)\1{5}"
)
_NAME_OF_ITSELF: Final = re.compile(r"x{1,3}|X{1,3}|PASS|PASSWORD|PASSWD|PWD|PW|SECRET|TOKEN")
_DUMMY: Final = re.compile(
    r"(?i)example|change.?(?:me|it)|\b(?:fake|mock|test)[_-]|dummy|not.?a?.?real|"
    r"(.)\1{5}|12345678|98765432|abcdefg|aabbcc|deadbeef|qwertyui"
)
# Ordinary words are called a password more often than they are one: a digit tells.
_MADE_STRONGER: Final = re.compile(r"\d|\w[@$]\w")


def is_template(value: str) -> bool:
    """Whether nobody could take it for a password: the strictest of the questions here."""
    if _VARIABLE.match(value) and not _AN_S.fullmatch(value):
        return True
    return bool(_TEMPLATE.search(value) or _MASKED.search(value) or _NAME_OF_ITSELF.fullmatch(value))


def is_placeholder(value: str) -> bool:
    return is_template(value) or bool(_DUMMY.search(value)) or _is_made_of_words(value, _WORDS)


def is_no_password(value: str) -> bool:
    """Less than a placeholder: `hunter2` and `P4ssw0rd!` are what people have, `changeme1` is not."""
    if is_template(value) or _DUMMY.search(value):
        return True
    if not _is_made_of_words(value, _WORDS):
        return False
    return not _MADE_STRONGER.search(value) or _says_an_instruction(value)


def is_instruction(value: str) -> bool:
    """Or what it is called: `password=password`."""
    return _is_made_of_words(value, _INSTRUCTIONS | {"password", "pass", "passwd", "pwd"})


def is_masked(token: str) -> bool:
    """Of what has a form of its own, in which neither words nor templates can stand."""
    return bool(_MASKED.search(token)) or len(set(token[-12:])) < 3


def _is_made_of_words(value: str, words: frozenset[str]) -> bool:
    return any(all(part in words for part in parts) for parts in _spelt(value))


def _says_an_instruction(value: str) -> bool:
    return any(not _INSTRUCTIONS.isdisjoint(parts) for parts in _spelt(value))


def _spelt(value: str) -> list[list[str]]:
    """The words in it, as they stand and as digits may stand for letters."""
    ways = (value, value.translate(_LEET))
    return [[part.lower() for part in _SPLIT.split(way) if part] for way in ways]
