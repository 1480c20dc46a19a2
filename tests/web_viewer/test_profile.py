"""The page of a person."""

import html
import re
from urllib.parse import quote

from notifier.models import BotAddress
from posts.models import Visibility
from tests.doors import bot_address_door
from tests.web_viewer.reader import Answer


def listed(page: Answer) -> list[str]:
    return re.findall(r'<a href="/([^"]+)"><bdi>', page.text)


def link(page: Answer, rel: str) -> str:
    found = re.search(rf'<a rel="{rel}" href="([^"]+)"', page.text)
    assert found, page.text
    return html.unescape(found[1])


async def test_public_pastes_of_the_person_are_listed_newest_first(alice, house, reader):
    empty = await reader.get("/alice")
    assert empty.status == 200
    assert "alice hasn’t published anything yet." in empty.words
    await (await house.author("bob")).publishes("bob's", "theirs")
    for visibility in Visibility:
        await alice.makes(await alice.publishes("text", visibility), visibility)
    await alice.deletes(await alice.publishes("text", "deleted"))
    tag = empty.headers["ETag"]
    assert (await reader.get("/alice", If_None_Match=tag)).status == 200
    await alice.publishes("text", "second")
    page = await reader.get("/alice")
    assert listed(page) == ["alice/second", "alice/public"]
    assert (await reader.get("/alice", If_None_Match=page.headers["ETag"])).status == 304


async def test_thirty_pastes_make_a_page_and_pages_are_linked(alice, reader):
    posts = [await alice.publishes(f"note {number}", f"note {number}") for number in range(61)]
    first = await reader.get("/alice")
    second = await reader.get(link(first, "next"))
    third = await reader.get(link(second, "next"))
    newest_first = [post.url for post in reversed(posts)]
    assert [url for page in (first, second, third) for url in listed(page)] == newest_first
    assert 'rel="prev"' not in first.text
    assert 'rel="next"' not in third.text
    assert listed(await reader.get(link(third, "prev"))) == listed(second)
    top = await reader.get(link(second, "prev"))
    assert (top.status, top.headers["Location"]) == (303, "/alice")
    await alice.publishes("new", "new")
    assert listed(await reader.get(link(first, "next"))) == listed(second)


async def test_a_page_without_pastes_redirects_to_the_first_and_an_invalid_one_is_not_found(alice, reader):
    post = await alice.publishes("text", "note")
    for query in (f"before={post.id}", "after=999999999"):
        answer = await reader.get(f"/alice?{query}")
        assert (answer.status, answer.headers["Location"]) == (303, "/alice")
    for query in ("before", "after"):
        for place in ("0", "-1", "x", "", "%EF%BC%91", "9" * 30, "1e3", "%ff", "%00", "1%0a"):
            assert (await reader.get(f"/alice?{query}={place}")).status == 404, place


async def test_words_are_found_in_titles_and_texts(alice, house, reader):
    await alice.publishes("Полученные сообщения", "letter")
    await alice.publishes("something", "Сообщение")
    await alice.publishes("something", "else")
    await (await house.author("bob")).publishes("сообщения", "theirs")
    page = await reader.get(f"/alice?q={quote('  сообщение ')}")
    assert listed(page) == ["alice/soobshchenie", "alice/letter"]
    assert 'value="сообщение"' in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"


async def test_results_come_in_pages_too(alice, reader):
    for number in range(31):
        await alice.publishes("wanted", f"note {number}")
    await alice.publishes("other", "other")
    older = link(await reader.get("/alice?q=wanted"), "next")
    assert "q=wanted" in older
    page = await reader.get(older)
    assert listed(page) == ["alice/note-0"]
    top = await reader.get(link(page, "prev"))
    assert (top.status, top.headers["Location"]) == (303, "/alice?q=wanted")


async def test_a_search_without_results_says_so_and_none_fails(alice, reader):
    await alice.publishes("text", "note")
    page = await reader.get(f"/alice?q={quote('<b>&')}")
    assert "No pastes match “ <b>& ”." in page.words
    assert "<b>" not in page.text
    assert "ничего не нашлось" in (await reader.get("/alice?q=zzz", Accept_Language="ru")).words
    odd = "%ff|%00|%ED%A0%80|'|%5C|%25|%F0%9F%98%80|a%20%7C%20b|+"
    for search in (*odd.split("|"), "x" * 5000):
        assert (await reader.get(f"/alice?q={search}")).status == 200, search


async def test_followers_are_counted(alice, house, reader):
    page = await reader.get("/alice")
    assert "0 followers" in page.words
    assert "Telegram" not in page.words.replace("Sent from Telegram", "")
    assert "into-telegram" not in page.text
    for name in ("bob", "carol"):
        await (await house.author(name)).follows("alice")
    assert "2 followers" in (await reader.get("/alice")).words
    assert "2 подписчика" in (await reader.get("/alice", Accept_Language="ru")).words


async def test_a_button_opens_the_chat_to_follow(alice, house, reader):
    await bot_address_door(house.sessions).save(BotAddress("a_bot", "https://t.me/a_bot"))
    page = await reader.get("/alice")
    assert 'href="https://t.me/a_bot?start=follow_alice"' in page.text
    assert "Follow in Telegram" in page.words


async def test_an_unknown_or_blocked_person_has_no_page(alice, house, reader):
    await house.damage("UPDATE auth.users SET status = 'blocked' WHERE id = :id", id=alice.user.id)
    for path in ("/nobody", "/alice"):
        page = await reader.get(path)
        assert page.status == 404
        assert "User not found" in page.words
