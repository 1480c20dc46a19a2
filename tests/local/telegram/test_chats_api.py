"""The chat page's requests about a person's chats, over HTTP."""

from aiohttp import FormData

from tests.local.telegram.calls import PRESS, last


def form_of(*names, **fields):
    form = FormData(fields, quote_fields=False)
    for name in names:
        form.add_field("file", name.encode(), filename=name)
    return form


async def test_formatting_is_typed(http, alice):
    def shown():
        return alice.messages[-1].html, alice.messages[-1].view["markup"]

    messages = f"/people/{alice.id}/messages"
    (said,) = await http.ask("POST", messages, 201, json={"text": "**a** `b`", "markup": True})
    assert shown() == ("<b>a</b> <code>b</code>", "**a** `b`")
    await http.ask("PATCH", f"{messages}/{said}", 200, json={"text": "__a__", "markup": True})
    assert shown()[0] == "<i>a</i>"
    await http.ask("POST", messages, 201, json={"text": "**a**"})
    assert shown() == ("**a**", None)


async def test_several_files_are_an_album(http, alice):
    form = form_of("a.py", "b.py", caption="both")
    sent = await http.ask("POST", f"/people/{alice.id}/files", 201, data=form)
    first, second = alice.messages[-2:]
    assert [first.id, second.id] == sent
    assert (first.text, second.text) == ("both", "")
    assert first.view["album"] == second.view["album"] is not None
    url = f"{http.url}/people/{alice.id}/files/{second.document['file_id']}"
    async with http.session.get(url) as response:
        assert await response.read() == b"b.py"


async def test_a_person_can_do_in_a_group_what_they_can_do_in_private(http, bot, alice, developers):
    async def ask(path, expected=201, method="POST", **body):
        here = {"chat": str(developers.id)}
        return await http.ask(method, f"/people/{alice.id}/{path}", expected, params=here, **body)

    (said,) = await ask("messages", json={"text": "teh"})
    await ask(f"messages/{said}", 200, "PATCH", json={"text": "the"})
    await ask("files", data=form_of("a.py"))
    await ask("stickers", json={"kind": "sticker"})
    place = {"chat_id": alice.id, "message_id": alice.messages[0].id}
    await ask("forwards", json={"messages": [place]})
    shown = [message.text or message.view["kind"] or "file" for message in developers.messages[2:]]
    assert shown == ["the", "file", "sticker", "/start"]
    assert developers.messages[-1].forwarded_from == "Alice"
    sent = await bot.send_message(developers.id, "press", reply_markup=PRESS)
    await ask("presses", 202, json={"message_id": sent.message_id, "row": 0, "column": 0})
    assert (await last(bot)).callback_query.message.chat.id == developers.id


async def test_a_group_is_made_and_changed(http, bot, bob, telegram, alice):
    carol, groups = telegram.person("Carol"), f"/people/{alice.id}/groups"
    group = await http.ask("POST", groups, 201, json={"title": "Friends", "people": [bob.id, bot.id]})
    assert (group["title"], group["type"]) == ("Friends", "supergroup")
    members = f"{groups}/{group['id']}/members"
    await http.ask("POST", members, 201, json={"user_id": carol.id})
    await http.ask("DELETE", f"{members}/{bob.id}", 200)
    rights = {"rights": ["can_delete_messages"]}
    changed = await http.ask("PATCH", f"{members}/{bot.id}", 200, json=rights)
    shown = {member["first_name"]: member["status"] for member in changed["members"]}
    assert shown == {"Alice": "creator", "Postebin": "administrator", "Carol": "member"}
    assert (await bot.get_chat_member(group["id"], bob.id)).status == "kicked"


async def test_the_bots_owner_sets_privacy_mode(http, bot, telegram):
    wanted = {"privacy_mode": False, "inline_feedback": True}
    assert await http.ask("PATCH", "/bot", 200, json=wanted) == wanted
    assert (await bot.get_me()).can_read_all_group_messages
    assert telegram.world.state.inline_feedback


async def test_people_get_events_of_their_groups(telegram, alice, bob, developers):
    with telegram.world.events.subscription(bob.id) as queue:
        await developers.says(alice, "hello")
        developers.adds(telegram.person("Carol"), by=alice)
        developers.removes(bob, by=alice)
        message, group, _, left = events = [queue.get_nowait() for _ in range(queue.qsize())]
    assert [event.name for event in events] == ["message", "group", "message", "group_left"]
    assert message.data["from"]["first_name"] == "Alice"
    assert [member["first_name"] for member in group.data["members"]][-1] == "Carol"
    assert left.data == {"chat_id": developers.id}
    view = telegram.world.page_snapshot(alice.account)["groups"][0]
    assert (view["id"], view["messages"][-1]["service"]) == (developers.id, "Alice removed Bob")
    assert telegram.world.page_snapshot(bob.account)["groups"] == []


async def test_inline_results_are_asked_for_picked_and_pressed(http, bot, telegram, alice, developers):
    path, here = f"/people/{alice.id}", {"chat": str(developers.id)}
    with telegram.world.events.subscription(alice.id) as queue:
        asked = await http.ask("POST", f"{path}/inline_queries", 202, params=here, json={"query": "notes"})
        query = (await last(bot)).inline_query
        assert (query.id, query.query, query.chat_type) == (asked["inline_query_id"], "notes", "supergroup")
        content = {"input_message_content": {"message_text": "x"}}
        result = {"type": "article", "id": "1", "title": "Notes"} | content
        button = {"text": "Register", "start_parameter": "now"}
        call = {"inline_query_id": query.id, "results": [result], "button": button}
        assert (await http.call("answerInlineQuery", json=call))["ok"]
        while (event := await queue.get()).name != "inline_results":
            pass
    assert event.data["button"] == "Register"
    assert event.data["results"] == [{"id": "1", "title": "Notes", "description": "", "text": "x"}]
    pick = {"inline_query_id": query.id, "result_id": "1"}
    await http.ask("POST", f"{path}/inline_picks", 201, params=here, json=pick)
    assert (developers.messages[-1].text, developers.messages[-1].via_bot) == ("x", "postebin_bot")
    await http.ask("POST", f"{path}/inline_buttons", 201, json={"inline_query_id": query.id})
    assert alice.messages[-1].text == "/start now"


async def test_what_is_not_there_is_explained(http, telegram, alice, developers):
    path, carol = f"/people/{alice.id}", telegram.person("Carol")
    for chat in ("-1", "x", str(telegram.group("Others", [carol]).id)):
        answer = await http.ask("POST", f"{path}/messages", 400, params={"chat": chat}, json={"text": "a"})
        assert answer == {"error": "You're not in this group."}
    said = await developers.says(alice, "ours")
    place = {"chat_id": developers.id, "message_id": said.id}
    stolen = await http.ask("POST", f"/people/{carol.id}/forwards", 400, json={"messages": [place]})
    assert stolen == {"error": "There is no such message to forward."}
    await http.ask("POST", f"{path}/groups/-1/members", 404, json={"user_id": carol.id})
    nobody = await http.ask("POST", f"{path}/groups/{developers.id}/members", 400, json={"user_id": 404})
    assert nobody == {"error": "There is no such person to add."}
    titled = await http.ask("POST", f"{path}/groups", 400, json={"title": " "})
    assert titled == {"error": "A title has 1 to 128 characters."}
