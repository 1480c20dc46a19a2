"""Credentials in a text: what is found and reported of them."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from posts.credentials import Credential, CredentialKind, find_credentials, prepare
from tests.posts.credentials.chance import Chance
from tests.reasonable_time import in_reasonable_time

_MEGABYTE = 1024 * 1024
_WEAK_PAIRS = (
    "user:password admin:secret user:hunter2 bob:Qwerty123 admin:admin123 root:qwerty root:root :secret "
    "app:changeme root:1234 sa:P@ssw0rd app:p%40ss postgres:postgres a:b"
).split()
_HOSTS = "db.prod.io:5432 10.0.0.5 intranet.corp.io магазин.рф [2001:db8::1]".split()


@pytest.fixture(scope="module", autouse=True)
def prepared() -> None:
    prepare()


def a_github_token(seed: int = 1) -> str:
    return Chance(seed).fill("ghp_«word 36»")


def lines_of(text: str) -> list[int]:
    return [credential.line for credential in find_credentials(text)]


def test_kind_line_and_beginning_are_reported() -> None:
    token = a_github_token()
    github = CredentialKind.GITHUB_TOKEN
    assert find_credentials(f"first line\nsecond: {token}\n") == [Credential(github, 2, token[:4] + "…")]
    [credential] = find_credentials(f"https://app:{token}@github.com/app.git")
    assert credential.kind is github, "and not a password, too"


def test_kinds_are_named_by_stable_words() -> None:
    assert " ".join(sorted(CredentialKind)) == (
        "ai-key aws-key azure-key discord-token generic-token github-token gitlab-token google-key jwt "
        "password private-key slack-token stripe-key telegram-token unchecked url-password"
    )


def test_of_a_password_a_part_of_its_beginning_is_shown_and_of_a_key_its_sort() -> None:
    for password, shown in (("Xk2!9f", "X"), ("Xk2!9fQw", "Xk"), ("Xk2!9fQw" * 4, "Xk2!")):
        [credential] = find_credentials(f"DB_PASSWORD={password}\n")
        assert credential.masked == shown + "…"
    [credential] = find_credentials("postgres://app:Xk2!9fQwZZ@db.internal/app")
    assert credential == Credential(CredentialKind.URL_PASSWORD, 1, "Xk…")
    for kind in ("RSA PRIVATE KEY", "PRIVATE KEY", "PGP PRIVATE KEY BLOCK"):
        [credential] = find_credentials(Chance(1).fill(f"«pem {kind}»"))
        assert credential == Credential(CredentialKind.PRIVATE_KEY, 1, f"{kind}…")


def test_a_password_in_an_address_is_found_however_weak() -> None:
    for pair, host in product(_WEAK_PAIRS, _HOSTS):
        for text in (f"postgres://{pair}@{host}/main", f"вот: https://{pair}@{host}/x.git, держи"):
            assert [found.kind for found in find_credentials(text)] == [CredentialKind.URL_PASSWORD], text
    assert find_credentials("postgres://app:Xk2!9fQwZZ@localhost/app"), "a good one on any host"


def test_each_credential_is_reported_once_and_of_all_the_first_twenty() -> None:
    token = a_github_token()
    assert lines_of(f"one\n{token}\n{token}\n") == [2]
    assert lines_of(Chance(1).fill('{"token": "ghp_«word 36»", "password": "«wild»"}')) == [1, 1]
    keys = Chance(1).fill("«pem PRIVATE KEY»\n«pem PRIVATE KEY»\n")
    assert lines_of(keys) == [1, keys[: keys.rindex("-----BEGIN")].count("\n") + 1]
    assert lines_of("".join(f"{a_github_token(seed)}\n" for seed in range(50))) == list(range(1, 21))


def test_line_ends_of_windows_and_base64_hide_no_token() -> None:
    assert lines_of(f"one\r\ntwo\r\n{a_github_token()}\r\n") == [3]
    assert lines_of(f"one\n{Chance(1).fill('data: «encoded_token»')}\n") == [2]


@settings(max_examples=40)
@given(before=some.text(), after=some.text())
@example(before="\ud800", after="\udfff")
@example(before="\0", after="\ufeff")
@example(before="[" * 5000, after="{" * 5000)
def test_a_token_is_found_between_any_lines(before: str, after: str) -> None:
    text = f"{before}\n{a_github_token()}\n{after}"
    assert before.count("\n") + 2 in lines_of(text)


def test_a_credential_is_found_once_at_the_end_of_a_chunk() -> None:
    """Long texts are searched in chunks, which end at about these places."""
    for at in range(230, 266, 2):
        before = "x = 1\n" * (at * 1024 // 6)
        text = before + Chance(at).fill("«pem RSA PRIVATE KEY»\n") + "x = 1\n" * 20_000
        assert lines_of(text) == [before.count("\n") + 1], at
    for at in (*range(253_000, 254_400, 100), *range(261_400, 262_400, 100)):
        text = "[0]," * (at // 4) + Chance(1).fill('"vk1.a.«url 290»",') + "[0]," * 30_000
        assert lines_of(text) == [1], at


@pytest.mark.parametrize(
    "unit",
    [
        "password = get_password()\n",
        'e.token;var a={"key":null,secret:t.secret};',
        "Токен: 12 символов, пароль: буквы\n",
        "token: 01234567-0123-4123-8123-0123456789ab\n",
        "curl -H https://a:",
        "user: bob\npassword: user\n",
        "https://bob:a/b/",
        "eyJ",
    ],
)
def test_a_megabyte_takes_little_time_whatever_it_is(unit: str) -> None:
    with in_reasonable_time(2):
        find_credentials(unit * (_MEGABYTE // len(unit.encode())))


def test_when_time_is_over_the_credentials_found_so_far_are_reported() -> None:
    text = f"{a_github_token()}\n" + "x = 1\n" * 100_000 + "-----BEGIN PRIVATE KEY-----" * _MEGABYTE
    with in_reasonable_time():
        assert lines_of(text) == [1]


def test_threads_do_not_disturb_each_other() -> None:
    texts = ["\n" * number + a_github_token(number) for number in range(100)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lines_of, texts)) == [[number + 1] for number in range(100)]


def test_importing_the_package_does_not_load_the_scanner() -> None:
    check = "import posts.credentials, sys; sys.exit('kingfisher_sdk' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
