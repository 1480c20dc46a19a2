"""Edits of messages in Telegram edit their pastes."""

from sqlalchemy import text as sql

from bot.context import AppContext
from tests.bot.long_texts import long_text
from tests.bot.published import pastes, published, text_behind
from tests.conversation import Person, Telegram

SECRET = 'token = "ghp_9fK2mQx7Lw3RtZ8vNb4YcD6sHj1PqU5aEoGi"'


async def alerts(app: AppContext) -> int:
    async with app.sessions() as session:
        return int(
            await session.scalar(sql("SELECT count(*) FROM posts.events WHERE kind = 'published'")) or 0
        )


async def test_an_edit_is_a_new_revision_that_the_card_tells_and_no_follower(
    alice: Person, app: AppContext
) -> None:
    said = await alice.says("Shopping list\n- milk")
    card = await alice.hears("/alice/shopping-list")
    await alice.edits(said, "Shopping list\n- milk\n- bread")
    changed = await alice.hears(r"Your edit updated the paste \(version 2\)")
    assert changed.id == card.id
    assert "3 lines" in changed.text
    assert await published(app, "alice/shopping-list") == "Shopping list\n- milk\n- bread"
    assert await alerts(app) == 1


async def test_edits_in_quick_succession_arrive_in_order_and_the_same_text_is_passed_over(
    alice: Person, app: AppContext
) -> None:
    said = await alice.says("number 0")
    card = await alice.hears("/alice/number-0")
    for number in (1, 2, 2, 3):
        await alice.edits(said, f"number {number}")
    last = await alice.hears("\\(version 4\\)")
    assert last.id == card.id
    assert await published(app, "alice/number-0") == "number 3"
    await alice.edits(said, "number 3")
    await alice.says("next")
    await alice.hears_nothing_of("version 5", until=alice.hears("/alice/next"))


async def test_one_part_of_a_long_text_can_be_edited_again_and_again_unless_it_is_formatted(
    alice: Person, bob: Person, app: AppContext
) -> None:
    text = long_text(9_000)
    said = await alice.says(text)
    words = " ".join(f"word{number}" for number in range(900))
    formatted = await bob.says_html(f"Report\n\n<b>{words}</b>")
    await alice.hears("/alice/a-long-text")
    await alice.edits(said, "Another beginning 🎉")
    await alice.hears("\\(version 2\\)")
    await alice.edits(said, "The last beginning, ")
    changed = await alice.hears("\\(version 3\\)")
    assert await text_behind(changed, app) == "The last beginning," + text[len(said.text) :]
    await bob.hears("/bob/report")
    await bob.edits(formatted, "Report, corrected")
    await bob.hears("“Report”: .*was made from several messages.*Reply to the paste's card .* or tap Edit")
    await bob.presses("Edit", on=bob.messages[-1])
    await bob.hears("Send me the new text of “Report”")


async def test_what_waits_for_its_other_parts_or_for_an_account_is_edited_there(
    long_silence: None, telegram: Telegram, alice: Person, app: AppContext
) -> None:
    carol, masha = telegram.person("Carol"), telegram.person("Маша", language="ru")
    text = long_text(9_000)
    said, kept = await alice.says(text), await carol.says(text)
    await alice.sees_it_typing()
    corrected = f"Corrected\n{said.text[-3000:]}|"
    await alice.edits(said, corrected)
    short = await masha.says("Мой текст")
    await masha.hears("Сохранил «Мой текст»")
    await masha.edits(short, "Мой новый текст")
    await carol.hears("Saved “")
    await carol.edits(kept, "Corrected.")
    await masha.says("masha")
    await carol.says("carol")
    card = await alice.hears("/alice/corrected")
    assert await text_behind(card, app) == corrected + text[len(said.text) :]
    assert [post.revision for post in await pastes(app)] == [1]
    card = await masha.hears("/masha/moi-novyi-tekst")
    assert await text_behind(card, app) == "Мой новый текст"
    card = await carol.hears("/carol/")
    assert await text_behind(card, app) == "Corrected." + text[len(kept.text) :]
    await masha.edits(short, "Мой последний текст")
    await masha.hears(r"Вы изменили сообщение — запись обновлена \(версия 2\)")


async def test_an_edit_can_make_a_text_formatted_and_plain_again_and_tell_its_language(
    alice: Person, app: AppContext
) -> None:
    said = await alice.says("My plan")
    await alice.hears("/alice/my-plan")
    await alice.edits_html(said, "My <b>plan</b>")
    formatted = await alice.hears("\\(version 2\\)")
    assert "Markdown" in formatted.text
    assert await published(app, "alice/my-plan") == "My **plan**"
    await alice.edits(said, "My plan")
    await alice.hears("\\(version 3\\)")
    assert await published(app, "alice/my-plan") == "My plan"
    await alice.edits_html(said, "<pre><code class='language-ruby'>My plan</code></pre>")
    await alice.hears("Ruby")


async def test_the_title_behind_new_can_be_edited_but_not_back_to_one_that_was_renamed_away(
    alice: Person, app: AppContext
) -> None:
    said = await alice.says("/new Notes\nfirst")
    await alice.hears("/alice/notes")
    await alice.edits(said, "/new My notes\nfirst, second")
    await alice.hears("(?s)\\(version 2\\).*/alice/my-notes")
    await alice.edits(said, "/new All notes\nfirst, second")
    await alice.hears("(?s)Renamed.*/alice/all-notes")
    await alice.presses("Rename")
    await alice.hears("Send me the new title")
    await alice.says("Diary")
    await alice.hears("/alice/diary")
    await alice.edits(said, "/new All notes\nfirst, second, third")
    await alice.hears("(?s)\\(version 3\\).*/alice/diary")
    assert await published(app, "alice/diary") == "first, second, third"


async def test_what_made_no_paste_is_edited_in_silence(alice: Person) -> None:
    asked = await alice.says("/following")
    await alice.hears("You don't follow anyone")
    await alice.edits(asked, "/followers")
    await alice.says("next")
    await alice.hears_nothing_of("follows", until=alice.hears("/alice/next"))


async def test_a_credential_that_an_edit_adds_is_held_and_one_that_it_removes_is_published(
    alice: Person, bob: Person, app: AppContext
) -> None:
    text = long_text(9_000)
    long = await bob.says(f"{SECRET}\n{text}")
    said = await alice.says("settings")
    card = await alice.hears("/alice/settings")
    await alice.edits(said, f"settings\n{SECRET}")
    await alice.hears("seems to contain a secret")
    assert await published(app, "alice/settings") == "settings"
    await alice.edits(said, "settings\ntoken = FROM_ENVIRONMENT")
    changed = await alice.hears("\\(version 2\\)")
    assert changed.id == card.id
    assert await published(app, "alice/settings") == "settings\ntoken = FROM_ENVIRONMENT"
    await bob.hears("seems to contain a secret")
    await bob.edits(long, long.text.partition("\n")[2])
    assert await text_behind(await bob.hears("/bob/"), app) == text


async def test_a_caption_can_be_edited_and_names_the_paste_behind_new(alice: Person, app: AppContext) -> None:
    file = await alice.sends_file("a.py", b"x = 1\n", caption="words")
    await alice.hears("/alice/a.py")
    await alice.edits(file, "other words")
    await alice.edits(file, "/new My program")
    await alice.hears("(?s)Renamed.*/alice/my-program")
    assert [post.revision for post in await pastes(app)] == [1]


async def test_an_edit_that_cannot_be_followed_says_why(alice: Person, app: AppContext) -> None:
    said = await alice.says("/new Notes\nfirst")
    await alice.hears("/alice/notes")
    await alice.edits(said, "/new Notes")
    await alice.hears("There's no text in it")
    assert await published(app, "alice/notes") == "first"
