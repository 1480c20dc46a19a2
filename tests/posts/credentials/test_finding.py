"""Credentials in a text: what is found and reported of them."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from posts.credentials import Credential, CredentialKind, find_credentials, prepare
from tests.posts.credentials.chance import Chance
from tests.reasonable_time import in_reasonable_time

_MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module", autouse=True)
def prepared() -> None:
    prepare()


def a_github_token(seed: int = 1) -> str:
    return Chance(seed).fill("ghp_«word 36»")


def lines_of(text: str) -> list[int]:
    return [credential.line for credential in find_credentials(text)]


def test_kind_line_and_beginning_are_told() -> None:
    token = a_github_token()
    assert find_credentials(f"first line\nsecond: {token}\n") == [
        Credential(CredentialKind.GITHUB_TOKEN, 2, token[:4] + "…")
    ]


def test_kinds_are_known_by_stable_words() -> None:
    assert " ".join(sorted(CredentialKind)) == (
        "ai-key aws-key azure-key discord-token generic-token github-token gitlab-token google-key jwt "
        "password private-key slack-token stripe-key telegram-token unchecked url-password"
    )


@pytest.mark.parametrize(
    ("password", "shown"), [("Xk2!9f", "X"), ("Xk2!9fQw", "Xk"), ("Xk2!9fQw" * 4, "Xk2!")]
)
def test_of_a_short_password_less_is_shown(password: str, shown: str) -> None:
    [credential] = find_credentials(f"DB_PASSWORD={password}\n")
    assert credential.masked == shown + "…"


def test_of_a_password_in_an_address_nothing_else_is_shown() -> None:
    [credential] = find_credentials("postgres://app:Xk2!9fQwZZ@db.internal/app")
    assert credential == Credential(CredentialKind.URL_PASSWORD, 1, "Xk…")


@pytest.mark.parametrize(
    "pair",
    "user:password admin:secret user:hunter2 bob:Qwerty123 admin:admin123 root:qwerty root:root :secret "
    "app:changeme root:1234 sa:P@ssw0rd app:p%40ss postgres:postgres a:b".split(),
)
@pytest.mark.parametrize(
    "host", ["db.prod.io:5432", "10.0.0.5", "intranet.corp.io", "магазин.рф", "[2001:db8::1]"]
)
def test_a_password_in_an_address_is_told_however_weak(pair: str, host: str) -> None:
    for text in (f"postgres://{pair}@{host}/main", f"вот: https://{pair}@{host}/x.git, держи"):
        [credential] = find_credentials(text)
        assert credential.kind is CredentialKind.URL_PASSWORD


def test_a_good_password_is_told_on_this_machine_too() -> None:
    assert find_credentials("postgres://app:Xk2!9fQwZZ@localhost/app")


@pytest.mark.parametrize("kind", ["RSA PRIVATE KEY", "PRIVATE KEY", "PGP PRIVATE KEY BLOCK"])
def test_of_a_private_key_its_sort_is_shown(kind: str) -> None:
    [credential] = find_credentials(Chance(1).fill(f"«pem {kind}»"))
    assert credential == Credential(CredentialKind.PRIVATE_KEY, 1, f"{kind}…")


def test_the_same_credential_is_told_once() -> None:
    token = a_github_token()
    assert lines_of(f"one\n{token}\n{token}\n") == [2]


def test_two_keys_of_a_sort_are_two() -> None:
    text = Chance(1).fill("«pem PRIVATE KEY»\n«pem PRIVATE KEY»\n")
    assert lines_of(text) == [1, text[: text.rindex("-----BEGIN")].count("\n") + 1]


def test_twenty_are_told_and_the_first_come_first() -> None:
    text = "".join(f"{a_github_token(seed)}\n" for seed in range(50))
    assert lines_of(text) == list(range(1, 21))


def test_one_line_can_hold_two() -> None:
    assert lines_of(Chance(1).fill('{"token": "ghp_«word 36»", "password": "«wild»"}')) == [1, 1]


def test_what_is_a_token_is_not_told_as_a_password_too() -> None:
    [credential] = find_credentials(f"https://app:{a_github_token()}@github.com/app.git")
    assert credential.kind is CredentialKind.GITHUB_TOKEN


def test_lines_may_end_as_on_windows() -> None:
    assert lines_of(f"one\r\ntwo\r\n{a_github_token()}\r\n") == [3]


def test_base64_does_not_hide_a_token() -> None:
    assert lines_of(f"one\n{Chance(1).fill('data: «encoded_token»')}\n") == [2]


@settings(deadline=None)
@given(before=some.text(), after=some.text())
@example(before="\ud800", after="\udfff")
@example(before="\0", after="\ufeff")
@example(before="[" * 5000, after="{" * 5000)
def test_it_is_found_between_any_lines(before: str, after: str) -> None:
    text = f"{before}\n{a_github_token()}\n{after}"
    assert before.count("\n") + 2 in lines_of(text)


@pytest.mark.parametrize("at", range(230, 266, 2))
def test_it_is_found_at_any_depth_of_a_long_text(at: int) -> None:
    """Long texts are searched in chunks, which end at about these places."""
    before = "x = 1\n" * (at * 1024 // 6)
    text = before + Chance(at).fill("«pem RSA PRIVATE KEY»\n") + "x = 1\n" * 100_000
    assert lines_of(text) == [before.count("\n") + 1]


@pytest.mark.parametrize("at", [*range(253_000, 254_400, 100), *range(261_400, 262_400, 100)])
def test_it_is_found_once_anywhere_in_a_long_line(at: int) -> None:
    text = "[0]," * (at // 4) + Chance(1).fill('"vk1.a.«url 290»",') + "[0]," * 200_000
    assert lines_of(text) == [1]


@pytest.mark.parametrize(
    "unit",
    [
        "password = get_password()\n",
        'e.token;var a={"key":null,secret:t.secret};',
        "Токен: 12 символов, пароль: буквы\n",
        "-----BEGIN PRIVATE KEY-----",
        "token: 01234567-0123-4123-8123-0123456789ab\n",
        "curl -H https://a:",
        "user: bob\npassword: user\n",
        "https://bob:a/b/",
        "eyJ",
    ],
)
def test_twenty_megabytes_take_seconds_whatever_they_are(unit: str) -> None:
    with in_reasonable_time():
        find_credentials(unit * (20 * _MEGABYTE // len(unit.encode())))


def test_when_time_is_over_what_was_found_is_told() -> None:
    slow = "-----BEGIN PRIVATE KEY-----" * _MEGABYTE
    assert lines_of(f"{a_github_token()}\n" + "x = 1\n" * 100_000 + slow) == [1]


def test_threads_do_not_disturb_each_other() -> None:
    texts = ["\n" * number + a_github_token(number) for number in range(100)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lines_of, texts)) == [[number + 1] for number in range(100)]


def test_who_looks_for_no_credentials_loads_nothing_for_it() -> None:
    check = "import posts.credentials, sys; sys.exit('kingfisher_sdk' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
