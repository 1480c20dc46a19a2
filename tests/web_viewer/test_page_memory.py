"""Pages in memory: trusted for a second, and within a limit."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from posts.pastes.renderings import PageName
from tests.web_viewer.pages_made import HERE, NOTE, VERSION, numbered, page_of, page_of_size
from web_viewer.page_cache.address import Address, usual_address
from web_viewer.page_cache.memory import TRUSTED_SECONDS, PageMemory

PAGE = page_of("text")
NEWER = page_of("new text", version=VERSION + timedelta(seconds=1))


@pytest.fixture(autouse=True)
def checked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web_viewer.page_cache.memory.TRUSTED_SECONDS", TRUSTED_SECONDS)


@pytest.fixture
def memory() -> PageMemory:
    return PageMemory()


def trusts(memory: PageMemory, address: Address = HERE) -> bool:
    return memory.trusted(address.target, address.language) is not None


def now() -> float:
    return time.monotonic() + 60  # so that a slow machine does not end the second


def test_a_page_is_found_by_its_target_and_language(memory):
    memory.keep(HERE, PAGE, now())
    entry = memory.trusted("/alice/note", "en")
    assert entry is not None
    assert entry.page is PAGE
    for target, language in (("/alice/note", "ru"), ("/alice/note?x=1", "en"), ("/alice/note/raw", "")):
        assert memory.trusted(target, language) is None


def test_a_page_is_trusted_for_a_second_after_it_was_checked(memory):
    memory.keep(HERE, PAGE, time.monotonic() - 1)
    assert not trusts(memory)
    assert memory.find(HERE) is PAGE
    memory.keep(HERE, replace(PAGE), now())
    assert trusts(memory)
    assert memory.find(HERE) is PAGE


def test_the_page_that_was_checked_last_stays(memory):
    """Lookups overlap, and one that began earlier may end later."""
    memory.keep(HERE, NEWER, now())
    memory.keep(HERE, PAGE, time.monotonic())
    assert memory.find(HERE) is NEWER
    memory.keep(HERE, PAGE, now() + 1)
    assert memory.find(HERE) is PAGE


def test_an_earlier_check_does_not_shorten_the_trust(memory):
    memory.keep(HERE, PAGE, now())
    memory.keep(HERE, PAGE, time.monotonic() - 5)
    assert trusts(memory)


def test_a_page_expires_with_its_paste(memory):
    moment = datetime.now(UTC)
    for number, end in enumerate((moment + timedelta(hours=1), moment)):
        memory.keep(numbered(number), page_of("text", end), now())
    assert [trusts(memory, numbered(number)) for number in (0, 1)] == [True, False]


def test_a_dropped_page_is_gone(memory):
    memory.keep(HERE, PAGE, now())
    for _ in range(2):
        memory.drop(HERE)
        assert memory.find(HERE) is None


def test_the_pages_asked_for_lately_stay_within_the_limit():
    memory = PageMemory(max_bytes=1_000_000)
    for number in range(30):
        memory.keep(numbered(number), page_of_size(100_000), now())
        assert trusts(memory, numbered(0))  # and so it is asked for again and again
    assert [number for number in range(30) if trusts(memory, numbered(number))] == [0, *range(21, 30)]


def test_a_page_that_is_replaced_or_dropped_makes_room():
    memory = PageMemory(max_bytes=1_000_000)
    for number in range(9):
        memory.keep(numbered(number), page_of_size(100_000), now())
    for seconds in range(50):
        memory.keep(HERE, page_of_size(100_000, VERSION + timedelta(seconds=seconds)), now() + seconds)
        if seconds % 3 == 0:
            memory.drop(HERE)
    assert all(trusts(memory, numbered(number)) for number in range(9))


def test_a_page_that_would_push_out_many_is_not_stored():
    memory = PageMemory(max_bytes=1_000_000)
    memory.keep(numbered(1), page_of_size(100_000), now())
    memory.keep(HERE, page_of_size(200_000), now())
    assert not trusts(memory)
    assert trusts(memory, numbered(1))


def test_the_fast_path_serves_pages_their_source_and_raw_texts_only():
    for language in ("en", "ru"):
        for under, variant in (("", "{}"), ("?view=source", "{}?view=source"), ("/raw", "/raw")):
            address = usual_address(f"/{NOTE}{under}", language)
            assert address is not None
            assert (address.url, address.target) == (NOTE, f"/{NOTE}{under}")
            assert address.name == PageName(NOTE, variant.format(language))
    others = "/ /alice /alice.atom /healthz /static/style.0123456789ab.css /Alice/note //alice/note /al/note"
    paths = "/ /history /preview.png ?view=highlighted ?key=a ? /raw?view=source".split()
    odd = ("/alice/note\n", "/алиса/note", "/alice/no٤e", "http://viewer/alice/note", "*", "")
    for target in (*others.split(), *(f"/{NOTE}{what}" for what in paths), *odd):
        assert usual_address(target, "en") is None, target
