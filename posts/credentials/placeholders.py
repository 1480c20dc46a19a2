"""Recognizes placeholders: words, templates and examples in the place of a secret."""

import re
from typing import Final

# A value that is made of these words, with digits and punctuation between them, is a placeholder: `changeme`,
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
# One of these words in a value says that it is to be replaced, or that it belongs to a test.
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
# `%NAME%`, `@NAME@`, `!vault`, `THE_NAME`, `__NAME__`, and ellipses. Only the first opening bracket of a line
# is tried: trying each would take time quadratic in their number.
_TEMPLATE: Final = re.compile(
    r"(?>(?m:^).*?\$[({]).*[)}]|(?>(?m:^).*?\{\{).*\}\}|#\{|^\{.*\}$|^<|^\[.*\]$|%\(\w+\)|^%[sdvr]$|^%\w+%$|^@\w+@$|"
    r"^![A-Za-z]+$|^[A-Z]+(?:_[A-Z]+)+$|^__\w+__$|^\*+$|\.\.\.|…"
)
# `$NAME` and `$name`, `$this->name`, `$name[0]`; but not `$ecret9` and `$tr0ng$`, where the dollar is an S.
_VARIABLE: Final = re.compile(
    r"\$(?:[A-Z_][A-Z0-9_]+|[A-Za-z_]\w*(?:$|->|::|[-.:/\[,)]|\$[A-Za-z_])|[A-Za-z_]\w?$)"
)
_DOLLAR_FOR_S: Final = re.compile(
    r"\$(?![a-z_]*(?:pass|pwd|pw|key|secret|token|user|var|arg|env|db|conf))[a-z]{2,}\d\w*(?<=.{7})"
)
# A mask or an instruction anywhere in the value.
_MASKED: Final = re.compile(
    r"(?i)your(?:[_-]|pass|secret|token|key)|ваш|твой|парол|секрет|токен|введи|вставь|redacted|placeholder|goes.?here|process\.env|os\.environ|getenv|"
    r"(?-i:x{4}|X{4})|\*{3}|•{3}|(\D)\1{5}"
)
_NAME_AS_VALUE: Final = re.compile(r"x{1,3}|X{1,3}|PASS|PASSWORD|PASSWD|PWD|PW|SECRET|TOKEN")
_DUMMY: Final = re.compile(
    r"(?i)example|change.?(?:me|it)|\b(?:fake|mock|test)[_-]|dummy|not.?a?.?real|"
    r"(.)\1{5}|12345678|98765432|abcdefg|aabbcc|deadbeef|qwertyui"
)
# Ordinary words in the place of a password mostly describe one, unless there is a digit among them.
_STRENGTHENED: Final = re.compile(r"\d|\w[@$]\w")


def is_template(value: str) -> bool:
    """Tell whether a value can only be a template or a mask. The strictest of the checks here."""
    if _VARIABLE.match(value) and not _DOLLAR_FOR_S.fullmatch(value):
        return True
    return bool(_TEMPLATE.search(value) or _MASKED.search(value) or _NAME_AS_VALUE.fullmatch(value))


def is_placeholder(value: str) -> bool:
    """Tell whether a value is a template, an example, or made of placeholder words."""
    return is_template(value) or bool(_DUMMY.search(value)) or _is_made_of_words(value, _WORDS)


def is_no_password(value: str) -> bool:
    """Tell whether a value is not even a weak password: `changeme1` is not, `hunter2` is."""
    if is_template(value) or _DUMMY.search(value):
        return True
    if not _is_made_of_words(value, _WORDS):
        return False
    return not _STRENGTHENED.search(value) or _has_instruction(value)


def is_instruction(value: str) -> bool:
    """Tell whether a value is made of words such as `changeme`, or is its own name: `password=password`."""
    return _is_made_of_words(value, _INSTRUCTIONS | {"password", "pass", "passwd", "pwd"})


def is_masked(token: str) -> bool:
    """Tell whether a token of a known format is masked. Such a token cannot be made of words."""
    return bool(_MASKED.search(token)) or len(set(token[-12:])) < 3


def _is_made_of_words(value: str, words: frozenset[str]) -> bool:
    return any(all(part in words for part in parts) for parts in _words_of(value))


def _has_instruction(value: str) -> bool:
    return any(not _INSTRUCTIONS.isdisjoint(parts) for parts in _words_of(value))


def _words_of(value: str) -> list[list[str]]:
    """Return the words of a value as they are, and with digits read as letters (`P4ssw0rd`)."""
    spellings = (value, value.translate(_LEET))
    return [[part.lower() for part in _SPLIT.split(spelling) if part] for spelling in spellings]
