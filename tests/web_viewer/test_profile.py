"""The page of a person."""

import html
import re
from urllib.parse import quote

import pytest

from notifier.models import BotAddress
from posts.models import Visibility
from tests.doors import bot_address_door
from tests.web_viewer.reader import Answer


def listed(text: str) -> list[str]:
    return re.findall(r'<a href="/([^"]+)"><bdi>', text)


def link(page: Answer, rel: str) -> str:
    found = re.search(rf'<a rel="{rel}" href="([^"]+)"', page.text)
    assert found, page.text
    return html.unescape(found[1])


async def test_public_pastes_are_listed_newest_first(alice, reader):
    for title in ("first", "second", "third"):
        await alice.publishes(f"this is {title}", title)
    page = await reader.get("/alice")
    assert page.status == 200
    assert listed(page.text) == ["alice/third", "alice/second", "alice/first"]


async def test_only_public_pastes_of_this_person_are_listed(alice, house, reader):
    bob = await house.author("bob")
    await bob.publishes("bob's", "theirs")
    for visibility in Visibility:
        await alice.makes(await alice.publishes("text", visibility), visibility)
    await alice.deletes(await alice.publishes("text", "deleted"))
    assert listed((await reader.get("/alice")).text) == ["alice/public"]


async def test_somebody_who_has_published_nothing_has_a_page(house, reader):
    await house.author("bob")
    page = await reader.get("/bob")
    assert page.status == 200
    assert "bob hasn’t published anything yet." in page.words


async def test_thirty_pastes_make_a_page_and_pages_lead_to_each_other(alice, reader):
    posts = [await alice.publishes(f"note {number}", f"note {number}") for number in range(61)]
    first = await reader.get("/alice")
    second = await reader.get(link(first, "next"))
    third = await reader.get(link(second, "next"))
    newest_first = [post.url for post in reversed(posts)]
    assert [url for page in (first, second, third) for url in listed(page.text)] == newest_first
    assert 'rel="prev"' not in first.text
    assert 'rel="next"' not in third.text
    assert listed((await reader.get(link(third, "prev"))).text) == listed(second.text)
    top = await reader.get(link(second, "prev"))
    assert (top.status, top.headers["Location"]) == (303, "/alice")


async def test_a_page_stays_when_more_is_published(alice, reader):
    for number in range(31):
        await alice.publishes(f"note {number}", f"note {number}")
    older = link(await reader.get("/alice"), "next")
    await alice.publishes("new", "new")
    assert listed((await reader.get(older)).text) == ["alice/note-0"]


async def test_a_page_whose_pastes_are_gone_leads_to_the_first(alice, reader):
    post = await alice.publishes("text", "note")
    for query in (f"before={post.id}", "after=999999999"):
        answer = await reader.get(f"/alice?{query}")
        assert (answer.status, answer.headers["Location"]) == (303, "/alice")


@pytest.mark.parametrize("query", ["before", "after"])
async def test_a_page_that_there_cannot_be_is_not_found(alice, reader, query):
    for place in ("0", "-1", "x", "", "%EF%BC%91", "9" * 30, "1e3", "%ff", "%00", "1%0a"):
        assert (await reader.get(f"/alice?{query}={place}")).status == 404, place


async def test_words_are_found_in_titles_and_texts(alice, house, reader):
    await alice.publishes("Полученные сообщения", "letter")
    await alice.publishes("something", "Сообщение")
    await alice.publishes("something", "else")
    await (await house.author("bob")).publishes("сообщения", "theirs")
    page = await reader.get(f"/alice?q={quote('  сообщение ')}")
    assert listed(page.text) == ["alice/soobshchenie", "alice/letter"]
    assert 'value="сообщение"' in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"


async def test_what_is_found_comes_in_pages_too(alice, reader):
    for number in range(31):
        await alice.publishes("wanted", f"note {number}")
        await alice.publishes("other", f"other {number}")
    older = link(await reader.get("/alice?q=wanted"), "next")
    assert "q=wanted" in older
    page = await reader.get(older)
    assert listed(page.text) == ["alice/note-0"]
    top = await reader.get(link(page, "prev"))
    assert (top.status, top.headers["Location"]) == (303, "/alice?q=wanted")


async def test_a_search_without_results_says_so(alice, reader):
    await alice.publishes("text", "note")
    page = await reader.get(f"/alice?q={quote('<b>&')}")
    assert "No pastes match “ <b>& ”." in page.words
    assert "<b>" not in page.text
    russian = await reader.get("/alice?q=zzz", Accept_Language="ru")
    assert "ничего не нашлось" in russian.words


async def test_whatever_is_searched_for_is_answered(alice, reader):
    await alice.publishes("text", "note")
    for search in (
        *("%ff", "%00", "%ED%A0%80", "'", "%5C", "%25", "x" * 5000, "%F0%9F%98%80", "a%20%7C%20b", "+"),
    ):
        assert (await reader.get(f"/alice?q={search}")).status == 200, search


async def test_followers_are_counted(alice, house, reader):
    assert "0 followers" in (await reader.get("/alice")).words
    for name in ("bob", "carol"):
        await (await house.author(name)).follows("alice")
    assert "2 followers" in (await reader.get("/alice")).words
    assert "2 подписчика" in (await reader.get("/alice", Accept_Language="ru")).words


async def test_a_button_leads_into_the_chat_to_follow(alice, house, reader):
    await bot_address_door(house.sessions).save(BotAddress("a_bot", "https://t.me/a_bot"))
    page = await reader.get("/alice")
    assert 'href="https://t.me/a_bot?start=follow_alice"' in page.text
    assert "Follow in Telegram" in page.words


async def test_without_a_known_bot_there_is_no_button(alice, reader):
    page = await reader.get("/alice")
    assert "Telegram" not in page.words.replace("Sent from Telegram", "")
    assert "into-telegram" not in page.text


async def test_nobody_has_no_page(reader):
    page = await reader.get("/nobody")
    assert page.status == 404
    assert "User not found" in page.words


async def test_somebody_who_was_blocked_has_no_page(alice, house, reader):
    await house.damage("UPDATE auth.users SET status = 'blocked' WHERE id = :id", id=alice.user.id)
    assert (await reader.get("/alice")).status == 404


async def test_the_profile_is_sent_again_only_after_a_change(alice, reader):
    tag = (await reader.get("/alice")).headers["ETag"]
    assert (await reader.get("/alice", If_None_Match=tag)).status == 304
    await alice.publishes("new", "new")
    assert (await reader.get("/alice", If_None_Match=tag)).status == 200
