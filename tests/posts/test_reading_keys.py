"""Reading keys: each opens one private paste for some time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.models import UserId
from kernel.storage import ContentKey
from posts.models import Format, Post, PostId, PostUrl, Visibility
from posts.pastes.reading_keys import opens, reading_key

SECRET = b"a secret"
MINUTES = timedelta(minutes=5)
_NOW = datetime.now(UTC)
DIARY = Post(
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


def test_a_key_opens_its_paste() -> None:
    assert opens(SECRET, reading_key(SECRET, DIARY, MINUTES), DIARY)


def test_it_still_does_under_another_address_with_another_text() -> None:
    key = reading_key(SECRET, DIARY, MINUTES)
    assert opens(SECRET, key, replace(DIARY, url=PostUrl("alice/journal"), revision=2, sha256="1"))


def test_it_opens_no_other_paste() -> None:
    assert not opens(SECRET, reading_key(SECRET, DIARY, MINUTES), replace(DIARY, id=PostId(8)))


def test_it_opens_nothing_where_the_secret_is_another() -> None:
    assert not opens(b"another", reading_key(SECRET, DIARY, MINUTES), DIARY)


@pytest.mark.parametrize("lifetime", [timedelta(seconds=-1), -timedelta(days=10_000)])
def test_it_opens_nothing_when_its_time_is_over(lifetime: timedelta) -> None:
    assert not opens(SECRET, reading_key(SECRET, DIARY, lifetime), DIARY)


def test_its_time_cannot_be_prolonged() -> None:
    until, _, signature = reading_key(SECRET, DIARY, MINUTES).partition(".")
    assert not opens(SECRET, f"{int(until) + 1}.{signature}", DIARY)


@pytest.mark.parametrize("place", [0, 5, 11, 40, -1])
def test_not_a_letter_of_it_can_be_changed(place: int) -> None:
    key = list(reading_key(SECRET, DIARY, MINUTES))
    key[place] = "0" if key[place] != "0" else "1"
    assert not opens(SECRET, "".join(key), DIARY)


@given(st.text() | st.from_regex(r"[0-9]+\.[0-9a-f]{64}", fullmatch=True))
def test_nothing_else_opens_anything_or_breaks_anything(key: str) -> None:
    assert not opens(SECRET, key, DIARY)


def test_it_is_written_in_an_address_as_it_is() -> None:
    assert set(reading_key(SECRET, DIARY, MINUTES)) <= {*ascii_letters, *digits, "."}
