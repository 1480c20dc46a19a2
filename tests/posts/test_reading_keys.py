"""Reading keys: each opens one private paste for some time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from string import ascii_letters, digits

from hypothesis import given
from hypothesis import strategies as st

from auth.models import UserId
from kernel.storage import ContentKey
from posts.models import Format, Post, PostId, PostUrl, Visibility
from posts.pastes.reading_keys import opens, reading_key

_SECRET = b"a secret"
_NOW = datetime.now(UTC)
_DIARY = Post(
    id=PostId(7),
    title="diary",
    url=PostUrl("alice/diary"),
    content_source=ContentKey("ab/abc"),
    created_by=UserId(1),
    created_at=_NOW,
    updated_at=_NOW,
    revision=1,
    language="text",
    format=Format.PLAIN,
    visibility=Visibility.PRIVATE,
    size=4,
    lines=1,
    sha256="0",
)
_KEY = reading_key(_SECRET, _DIARY, timedelta(days=1))


def test_a_key_opens_its_paste_also_under_another_address_with_another_text() -> None:
    assert opens(_SECRET, _KEY, _DIARY)
    assert opens(_SECRET, _KEY, replace(_DIARY, url=PostUrl("alice/journal"), revision=2, sha256="1"))
    assert set(_KEY) <= {*ascii_letters, *digits, "."}, "an address need not escape it"


def test_a_key_opens_no_other_paste_and_nothing_with_another_secret() -> None:
    assert not opens(_SECRET, _KEY, replace(_DIARY, id=PostId(8)))
    assert not opens(b"another", _KEY, _DIARY)


def test_a_key_opens_nothing_when_its_time_is_over() -> None:
    for lifetime in (timedelta(seconds=-1), -timedelta(days=10_000)):
        assert not opens(_SECRET, reading_key(_SECRET, _DIARY, lifetime), _DIARY)
    until, _, signature = _KEY.partition(".")
    assert not opens(_SECRET, f"{int(until) + 1}.{signature}", _DIARY)


def test_not_a_letter_of_a_key_can_be_changed() -> None:
    for place, letter in enumerate(_KEY):
        other = "0" if letter != "0" else "1"
        assert not opens(_SECRET, _KEY[:place] + other + _KEY[place + 1 :], _DIARY)


@given(st.text() | st.from_regex(r"[0-9]+\.[0-9a-f]{64}", fullmatch=True))
def test_no_other_text_is_a_reading_key(key: str) -> None:
    assert not opens(_SECRET, key, _DIARY)
