"""The chat page's requests about a person's chats, over HTTP."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import FormData

from tests.conversation import Person, Telegram
from tests.group import Group
from tests.local.telegram.page_calls import Page
from tests.local.telegram.raw_calls import Raw

PRESS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data="go")]])


@pytest.fixture
def developers(telegram: Telegram, alice: Person) -> Group:
    return telegram.group("Developers", [alice, telegram.person("Bob")])


async def test_formatting_is_typed(page: Page, alice: Person) -> None:
    messages = f"/people/{alice.id}/messages"
    (said,) = await page.ask("POST", messages, 201, json={"text": "**a** `b`", "markup": True})
    assert (alice.messages[-1].html, alice.messages[-1].view["markup"]) == (
        "<b>a</b> <code>b</code>",
        "**a** `b`",
    )
    await page.ask("PATCH", f"{messages}/{said}", 200, json={"text": "__a__", "markup": True})
    assert alice.messages[-1].html == "<i>a</i>"
    await page.ask("POST", messages, 201, json={"text": "**a**"})
    assert (alice.messages[-1].text, alice.messages[-1].view["markup"]) == ("**a**", None)


async def test_several_files_are_an_album(page: Page, raw: Raw, alice: Person) -> None:
    form = FormData({"caption": "both"}, quote_fields=False)
    for name in ("a.py", "b.py"):
        form.add_field("file", name.encode(), filename=name)
    sent = await page.ask("POST", f"/people/{alice.id}/files", 201, data=form)
    first, second = alice.messages[-2:]
    assert [first.id, second.id] == sent
    assert (first.text, second.text) == ("both", "")
    assert first.view["album"] == second.view["album"] is not None
    assert second.document is not None
    url = f"{raw.url}/people/{alice.id}/files/{second.document['file_id']}"
    async with raw.session.get(url) as response:
        assert await response.read() == b"b.py"


async def test_a_person_can_do_in_a_group_what_they_can_do_in_private(
    page: Page, bot: Bot, alice: Person, developers: Group
) -> None:
    here = {"chat": str(developers.id)}

    async def ask(path: str, expected: int = 201, method: str = "POST", **body: Any) -> Any:
        return await page.ask(method, f"/people/{alice.id}/{path}", expected, params=here, **body)

    (said,) = await ask("messages", json={"text": "teh"})
    await ask(f"messages/{said}", 200, "PATCH", json={"text": "the"})
    form = FormData()
    form.add_field("file", b"x", filename="a.py")
    await ask("files", data=form)
    await ask("stickers", json={"kind": "sticker"})
    place = {"chat_id": alice.id, "message_id": alice.messages[0].id}
    await ask("forwards", json={"messages": [place]})
    shown = [message.text or message.view["kind"] or "file" for message in developers.messages[2:]]
    assert shown == ["the", "file", "sticker", "/start"]
    assert developers.messages[-1].forwarded_from == "Alice"
    sent = await bot.send_message(developers.id, "press", reply_markup=PRESS)
    await ask("presses", 202, json={"message_id": sent.message_id, "row": 0, "column": 0})
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert query.message.chat.id == developers.id


async def test_a_group_is_made_and_changed(page: Page, bot: Bot, telegram: Telegram, alice: Person) -> None:
    bob, carol = telegram.person("Bob"), telegram.person("Carol")
    founded = {"title": "Friends", "people": [bob.id, bot.id]}
    groups = f"/people/{alice.id}/groups"
    group = await page.ask("POST", groups, 201, json=founded)
    assert (group["title"], group["type"]) == ("Friends", "supergroup")
    members = f"{groups}/{group['id']}/members"
    await page.ask("POST", members, 201, json={"user_id": carol.id})
    await page.ask("DELETE", f"{members}/{bob.id}", 200)
    rights = {"rights": ["can_delete_messages"]}
    changed = await page.ask("PATCH", f"{members}/{bot.id}", 200, json=rights)
    assert [(member["first_name"], member["status"]) for member in changed["members"]] == [
        ("Alice", "creator"),
        ("Postebin", "administrator"),
        ("Carol", "member"),
    ]
    assert (await bot.get_chat_member(group["id"], bob.id)).status == "kicked"


async def test_the_bots_owner_sets_privacy_mode(page: Page, bot: Bot, telegram: Telegram) -> None:
    wanted = {"privacy_mode": False, "inline_feedback": True}
    assert await page.ask("PATCH", "/bot", 200, json=wanted) == wanted
    assert (await bot.get_me()).can_read_all_group_messages
    assert telegram.world.state.inline_feedback


async def test_people_hear_of_their_groups(
    page: Page, bot: Bot, telegram: Telegram, alice: Person, developers: Group
) -> None:
    bob = telegram.person("Bob")
    with telegram.world.events.subscription(bob.id) as told:
        await developers.says(alice, "hello")
        developers.adds(telegram.person("Carol"), by=alice)
        developers.removes(bob, by=alice)
        names = [
            (event.name, event.data) for event in (told.get_nowait() for _ in range(told.qsize())) if event
        ]
    assert [name for name, _ in names] == ["message", "group", "message", "group_left"]
    assert names[0][1]["from"]["first_name"] == "Alice"
    assert [member["first_name"] for member in names[1][1]["members"]][-1] == "Carol"
    assert names[-1][1] == {"chat_id": developers.id}
    view = telegram.world.page_snapshot(alice.account)["groups"][0]
    assert (view["id"], view["messages"][-1]["service"]) == (developers.id, "Alice removed Bob")
    assert telegram.world.page_snapshot(bob.account)["groups"] == []


async def test_inline_results_are_asked_for_picked_and_pressed(
    page: Page, bot: Bot, telegram: Telegram, alice: Person, developers: Group
) -> None:
    path, here = f"/people/{alice.id}", {"chat": str(developers.id)}
    with telegram.world.events.subscription(alice.id) as told:
        asked = await page.ask("POST", f"{path}/inline_queries", 202, params=here, json={"query": "notes"})
        query = (await bot.get_updates())[-1].inline_query
        assert query is not None
        assert (query.id, query.query, query.chat_type) == (asked["inline_query_id"], "notes", "supergroup")
        result = {
            "type": "article",
            "id": "1",
            "title": "Notes",
            "input_message_content": {"message_text": "x"},
        }
        button = {"text": "Register", "start_parameter": "now"}
        call = {"inline_query_id": query.id, "results": [result], "button": button}
        await page.ask("POST", f"/bot{telegram.token}/answerInlineQuery", 200, json=call)
        while (event := await told.get()) and event.name != "inline_results":
            pass
    assert event is not None
    assert (event.name, event.data["button"]) == ("inline_results", "Register")
    assert event.data["results"] == [{"id": "1", "title": "Notes", "description": "", "text": "x"}]
    pick = {"inline_query_id": query.id, "result_id": "1"}
    await page.ask("POST", f"{path}/inline_picks", 201, params=here, json=pick)
    assert (developers.messages[-1].text, developers.messages[-1].via_bot) == ("x", "postebin_bot")
    await page.ask("POST", f"{path}/inline_buttons", 201, json={"inline_query_id": query.id})
    assert alice.messages[-1].text == "/start now"


async def test_what_is_not_there_is_explained(
    page: Page, telegram: Telegram, alice: Person, developers: Group
) -> None:
    path, carol = f"/people/{alice.id}", telegram.person("Carol")
    refused = "You're not in this group."
    for chat in ("-1", "x", str(telegram.group("Others", [carol]).id)):
        answer = await page.ask("POST", f"{path}/messages", 400, params={"chat": chat}, json={"text": "a"})
        assert answer == {"error": refused}
    said = await developers.says(alice, "ours")
    place = {"chat_id": developers.id, "message_id": said.id}
    stolen = await page.ask("POST", f"/people/{carol.id}/forwards", 400, json={"messages": [place]})
    assert stolen == {"error": "There is no such message to forward."}
    await page.ask("POST", f"{path}/groups/-1/members", 404, json={"user_id": carol.id})
    nobody = await page.ask("POST", f"{path}/groups/{developers.id}/members", 400, json={"user_id": 404})
    assert nobody == {"error": "There is no such person to add."}
    titled = await page.ask("POST", f"{path}/groups", 400, json={"title": " "})
    assert titled == {"error": "A title has 1 to 128 characters."}
