"""Pages in the process: none that is known to be wrong, and not too many."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from posts.models import PostUrl
from tests.web_viewer.pages_made import HERE, NOTE, numbered, page_of, page_of_size
from web_viewer.page_cache.address import Address
from web_viewer.page_cache.memory import ProcessTier

PAGE = page_of("text")


@pytest.fixture
def tier() -> ProcessTier:
    return ProcessTier(lambda: True)


def finds(tier: ProcessTier, address: Address) -> bool:
    return tier.find(address.target, address.language) is not None


def test_what_is_kept_is_found_by_its_target_and_language(tier: ProcessTier) -> None:
    tier.keep(HERE, PAGE, tier.now())
    kept = tier.find("/alice/note", "en")
    assert kept is not None
    assert kept.page is PAGE
    for target, language in (("/alice/note", "ru"), ("/alice/note?x=1", "en"), ("/alice/note/raw", "")):
        assert tier.find(target, language) is None


def test_all_pages_of_a_paste_are_forgotten_and_no_others(tier: ProcessTier) -> None:
    others = [replace(HERE, language="ru"), Address(NOTE, "/alice/note/raw", ""), HERE]
    for address in (*others, numbered(1)):
        tier.keep(address, PAGE, tier.now())
    tier.forget(NOTE)
    assert not any(finds(tier, address) for address in others)
    assert finds(tier, numbered(1))


@pytest.mark.parametrize("changes", [1, 2])
def test_who_began_before_a_change_keeps_nothing(tier: ProcessTier, changes: int) -> None:
    began = tier.now()
    for _ in range(changes):
        tier.forget(NOTE)
    tier.keep(HERE, PAGE, began)
    assert not finds(tier, HERE)
    tier.keep(numbered(1), PAGE, began)  # of another paste
    assert finds(tier, numbered(1))
    tier.keep(HERE, PAGE, tier.now())
    assert finds(tier, HERE)


def test_who_began_before_something_may_have_been_missed_keeps_nothing(tier: ProcessTier) -> None:
    began = tier.now()
    tier.keep(HERE, PAGE, began)
    tier.forget_all()
    assert not finds(tier, HERE)
    tier.keep(HERE, PAGE, began)
    assert not finds(tier, HERE)
    tier.keep(HERE, PAGE, tier.now())
    assert finds(tier, HERE)


def test_a_change_that_is_long_past_is_not_lost_among_many_others(tier: ProcessTier) -> None:
    began = tier.now()
    tier.forget(NOTE)
    for number in range(5_000):
        tier.forget(PostUrl(f"bob/{number}"))
    tier.keep(HERE, PAGE, began)
    assert not finds(tier, HERE)
    tier.keep(HERE, PAGE, tier.now())
    assert finds(tier, HERE)


def test_a_change_that_comes_again_counts_from_then(tier: ProcessTier) -> None:
    tier.forget(NOTE)
    began = tier.now()
    for number in range(4_095):
        tier.forget(PostUrl(f"bob/{number}"))
    tier.forget(NOTE)
    tier.forget(PostUrl("bob/more"))
    tier.keep(HERE, PAGE, began)
    assert not finds(tier, HERE)


def test_nothing_is_found_or_kept_while_changes_are_not_heard_of() -> None:
    trusted = True
    tier = ProcessTier(lambda: trusted)
    tier.keep(HERE, PAGE, tier.now())
    trusted = False
    assert not finds(tier, HERE)
    tier.keep(numbered(1), PAGE, tier.now())
    trusted = True
    assert finds(tier, HERE)
    assert not finds(tier, numbered(1))


def test_a_page_ends_with_its_paste(tier: ProcessTier) -> None:
    now = datetime.now(UTC)
    for number, until in enumerate((now + timedelta(hours=1), now)):
        tier.keep(numbered(number), page_of("text", until), tier.now())
    assert [finds(tier, numbered(number)) for number in (0, 1)] == [True, False]


def test_it_takes_no_more_than_it_may_and_what_was_asked_for_lately_stays() -> None:
    tier = ProcessTier(lambda: True, most=1_000_000)
    for number in range(30):
        tier.keep(numbered(number), page_of_size(100_000), tier.now())
        assert finds(tier, numbered(0))  # and so it is asked for again and again
    assert [number for number in range(30) if finds(tier, numbered(number))] == [0, *range(21, 30)]


def test_what_is_kept_anew_takes_its_place_once() -> None:
    tier = ProcessTier(lambda: True, most=1_000_000)
    for number in range(9):
        tier.keep(numbered(number), page_of_size(100_000), tier.now())
    for _ in range(50):
        tier.keep(HERE, page_of_size(100_000), tier.now())
    assert all(finds(tier, numbered(number)) for number in range(9))


def test_forgetting_makes_room() -> None:
    tier = ProcessTier(lambda: True, most=1_000_000)
    for _ in range(3):
        for number in range(10):
            tier.keep(numbered(number), page_of_size(100_000), tier.now())
        assert all(finds(tier, numbered(number)) for number in range(10))
        tier.forget(numbered(0).url)
        tier.keep(HERE, page_of_size(100_000), tier.now())
        assert all(finds(tier, numbered(number)) for number in range(1, 10))
        tier.forget_all()


def test_one_that_would_push_out_many_is_not_kept() -> None:
    tier = ProcessTier(lambda: True, most=1_000_000)
    tier.keep(numbered(1), page_of_size(100_000), tier.now())
    tier.keep(HERE, page_of_size(200_000), tier.now())
    assert not finds(tier, HERE)
    assert finds(tier, numbered(1))
