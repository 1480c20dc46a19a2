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
    yours zzz
    """.split()
)
_LEET: Final = str.maketrans("01345789$@!", "oieastbgsai")
_SPLIT: Final = re.compile(r"[^A-Za-z]+|(?<=[a-z])(?=[A-Z])")
# `${NAME}`, `$NAME`, `$(command)`, `{{ name }}`, `#{name}`, `{name}`, `<name>`, `%(name)s`, `%s`, `%NAME%`,
# `@NAME@`, `!vault`, `THE_NAME`, and where something was left out.
_TEMPLATE: Final = re.compile(
    r"\$[({].*[)}]|^\$[A-Za-z_]|\{\{.*\}\}|#\{|^\{.*\}$|^<|%\(\w+\)|^%[sdvr]$|^%\w+%$|^@\w+@$|"
    r"^![A-Za-z]+$|^[A-Z]+(?:_[A-Z]+)+$|\.\.\.|…"
)
_DUMMY: Final = re.compile(
    r"(?i)example|placeholder|change.?(?:me|it)|your[_-]|\b(?:fake|mock|test)[_-]|redacted|dummy|goes.?here|"
    r"not.?a?.?real|(?-i:x{4}|X{4})|\*{3}|(.)\1{5}|12345678|98765432|abcdefg|aabbcc|deadbeef|qwertyui|"
    r"process\.env|os\.environ|getenv"
)


def is_placeholder(value: str) -> bool:
    return bool(_TEMPLATE.search(value) or _DUMMY.search(value)) or _is_made_of_words(value)


def is_dummy(token: str) -> bool:
    """The same for what has a form of its own, in which neither words nor templates can stand."""
    return bool(_DUMMY.search(token))


def _is_made_of_words(value: str) -> bool:
    return any(_all_known(_SPLIT.split(spelt)) for spelt in (value, value.translate(_LEET)))


def _all_known(parts: list[str]) -> bool:
    return all(part.lower() in _WORDS for part in parts if part)
