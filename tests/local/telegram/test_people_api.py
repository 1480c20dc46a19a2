"""The chat page's requests of people, over HTTP."""

import pytest
from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import FormData

from tests.conversation import Person, Telegram
from tests.local.telegram.page_calls import Page
from tests.local.telegram.raw_calls import Raw

OWN_ONLY = "You can only edit your own texts and captions."


async def test_people_join_once_under_a_name(page: Page) -> None:
    asked = {"first_name": " Alice ", "username": "alice", "language_code": "ru"}
    alice = await page.ask("POST", "/people", 201, json=asked)
    assert alice["id"] > 2**32
    assert alice == {**asked, "first_name": "Alice", "id": alice["id"], "blocked": False}
    assert await page.ask("POST", "/people", 200, json={"first_name": "Alice"}) == alice
    bob = await page.ask("POST", "/people", 201, json={"first_name": "Bob"})
    assert (bob["username"], bob["language_code"]) == (None, "en")
    assert await page.ask("GET", "/people", 200) == [alice, bob]


async def test_a_person_speaks_and_edits(page: Page, bot: Bot, alice: Person) -> None:
    messages = f"/people/{alice.id}/messages"
    (first,) = await page.ask(
        "POST", messages, 201, json={"text": "one", "reply_to_message_id": alice.messages[0].id}
    )
    parts = await page.ask("POST", messages, 201, json={"text": "x" * 5000})
    assert len(parts) == 2
    assert await page.ask("PATCH", f"{messages}/{first}", 200, json={"text": "two"}) == [first]
    updates = await bot.get_updates()
    assert [update.event_type for update in updates] == ["message"] * 4 + ["edited_message"]
    assert updates[1].message is not None
    assert updates[1].message.reply_to_message is not None


async def test_a_person_changes_language_and_blocks_the_bot(page: Page, alice: Person) -> None:
    path = f"/people/{alice.id}"
    assert (await page.ask("PATCH", path, 200, json={"language_code": "ru"}))["language_code"] == "ru"
    assert (await page.ask("PATCH", path, 200, json={"blocked": True}))["blocked"] is True
    refused = await page.ask("POST", f"{path}/messages", 400, json={"text": "one"})
    assert refused == {"error": "You've blocked the bot. Unblock it to send messages."}
    assert (await page.ask("PATCH", path, 200, json={"blocked": False}))["blocked"] is False
    await page.ask("POST", f"{path}/messages", 201, json={"text": "one"})


async def test_a_person_sends_a_file_and_opens_it_again(page: Page, raw: Raw, alice: Person) -> None:
    form = FormData({"caption": "my notes"}, quote_fields=False)
    form.add_field("file", b"\x00content", filename="заметки.md")
    (sent,) = await page.ask("POST", f"/people/{alice.id}/files", 201, data=form)
    message = alice.messages[-1]
    assert (message.id, message.text) == (sent, "my notes")
    assert message.document is not None
    assert (message.document["file_name"], message.document["file_size"]) == ("заметки.md", 8)
    file_id = message.document["file_id"]
    async with raw.session.get(f"{raw.url}/people/{alice.id}/files/{file_id}") as response:
        assert await response.read() == b"\x00content"
        assert response.content_type == "application/octet-stream"
        assert response.content_disposition is not None
        assert response.content_disposition.type == "attachment"
        assert response.content_disposition.filename == "заметки.md"
    await page.ask("GET", f"/people/{alice.id}/files/x", 404)


async def test_an_upload_without_a_file_leaves_nothing_behind(
    page: Page, alice: Person, telegram: Telegram
) -> None:
    form = FormData({"caption": "alone"})
    form.add_field("other", b"x", filename="a.txt")
    refused = await page.ask("POST", f"/people/{alice.id}/files", 400, data=form)
    assert refused == {"error": "There is no file to send."}
    assert list(telegram.world.files.upload_path().parent.glob("*.part")) == []


async def test_a_file_that_cannot_be_sent_leaves_nothing_behind(
    page: Page, alice: Person, telegram: Telegram
) -> None:
    folder = telegram.world.files.upload_path().parent
    refusals = {"x" * 1025: "A caption has at most 1024 characters.", "": "You've blocked the bot."}
    for caption, error in refusals.items():
        form = FormData({"caption": caption})
        form.add_field("file", b"x", filename="a.txt")
        refused = await page.ask("POST", f"/people/{alice.id}/files", 400, data=form)
        assert refused["error"].startswith(error)
        await alice.blocks_the_bot()
    assert list(folder.rglob("*")) == []


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice"])
async def test_a_person_sends_what_is_no_text(page: Page, alice: Person, kind: str) -> None:
    await page.ask("POST", f"/people/{alice.id}/stickers", 201, json={"kind": kind})
    assert alice.messages[-1].view["kind"] == kind


async def test_a_person_presses_a_button(page: Page, bot: Bot, alice: Person) -> None:
    rows = [[InlineKeyboardButton(text=text, callback_data=text) for text in row] for row in ("ab", "cd")]
    sent = await bot.send_message(alice.id, "a", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))
    place = {"message_id": sent.message_id, "row": 1, "column": 0}
    await page.ask("POST", f"/people/{alice.id}/presses", 202, json=place)
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.data == "c"
    refused = await page.ask("POST", f"/people/{alice.id}/presses", 400, json={**place, "row": 2})
    assert refused == {"error": "There is no such button to press."}


@pytest.mark.parametrize(
    ("method", "path", "body", "error"),
    [
        ("POST", "/people", {"first_name": "  "}, "first_name: String should have at least 1 character"),
        ("POST", "/people", {"first_name": "A", "x": 1}, "x: Extra inputs are not permitted"),
        ("POST", "/people", {"first_name": "A", "username": "a b"}, "username: String should match pattern"),
        ("POST", "/people", [], "Input should be a valid dictionary"),
        ("POST", "/people", "\ud800", "The text contains half of a surrogate pair."),
        ("POST", "/people/{id}/messages", {"text": " \n"}, "You can't send an empty message."),
        ("POST", "/people/{id}/stickers", {"kind": "dance"}, "kind: Input should be"),
        (
            "PATCH",
            "/people/{id}/messages/404",
            {"text": "a"},
            OWN_ONLY,
        ),
        (
            "PATCH",
            "/people/{id}/messages/x",
            {"text": "a"},
            OWN_ONLY,
        ),
        ("PATCH", "/people/{id}/messages/1", {"text": ""}, "The new text is empty or too long."),
        ("PATCH", "/people/{id}/messages/1", {"text": "x" * 4097}, "The new text is empty or too long."),
    ],
)
async def test_what_people_cannot_do_is_explained(
    page: Page, alice: Person, method: str, path: str, body: object, error: str
) -> None:
    refused = await page.ask(method, path.format(id=alice.id), 400, json=body)
    assert refused["error"].startswith(error)


@pytest.mark.parametrize("who", ["1", "x", "9" * 5000, "%00"])
async def test_unknown_members_are_not_found(page: Page, who: str) -> None:
    assert await page.ask("GET", f"/people/{who}/events", 404) == {"error": "There is no such person."}


async def test_the_bots_words_cannot_be_edited(page: Page, bot: Bot, alice: Person) -> None:
    sent = await bot.send_message(alice.id, "a")
    path = f"/people/{alice.id}/messages/{sent.message_id}"
    await page.ask("PATCH", path, 400, json={"text": "b"})
    assert alice.messages[-1].text == "a"
