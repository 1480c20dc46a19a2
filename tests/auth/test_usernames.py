"""Valid usernames, and suggestions in place of others."""

import re
from itertools import islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from auth.errors import UsernameMalformed
from auth.usernames import RESERVED, candidates, parse_username

_FORM = re.compile(r"[a-z][a-z0-9_]{2,31}")
_MALFORMED = ["al", "x" * 33, "1alice", "_alice", "al ice", "al-ice", "алиса", "alice!", "@@alice", "al\0ice"]


def test_case_a_leading_at_and_surrounding_spaces_do_not_matter() -> None:
    same = {"alice": "alice", "@Alice": "alice", "  ALICE_2\n": "alice_2", "a__": "a__", "x" * 32: "x" * 32}
    assert {typed: parse_username(typed) for typed in same} == same


@pytest.mark.parametrize("typed", ["", *_MALFORMED, "a\u0301lice"])
def test_the_error_of_a_malformed_username_has_what_was_typed(typed: str) -> None:
    with pytest.raises(UsernameMalformed) as wrong:
        parse_username(f" {typed} ")
    assert wrong.value.data["wanted"] == typed


@given(typed=some.text())
@example(typed="\u212aate")  # the Kelvin sign, whose lower case is k
def test_every_accepted_username_is_well_formed(typed: str) -> None:
    try:
        username = parse_username(typed)
    except UsernameMalformed:
        return
    assert _FORM.fullmatch(username)


@given(wanted=some.text() | some.sampled_from(sorted(RESERVED)) | some.text("abc_", min_size=20, max_size=60))
def test_every_candidate_is_a_valid_username(wanted: str) -> None:
    offered = list(islice(candidates(wanted), 20))
    assert all(_FORM.fullmatch(name) and name not in RESERVED for name in offered)
    assert len(set(offered)) > 10


def test_the_most_similar_candidate_comes_first() -> None:
    first = {
        "alice": "alice",
        "Alice Liddell": "alice_liddell",
        "Алиса": "alisa",
        "2pac": "user_2pac",
        "al": "al_",
        "admin": "admin2",
        "🎉": "user2",
    }
    assert {wanted: next(candidates(wanted)) for wanted in first} == first
