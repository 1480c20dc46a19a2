"""The chat page's requests of people, over HTTP."""

import pytest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import FormData

from tests.local.telegram.calls import last

OWN_ONLY = "You can only edit your own texts and captions."
TOO_LONG = "The new text is empty or too long."


def upload(caption, field="file", name="a.txt", content=b"x"):
    form = FormData({"caption": caption}, quote_fields=False)
    form.add_field(field, content, filename=name)
    return form


async def test_people_join_once_under_a_name(http):
    asked = {"first_name": " Alice ", "username": "alice", "language_code": "ru"}
    alice = await http.ask("POST", "/people", 201, json=asked)
    assert alice["id"] > 2**32
    assert alice == {**asked, "first_name": "Alice", "id": alice["id"], "blocked": False}
    assert await http.ask("POST", "/people", 200, json={"first_name": "Alice"}) == alice
    bob = await http.ask("POST", "/people", 201, json={"first_name": "Bob"})
    assert (bob["username"], bob["language_code"]) == (None, "en")
    assert await http.ask("GET", "/people", 200) == [alice, bob]


async def test_a_person_speaks_and_edits(http, bot, alice):
    messages, reply = f"/people/{alice.id}/messages", {"reply_to_message_id": alice.messages[0].id}
    (first,) = await http.ask("POST", messages, 201, json={"text": "one"} | reply)
    assert len(await http.ask("POST", messages, 201, json={"text": "x" * 5000})) == 2
    assert await http.ask("PATCH", f"{messages}/{first}", 200, json={"text": "two"}) == [first]
    updates = await bot.get_updates()
    assert [update.event_type for update in updates] == ["message"] * 4 + ["edited_message"]
    assert updates[1].message.reply_to_message is not None


async def test_a_person_changes_language_and_blocks_the_bot(http, alice):
    path = f"/people/{alice.id}"
    for change in ({"language_code": "ru"}, {"blocked": True}):
        assert (await http.ask("PATCH", path, 200, json=change)).items() >= change.items()
    answer = await http.ask("POST", f"{path}/messages", 400, json={"text": "one"})
    assert answer == {"error": "You've blocked the bot. Unblock it to send messages."}
    assert (await http.ask("PATCH", path, 200, json={"blocked": False}))["blocked"] is False
    await http.ask("POST", f"{path}/messages", 201, json={"text": "one"})


async def test_a_person_sends_a_file_and_opens_it_again(http, alice):
    form = upload("my notes", name="заметки.md", content=b"\x00content")
    (sent,) = await http.ask("POST", f"/people/{alice.id}/files", 201, data=form)
    message, document = alice.messages[-1], alice.messages[-1].document
    assert (message.id, message.text) == (sent, "my notes")
    assert (document["file_name"], document["file_size"]) == ("заметки.md", 8)
    async with http.session.get(f"{http.url}/people/{alice.id}/files/{document['file_id']}") as response:
        assert await response.read() == b"\x00content"
        assert response.content_type == "application/octet-stream"
        disposition = response.content_disposition
        assert (disposition.type, disposition.filename) == ("attachment", "заметки.md")
    await http.ask("GET", f"/people/{alice.id}/files/x", 404)


async def test_a_file_that_cannot_be_sent_leaves_nothing_behind(http, alice, telegram):
    async def refusal(form):
        return (await http.ask("POST", f"/people/{alice.id}/files", 400, data=form))["error"]

    assert await refusal(upload("alone", field="other")) == "There is no file to send."
    assert await refusal(upload("x" * 1025)) == "A caption has at most 1024 characters."
    await alice.blocks_the_bot()
    assert (await refusal(upload(""))).startswith("You've blocked the bot.")
    assert list(telegram.world.files.upload_path().parent.rglob("*")) == []


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice"])
async def test_a_person_sends_other_kinds_of_messages(http, alice, kind):
    await http.ask("POST", f"/people/{alice.id}/stickers", 201, json={"kind": kind})
    assert alice.messages[-1].view["kind"] == kind


async def test_a_person_presses_a_button(http, bot, alice):
    rows = [[InlineKeyboardButton(text=text, callback_data=text) for text in row] for row in ("ab", "cd")]
    sent = await bot.send_message(alice.id, "a", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))
    place = {"message_id": sent.message_id, "row": 1, "column": 0}
    await http.ask("POST", f"/people/{alice.id}/presses", 202, json=place)
    assert (await last(bot)).callback_query.data == "c"
    answer = await http.ask("POST", f"/people/{alice.id}/presses", 400, json={**place, "row": 2})
    assert answer == {"error": "There is no such button to press."}


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("POST /people", {"first_name": "  "}, "first_name: String should have at least 1 character"),
        ("POST /people", {"first_name": "A", "x": 1}, "x: Extra inputs are not permitted"),
        ("POST /people", {"first_name": "A", "username": "a b"}, "username: String should match pattern"),
        ("POST /people", [], "Input should be a valid dictionary"),
        ("POST /people", "\ud800", "The text contains half of a surrogate pair."),
        ("POST /people/{id}/messages", {"text": " \n"}, "You can't send an empty message."),
        ("POST /people/{id}/stickers", {"kind": "dance"}, "kind: Input should be"),
        ("PATCH /people/{id}/messages/404", {"text": "a"}, OWN_ONLY),
        ("PATCH /people/{id}/messages/x", {"text": "a"}, OWN_ONLY),
        ("PATCH /people/{id}/messages/{bots}", {"text": "a"}, OWN_ONLY),
        ("PATCH /people/{id}/messages/1", {"text": ""}, TOO_LONG),
        ("PATCH /people/{id}/messages/1", {"text": "x" * 4097}, TOO_LONG),
    ],
)
async def test_an_impossible_request_is_explained(http, bot, alice, path, body, error):
    sent = await bot.send_message(alice.id, "of the bot")
    method, path = path.format(id=alice.id, bots=sent.message_id).split()
    assert (await http.ask(method, path, 400, json=body))["error"].startswith(error)
    assert [message.text for message in alice.messages] == ["/start", "of the bot"]


@pytest.mark.parametrize("who", ["1", "x", "9" * 5000, "%00"])
async def test_unknown_people_are_not_found(http, who):
    assert await http.ask("GET", f"/people/{who}/events", 404) == {"error": "There is no such person."}
